using RepoMaturity.Documents.Manifests;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Python packages that can be published ship <c>py.typed</c>; asked of each manifest that describes one.</summary>
internal sealed class TypedPackage : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        SnapshotFile[] markers = [.. evidence.Snapshot.Files.Where(f => f.Name == "py.typed" && evidence.Trees.IsOwn(f))];
        HashSet<string> seen = new(StringComparer.Ordinal);
        context.NotApplicable("there is no Python package");
        foreach (DependencyManifest manifest in evidence.Manifests.All)
        {
            // setup.py and pyproject.toml of one folder describe one package.
            if (manifest.Package is not { IsDistributable: true } package
                || manifest.File.Name is not ("pyproject.toml" or "setup.py" or "setup.cfg")
                || !evidence.Trees.IsOwn(manifest.File)
                || evidence.Trees.IsTest(manifest.File)
                || !seen.Add(manifest.File.Directory))
            {
                continue;
            }

            if (Array.Find(markers, m => RepositoryPath.IsWithin(m.Path, manifest.File.Directory)) is { } marker)
            {
                context.Pass(new Location(marker.Path), marker.Path);
            }
            else if (package.IsTyped)
            {
                context.Pass(package.Location, package.Name ?? manifest.File.Path);
            }
            else
            {
                context.Fail(package.Location, package.Name ?? manifest.File.Path);
            }
        }
    }
}
