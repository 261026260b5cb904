using RepoMaturity.Documents.Manifests;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A manifest says what own code stands on.</summary>
internal sealed class DeclaredDependencies : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        DependencyManifest? manifest = evidence.Pins.Manifests.FirstOrDefault(m => m.Dependencies.Any(d => d.Group != DependencyGroup.Build))
            ?? evidence.Manifests.All.FirstOrDefault(m => evidence.Trees.IsOwn(m.File) && m.File.Name != "tox.ini" && (m.Package is not null || m.Kind == ManifestKind.Lock) && m.Dependencies.Count > 0)
            ?? evidence.Pins.Manifests.FirstOrDefault(m => MsBuildManifest.IsProject(m.File) || m.Package is { IsDistributable: true });
        if (manifest is not null)
        {
            context.Pass(new Location(manifest.File.Path), $"{manifest.Dependencies.Count} packages");
        }
        else if (FirstForeignImport(evidence) is { } import)
        {
            context.Fail(import.Location, import.Text);
        }
        else
        {
            context.NotApplicable("nothing beyond the language's own library is imported");
        }
    }

    /// <summary>An import of a package that some technology of the catalogue is known by: what the standard library holds needs no manifest.</summary>
    private static TrailStep? FirstForeignImport(RepositoryEvidence evidence)
    {
        HashSet<string> known = [.. evidence.TechnologyDefinitions.SelectMany(t => t.Imports).Select(i => i.Split('.')[0]), "numpy", "scipy", "pandas", "matplotlib"];
        known.ExceptWith(["unittest", "doctest", "logging"]);
        var modules = evidence.Code.Python.Where(s => !s.IsTest).Select(s => (s.File, Module: s.Document)).Concat(evidence.Code.Notebooks.Where(s => s.Document.Module is not null).Select(s => (s.File, Module: s.Document.Module!)));
        foreach (var (file, module) in modules)
        {
            if (module.Imports.FirstOrDefault(i => i.Level == 0 && known.Contains(i.Target.Split('.')[0])) is { } import)
            {
                return new TrailStep(new Location(file.Path, import.Line), "import " + import.Target);
            }
        }

        return null;
    }
}
