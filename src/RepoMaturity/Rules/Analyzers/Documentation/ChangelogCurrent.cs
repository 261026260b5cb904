using RepoMaturity.Documents.Manifests;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A changelog that has an entry for the version which the manifest gives, or for what is not released yet.</summary>
internal sealed class ChangelogCurrent : RepositoryAnalyzer
{
    private static readonly string[] Stems = ["changelog", "changes", "history", "news", "releasenotes", "release_notes", "release-notes", "releases", "whats_new", "whatsnew"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        SnapshotFile[] logs = [.. evidence.Snapshot.Files.Where(f => f.HasContent && evidence.Trees.IsOwn(f) && IsChangelog(f)).OrderBy(f => f.Path.Count('/'))];
        if (logs.Length == 0)
        {
            context.Open("there is no changelog in the repository; release notes at the host cannot be seen from here");
            return;
        }

        PackageMetadata[] packages =
            [.. evidence.Manifests.All.Where(m => evidence.Trees.IsOwn(m.File)).Select(m => m.Package).OfType<PackageMetadata>().Where(p => p is { IsDistributable: true, Version: not null } && IsVersion(p.Version))];
        if (packages.Length == 0)
        {
            context.Open($"{logs[0].Path} is there; no manifest gives a version that it could be held against");
            return;
        }

        foreach (SnapshotFile log in logs)
        {
            string text = evidence.Documents.Text(log) ?? "";
            int unreleased = text.AsSpan(0, Math.Min(text.Length, 3_000)).IndexOf("unreleased", StringComparison.OrdinalIgnoreCase);
            if (unreleased >= 0 || packages.FirstOrDefault(p => text.Contains(Release(p.Version!), StringComparison.Ordinal)) is not null)
            {
                context.Pass(new Location(log.Path), unreleased >= 0 ? "entry for what is not released yet" : "entry for the current version");
                return;
            }
        }

        context.Fail(new Location(logs[0].Path), $"no entry for version {packages[0].Version}", new TrailStep(packages[0].Location, packages[0].Version!), new TrailStep(new Location(logs[0].Path), "changelog"));
    }

    private static bool IsChangelog(SnapshotFile file)
    {
        string stem = file.Name[..(file.Name.Length - file.Extension.Length)].ToLowerInvariant();
        return file.Extension is ".md" or ".rst" or ".txt" or "" && Stems.Contains(stem) && (file.Directory.Length == 0 || file.Directory.StartsWith("doc", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsVersion(string version) => version.Length is > 0 and < 40 && char.IsAsciiDigit(version[0]);

    /// <summary>The version without its marks for development and pre-releases: <c>0.15.0.dev0</c> is spoken of as 0.15.0, or as 0.15.</summary>
    private static string Release(string version)
    {
        string[] parts = [.. version.Split('.', '-', '+').TakeWhile(p => p.Length > 0 && p.All(char.IsAsciiDigit))];
        return string.Join('.', parts is [.., "0"] and { Length: > 2 } ? parts[..^1] : parts);
    }
}
