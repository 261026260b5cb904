using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary>What a manifest file is for.</summary>
internal enum ManifestKind
{
    /// <summary>People write down there what they want.</summary>
    Manifest,

    /// <summary>A tool wrote down there what it resolved, indirect packages included.</summary>
    Lock,

    /// <summary>Versions for packages that are named elsewhere: pip constraints, central NuGet versions.</summary>
    Constraints,
}

/// <summary>A file that names packages.</summary>
/// <param name="File">The file.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Dependencies">In the order of the file.</param>
/// <param name="Package">The package that the file itself describes, or null.</param>
/// <param name="Includes">Paths of other manifests in the repository that it takes in.</param>
internal sealed record DependencyManifest(
    SnapshotFile File,
    ManifestKind Kind,
    IReadOnlyList<Dependency> Dependencies,
    PackageMetadata? Package,
    IReadOnlyList<string> Includes)
{
    public override string ToString() => $"{File.Path} ({Kind}, {Dependencies.Count})";
}

/// <summary>What a manifest says of its own package.</summary>
internal sealed record PackageMetadata
{
    public string? Name { get; init; }

    public string? Version { get; init; }

    /// <summary>True when a package can be built and published from it.</summary>
    public bool IsDistributable { get; init; }

    /// <summary>Python versions, .NET target frameworks or Node engines that it asks for.</summary>
    public string? Requires { get; init; }

    /// <summary>Licence expression, text or file name.</summary>
    public string? License { get; init; }

    /// <summary>True when it ships <c>py.typed</c>.</summary>
    public bool IsTyped { get; init; }

    /// <summary>Commands that the package installs: name and what it starts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Scripts { get; init; } = [];

    /// <summary>Where the package is described.</summary>
    public required Location Location { get; init; }
}

/// <summary>Collects a manifest while its file is read.</summary>
internal sealed class ManifestBuilder(SnapshotFile file, ManifestKind kind = ManifestKind.Manifest)
{
    private readonly List<Dependency> _dependencies = [];
    private readonly List<string> _includes = [];

    public SnapshotFile File => file;

    public ManifestKind Kind { get; set; } = kind;

    public PackageMetadata? Package { get; set; }

    public bool IsEmpty => _dependencies.Count == 0 && _includes.Count == 0 && Package is null;

    public void Add(Dependency dependency) => _dependencies.Add(dependency);

    /// <summary>Adds a PEP 508 requirement; false when the text is none.</summary>
    public bool AddPython(string text, string group, int line, int column = 0, bool hasHash = false)
    {
        if (PythonRequirement.Parse(text) is not { } requirement)
        {
            return false;
        }

        Add(requirement.ToDependency(group, At(line, column)) with { HasHash = hasHash });
        return true;
    }

    /// <summary>Takes in another file, relative to this one's folder.</summary>
    public void Include(string relative)
    {
        if (RepositoryPath.Combine(file.Directory, relative) is { Length: > 0 } path && path != file.Path)
        {
            _includes.Add(path);
        }
    }

    public Location At(int line, int column = 0) => new(file.Path, line, column);

    public DependencyManifest Build() => new(file, Kind, _dependencies, Package, _includes);
}
