using RepoMaturity.Documents.Prose;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>What a repository calls itself: the snapshot's name, its packages, the title of its README.</summary>
internal static class RepositoryNames
{
    private const int MaxTitle = 40;

    /// <summary>Words that say nothing about whose something is.</summary>
    private static readonly string[] Common =
    [
        "models", "model", "ml", "ai", "python", "py", "pytorch", "torch", "tensorflow", "keras", "sklearn", "learn", "deep", "machine", "learning", "data", "net", "lib", "project",
        "training", "train", "example", "examples", "sample", "samples", "demo", "app", "the", "and", "for", "with", "repo", "src", "main", "core", "base", "code",
        "api", "service", "test", "tests", "template", "mlops", "started", "get", "vision", "text", "image", "house", "price", "class",
    ];

    public static IReadOnlySet<string> Of(RepositoryEvidence evidence)
    {
        HashSet<string> names = new(Packages(evidence).Prepend(evidence.Snapshot.Name), StringComparer.OrdinalIgnoreCase);
        SnapshotFile? readme = evidence.Snapshot.Files.FirstOrDefault(f => f.HasContent && f.Directory.Length == 0 && f.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase));
        if (readme is not null && ProseDocument.Of(evidence.Documents, readme)?.Headings is [{ Level: 1, Text.Length: <= MaxTitle } title, ..])
        {
            names.Add(title.Text.Trim().Replace(' ', '-'));
        }

        return names;
    }

    /// <summary>Names of the packages that it distributes.</summary>
    public static IEnumerable<string> Packages(RepositoryEvidence evidence) =>
        from manifest in evidence.Manifests.All
        where manifest.Package is { IsDistributable: true, Name.Length: > 0 } && evidence.Trees.IsOwn(manifest.File)
        select manifest.Package!.Name!;

    /// <summary>The parts of the names that tell this repository from others: <c>allennlp</c> of <c>allennlp-models</c>, <c>gpt-2</c> as a whole.</summary>
    public static IReadOnlyList<string> Telling(RepositoryEvidence evidence) =>
    [
        .. evidence.OwnNames.SelectMany(n => n.Split(['-', '_', '.', ' '], StringSplitOptions.RemoveEmptyEntries).Where(p => p.Length >= 4 && !p.All(char.IsAsciiDigit)).Append(n))
            .Select(n => n.ToLowerInvariant())
            .Where(n => n.Length >= 3 && !Common.Contains(n))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];
}
