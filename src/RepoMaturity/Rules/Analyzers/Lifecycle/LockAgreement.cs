using RepoMaturity.Documents.Manifests;
using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A lock file holds what the manifest beside it asks for, in a version that it allows.</summary>
internal sealed class LockAgreement : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        int pairs = 0;
        foreach (DependencyManifest locked in evidence.Pins.Locks)
        {
            foreach (DependencyManifest manifest in evidence.Manifests.All.Where(m => m.Kind == ManifestKind.Manifest && m.File.Directory == locked.File.Directory && IsLockOf(locked, m)))
            {
                pairs++;
                string text = evidence.Documents.Text(locked.File) ?? "";
                foreach (Dependency asked in manifest.Dependencies.Where(d => IsCompared(d, manifest, locked)))
                {
                    Dependency[] held = [.. locked.Dependencies.Where(d => d.Name == asked.Name)];
                    if (held.Length == 0 && !text.Contains($"\"{asked.Name}\"", StringComparison.OrdinalIgnoreCase) && !text.Contains($"{asked.Name}@", StringComparison.OrdinalIgnoreCase))
                    {
                        context.Fail(asked.Location, $"{asked.Spec} is not in {locked.File.Path}");
                    }
                    else if (asked is { Ecosystem: Ecosystem.PyPi, Constraint: { } range } && held.Length > 0 && held.All(h => h.Constraint is { } version && VersionRange.Fits(version.TrimStart('='), range) == false))
                    {
                        context.Fail(held[0].Location, $"{held[0].Spec} does not fit {asked.Spec} of {asked.Location}");
                    }
                }

                context.Pass(new(locked.File.Path), $"holds what {manifest.File.Path} asks for");
            }
        }

        if (pairs == 0)
        {
            context.NotApplicable("no lock file stands beside a manifest");
        }
    }

    private static bool IsLockOf(DependencyManifest locked, DependencyManifest manifest) => (locked.File.Name, manifest.File.Name) switch
    {
        ("Pipfile.lock", "Pipfile") => true,
        ("poetry.lock" or "uv.lock" or "pdm.lock", "pyproject.toml") => true,
        ("package-lock.json" or "npm-shrinkwrap.json" or "yarn.lock" or "pnpm-lock.yaml", "package.json") => true,
        ("packages.lock.json", var name) => name.EndsWith("proj", StringComparison.Ordinal),
        var (name, source) => name.EndsWith(".txt", StringComparison.Ordinal) && source == Path.ChangeExtension(name, ".in"),
    };

    /// <summary>Some groups are locked only when asked for, markers may rule a package out, and paths have no place in an index.</summary>
    private static bool IsCompared(Dependency asked, DependencyManifest manifest, DependencyManifest locked) =>
        asked.Marker is null && asked.Source is null && asked.Name != "python" && asked.Name != PythonRequirement.NormaliseName(manifest.Package?.Name ?? "")
        && (asked.Group == DependencyGroup.Runtime || (asked.Group == DependencyGroup.Dev && locked.File.Name is "Pipfile.lock" or "poetry.lock"))
        && (asked.Ecosystem != Ecosystem.NuGet || asked.Constraint is not null);
}
