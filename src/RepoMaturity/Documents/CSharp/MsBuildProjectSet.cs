using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.CSharp;

/// <summary>The .NET projects and solutions of a repository, evaluated.</summary>
internal sealed class MsBuildProjectSet
{
    private readonly Dictionary<string, List<EvaluatedProject>> _byDirectory = new(StringComparer.Ordinal);

    private MsBuildProjectSet(IReadOnlyList<EvaluatedProject> projects, IReadOnlyList<Solution> solutions)
    {
        Projects = projects;
        Solutions = solutions;
        foreach (EvaluatedProject project in projects)
        {
            if (!_byDirectory.TryGetValue(project.File.Directory, out List<EvaluatedProject>? list))
            {
                _byDirectory.Add(project.File.Directory, list = []);
            }

            list.Add(project);
        }
    }

    /// <summary>Projects for C#, F# and Visual Basic, sorted by path.</summary>
    public IReadOnlyList<EvaluatedProject> Projects { get; }

    /// <summary>Solutions, sorted by path.</summary>
    public IReadOnlyList<Solution> Solutions { get; }

    public static MsBuildProjectSet Load(DocumentSet documents)
    {
        // Builds on Windows forgive wrong case in paths, so the lookup does.
        Dictionary<string, SnapshotFile> byPath = new(StringComparer.OrdinalIgnoreCase);
        List<SnapshotFile> projects = [];
        List<Solution> solutions = [];
        foreach (SnapshotFile file in documents.Snapshot.Files)
        {
            switch (file.Extension)
            {
                case ".csproj" or ".fsproj" or ".vbproj":
                    projects.Add(file);
                    break;
                case ".props" or ".targets" or ".proj" or ".projitems":
                    byPath.TryAdd(file.Path, file);
                    break;
                case ".sln" or ".slnx":
                    if (documents.Get(file, static (f, bytes) => SolutionReader.Load(f, bytes)) is { } solution)
                    {
                        solutions.Add(solution);
                    }

                    break;
            }
        }

        List<EvaluatedProject> evaluated = [];
        foreach (SnapshotFile file in projects)
        {
            if (Load(documents, file) is { } source)
            {
                evaluated.Add(new MsBuildEvaluator(file, Find).Evaluate(source));
            }
        }

        return new MsBuildProjectSet(evaluated, solutions);

        MsBuildProject? Find(string path) =>
            (documents.Snapshot.Find(path) ?? byPath.GetValueOrDefault(path)) is { } file ? Load(documents, file) : null;
    }

    /// <summary>The project that a source file belongs to by its folder: the nearest one upwards; null when there is none.</summary>
    public EvaluatedProject? ProjectOf(SnapshotFile file)
    {
        for (string? directory = file.Directory; directory is not null; directory = RepositoryPath.Parent(directory))
        {
            if (_byDirectory.TryGetValue(directory, out List<EvaluatedProject>? list))
            {
                return list.Find(p => p.File.Extension.StartsWith(file.Extension, StringComparison.Ordinal)) ?? list[0];
            }
        }

        return null;
    }

    private static MsBuildProject? Load(DocumentSet documents, SnapshotFile file)
    {
        MsBuildProject? project = documents.Get(file, static (f, bytes) => MsBuildReader.Load(f, bytes));
        if (project?.Problem is { } problem)
        {
            documents.Report(file, problem);
        }

        return project;
    }
}
