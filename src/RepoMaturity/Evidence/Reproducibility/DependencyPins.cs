using RepoMaturity.Documents.Manifests;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A dependency that a manifest declares, and what holds its version.</summary>
/// <param name="Declared">The declaration; of several the firmest.</param>
/// <param name="IsFixed">One version fits, or only its last number is open.</param>
/// <param name="Lock">The lock file that holds it, or null.</param>
internal sealed record PinnedDependency(Dependency Declared, bool IsFixed, DependencyManifest? Lock);

/// <summary>How firmly the versions of the dependencies stand that own manifests declare.</summary>
internal sealed class DependencyPins
{
    private readonly RepositoryEvidence _evidence;
    private readonly Lazy<IReadOnlyList<PinnedDependency>> _all;

    public DependencyPins(RepositoryEvidence evidence)
    {
        _evidence = evidence;
        Manifests = [.. evidence.Manifests.All.Where(m => m.Kind == ManifestKind.Manifest && m.File.Name is not ("tox.ini" or "dotnet-tools.json") && evidence.Trees.IsOwn(m.File) && !evidence.Trees.IsTest(m.File) && !IsOfTests(m.File))];
        Locks = [.. evidence.Manifests.All.Where(m => m.Kind == ManifestKind.Lock && evidence.Trees.IsOwn(m.File))];
        _all = new(Find);
    }

    /// <summary>Own manifests of what the code runs with.</summary>
    public IReadOnlyList<DependencyManifest> Manifests { get; }

    public IReadOnlyList<DependencyManifest> Locks { get; }

    /// <summary>Each dependency once: those of the running code, or all when only tools are declared.</summary>
    public IReadOnlyList<PinnedDependency> All => _all.Value;

    private static bool IsOfTests(SnapshotFile file) => file.Directory.Split('/').Any(f => f is "test" or "tests" or "docs" or "doc");

    private PinnedDependency[] Find()
    {
        (DependencyManifest Manifest, Dependency Dependency)[] declared = [.. Manifests.Concat(Locks.Where(l => l.File.Extension == ".txt")).SelectMany(m => m.Dependencies.Where(IsJudged).Select(d => (m, d)))];
        (DependencyManifest Manifest, Dependency Dependency)[] runtime = [.. declared.Where(d => d.Dependency.Group is DependencyGroup.Runtime)];
        declared = runtime.Length > 0 ? runtime : declared;
        DependencyManifest[] constraints = [.. _evidence.Manifests.All.Where(m => m.Kind == ManifestKind.Constraints && _evidence.Trees.IsOwn(m.File))];
        return
        [
            .. from found in declared
               group found by (World(found.Dependency), Root(found.Manifest.File.Directory)) into package
               let firmest = package.FirstOrDefault(d => IsFixed(d.Dependency), package.First())
               let locked = package.Select(d => Locks.FirstOrDefault(l => Covers(l, d.Manifest, d.Dependency))).FirstOrDefault(l => l is not null)
               let isConstrained = constraints.Any(c => c.Dependencies.Any(d => World(d) == package.Key.Item1 && IsFixed(d)))
               select new PinnedDependency(firmest.Dependency, locked is not null || isConstrained || IsFixed(firmest.Dependency), locked),
        ];
    }

    /// <summary>A package's own extras and paths of the repository have no version to pin.</summary>
    private bool IsJudged(Dependency dependency) =>
        dependency.Group != DependencyGroup.Build && dependency.Name is not ("python" or "pip" or "setuptools" or "wheel")
        && dependency.Source is not ['.', ..] and not ['/', ..] && !_evidence.OwnNames.Contains(dependency.Name);

    private static bool IsFixed(Dependency dependency) => dependency.IsPinned || VersionRange.IsNarrow(dependency.Constraint) || (dependency.Ecosystem == Ecosystem.NuGet && dependency.Constraint is { Length: > 0 } v && !v.Contains('*', StringComparison.Ordinal));

    /// <summary>A lock beside the manifest, or above it as of a workspace.</summary>
    private static bool Covers(DependencyManifest locked, DependencyManifest manifest, Dependency dependency) =>
        (locked.File.Directory.Length == 0 || RepositoryPath.IsWithin(manifest.File.Path, locked.File.Directory)) && locked.Dependencies.Any(d => World(d) == World(dependency));

    /// <summary>Conda names its Python packages as PyPI does.</summary>
    private static (bool IsPython, string Name) World(Dependency dependency) =>
        dependency.Ecosystem is Ecosystem.PyPi or Ecosystem.Conda ? (true, PythonRequirement.NormaliseName(dependency.Name)) : (false, $"{dependency.Ecosystem}:{dependency.Name}");

    private static string Root(string folder) => folder.Contains('/', StringComparison.Ordinal) ? folder[..folder.IndexOf('/', StringComparison.Ordinal)] : folder;
}
