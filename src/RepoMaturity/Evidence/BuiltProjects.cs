using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>What a build compiles: projects that only download, package or start another build hold no code that an analyzer could see.</summary>
internal static class BuiltProjects
{
    private static readonly string[] Leads = ["<ProjectReference", "<MSBuild ", "<Compile ", ".csproj", ".sln", "dotnet build", "Microsoft.Build.Traversal"];

    /// <summary>False when the execution names projects of the repository none of which compiles code or leads to one that does.</summary>
    public static bool CompileCode(RepositoryEvidence evidence, Execution execution)
    {
        if (execution.WorkingDirectory is not { } directory)
        {
            return true;
        }

        SnapshotFile[] named =
        [
            .. execution.Arguments
                .Where(a => a.EndsWith("proj", StringComparison.OrdinalIgnoreCase) && !a.StartsWith('-'))
                .Select(a => RepositoryPath.Combine(directory, a.Replace('\\', '/')) is { } path ? evidence.Snapshot.Find(path) : null)
                .OfType<SnapshotFile>(),
        ];
        return named.Length == 0 || named.Any(f => Compiles(evidence, f));
    }

    private static bool Compiles(RepositoryEvidence evidence, SnapshotFile file)
    {
        if (evidence.Projects.Projects.FirstOrDefault(p => p.File == file) is { } project)
        {
            return project.Items("Compile").Any() || project.Items("ProjectReference").Any()
                || evidence.Snapshot.Files.Any(f => f.Extension is ".cs" or ".fs" or ".vb" && RepositoryPath.IsWithin(f.Path, file.Directory));
        }

        return evidence.Documents.Text(file) is not { } text || Leads.Any(l => text.Contains(l, StringComparison.OrdinalIgnoreCase));
    }
}
