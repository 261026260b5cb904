using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Manifests;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Code laid out as a package with a manifest beside or above it: a Python package of two modules or more, a module of a manifest that can
/// be built, or a .NET project.
/// </summary>
internal sealed class PackageLayout : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.OwnProjects.FirstOrDefault() is EvaluatedProject project)
        {
            context.Pass(new Location(project.File.Path), "a project");
            return;
        }

        DependencyManifest[] manifests =
            [.. evidence.Manifests.All.Where(m => evidence.Trees.IsOwn(m.File) && m.Kind == ManifestKind.Manifest).OrderByDescending(m => m.Package is { IsDistributable: true })];
        HashSet<string> packages = [.. evidence.Code.Python.Where(s => !s.IsTest && s.File.Name == "__init__.py").Select(s => s.File.Directory)];
        Source<PythonModule>[] modules =
        [
            .. evidence.Code.Python
                .Where(s => !s.IsTest && s.Document.Definitions.Count > 0 && s.File.Name is not ("setup.py" or "conf.py" or "noxfile.py"))
                .OrderByDescending(s => packages.Contains(s.File.Directory)),
        ];
        foreach (DependencyManifest manifest in manifests)
        {
            bool built = manifest.Package is { IsDistributable: true };
            foreach (Source<PythonModule> module in modules)
            {
                bool inPackage = packages.Contains(module.File.Directory) && module.File.Name != "__init__.py";
                if ((inPackage || built) && RepositoryPath.IsWithin(module.File.Path, manifest.File.Directory))
                {
                    context.Pass(new Location(manifest.File.Path), module.File.Path, new TrailStep(new Location(manifest.File.Path), "manifest"), new TrailStep(new Location(module.File.Path), "module"));
                    return;
                }
            }
        }

        context.Fail(new Location(""), packages.Count > 0 ? "a package, but no manifest" : manifests.Length > 0 ? "a manifest, but no package" : "neither package nor manifest");
    }
}
