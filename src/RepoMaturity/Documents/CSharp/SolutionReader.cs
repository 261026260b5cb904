using System.Xml.Linq;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.CSharp;

/// <summary>A project that a solution lists.</summary>
/// <param name="Path">Path relative to the repository's root, as the file system writes it; null when it leaves the repository.</param>
/// <param name="Location">Where the solution lists it.</param>
internal sealed record SolutionProject(string? Path, Location Location);

/// <summary>A solution with its projects in order; solution folders are left out.</summary>
internal sealed record Solution(SnapshotFile File, IReadOnlyList<SolutionProject> Projects);

/// <summary>Reads <c>.sln</c> and <c>.slnx</c>.</summary>
internal static class SolutionReader
{
    private const int MaxProjects = 10_000;

    public static Solution Load(SnapshotFile file, ReadOnlySpan<byte> bytes)
    {
        string text = SourceText.Decode(bytes);
        return new Solution(file, file.Extension == ".slnx" ? ReadXml(file, text) : ReadLines(file, text));
    }

    private static List<SolutionProject> ReadXml(SnapshotFile file, string text)
    {
        List<SolutionProject> projects = [];
        foreach (XElement element in MsBuildReader.LoadXml(text).Root?.Descendants().Where(e => e.Name.LocalName == "Project").Take(MaxProjects) ?? [])
        {
            Add(projects, file, element.Attribute("Path")?.Value, MsBuildReader.LineOf(element));
        }

        return projects;
    }

    /// <summary>Lines of the form <c>Project("{kind}") = "name", "path", "{id}"</c>.</summary>
    private static List<SolutionProject> ReadLines(SnapshotFile file, string text)
    {
        List<SolutionProject> projects = [];
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.TrimStart().StartsWith("Project(", StringComparison.Ordinal) && projects.Count < MaxProjects)
            {
                string[] quoted = line.ToString().Split('"');
                Add(projects, file, quoted.Length > 5 ? quoted[5] : null, number);
            }
        }

        return projects;
    }

    private static void Add(List<SolutionProject> projects, SnapshotFile file, string? path, int line)
    {
        if (path is not null && path.EndsWith("proj", StringComparison.OrdinalIgnoreCase))
        {
            projects.Add(new SolutionProject(RepositoryPath.Combine(file.Directory, path), new Location(file.Path, line)));
        }
    }
}
