using RepoMaturity.Documents.Manifests;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A changelog that has an entry for the version which the manifest gives, or for what is not released yet.</summary>
internal sealed class ChangelogCurrent : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        SnapshotFile[] logs = [.. Changelogs.Find(evidence)];
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
            // A log beside a package's manifest speaks of that package.
            ILookup<bool, PackageMetadata> beside = packages.ToLookup(p => log.Directory.Length > 0 && RepositoryPath.Parent(p.Location.Path) == log.Directory);
            string[] current = [.. beside[beside.Contains(true)].Select(p => Changelogs.Release(p.Version!)).OfType<string>()];
            // An empty open heading says nothing of the version that the manifest gives.
            if (Changelogs.Entries(evidence, log).FirstOrDefault(e => e is { IsUnreleased: true, Words: > 0 } || e.Versions.Any(current.Contains)) is { } entry)
            {
                context.Pass(new Location(log.Path, entry.Line), entry.IsUnreleased ? "entry for what is not released yet" : "entry for the current version");
                return;
            }
        }

        if (packages.Any(p => !p.Version!.All(c => char.IsAsciiDigit(c) || c == '.')))
        {
            context.Open($"{packages[0].Version} is not released yet; its entry may be written when it is");
            return;
        }

        if (packages.Length > 1 && !packages.Any(p => !p.Location.Path.Contains('/', StringComparison.Ordinal)))
        {
            context.Open($"{logs[0].Path} speaks of the whole, and the {packages.Length} packages below have versions of their own");
            return;
        }

        context.Fail(new Location(logs[0].Path), $"no entry for version {packages[0].Version}", new TrailStep(packages[0].Location, packages[0].Version!), new TrailStep(new Location(logs[0].Path), "changelog"));
    }

    private static bool IsVersion(string version) => version.Length is > 0 and < 40 && Changelogs.Release(version) is not null;
}
