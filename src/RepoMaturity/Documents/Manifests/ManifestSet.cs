using System.Collections.Frozen;
using System.Xml.Linq;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary>All manifests of a snapshot, found by name and, where names are free, by content; read once, on first use.</summary>
internal sealed class ManifestSet
{
    private const int MaxIncludes = 1_000;
    private readonly DocumentSet _documents;
    private readonly Lazy<IReadOnlyList<DependencyManifest>> _all;
    private readonly Lazy<FrozenDictionary<(Ecosystem, string), Dependency[]>> _declared;
    private readonly Lazy<Dictionary<string, string?>> _sharedProperties;

    public ManifestSet(DocumentSet documents)
    {
        _documents = documents;
        _all = new(ReadAll);
        _declared = new(() => All
            .Where(m => m.Kind == ManifestKind.Manifest)
            .SelectMany(m => m.Dependencies)
            .GroupBy(d => (d.Ecosystem, d.Name))
            .ToFrozenDictionary(g => g.Key, g => g.ToArray()));
        _sharedProperties = new(ReadSharedProperties);
    }

    /// <summary>Manifests in ordinal order of their paths.</summary>
    public IReadOnlyList<DependencyManifest> All => _all.Value;

    /// <summary>Every place where a manifest, no lock or constraints file, names the package; the name need not be normalised.</summary>
    public IReadOnlyList<Dependency> Find(Ecosystem ecosystem, string name) =>
        _declared.Value.GetValueOrDefault((ecosystem, Dependency.Normalise(ecosystem, name)), []);

    private List<DependencyManifest> ReadAll()
    {
        SortedDictionary<string, DependencyManifest> found = new(StringComparer.Ordinal);
        Queue<string> includes = [];
        foreach (SnapshotFile file in _documents.Snapshot.Files)
        {
            if (file.HasContent && !file.Path.Contains("node_modules/", StringComparison.Ordinal) && Read(file) is { } manifest)
            {
                Keep(manifest);
            }
        }

        for (int i = 0; i < MaxIncludes && includes.TryDequeue(out string? path); i++)
        {
            if (!found.ContainsKey(path)
                && _documents.Snapshot.Find(path) is { HasContent: true } file
                && _documents.Text(file) is { } text
                && RequirementsFile.Read(file, text, isIncluded: true) is { } manifest)
            {
                Keep(manifest);
            }
        }

        return [.. found.Values];

        void Keep(DependencyManifest manifest)
        {
            found[manifest.File.Path] = manifest;
            foreach (string path in manifest.Includes)
            {
                includes.Enqueue(path);
            }
        }
    }

    private DependencyManifest? Read(SnapshotFile file)
    {
        switch (file.Name)
        {
            case "pyproject.toml":
                return Data(file, PyProjectManifest.Read);
            case "pixi.toml":
                return Data(file, PyProjectManifest.ReadPixi);
            case "pixi.lock":
                return Data(file, CondaManifest.ReadPixiLock);
            case "setup.cfg":
                return Data(file, PythonIniManifest.ReadSetupCfg);
            case "tox.ini":
                return Data(file, PythonIniManifest.ReadTox);
            case "setup.py":
                return Text(file, SetupPyManifest.Read);
            case "Pipfile" or "Pipfile.lock":
                return Data(file, PythonLockFile.ReadPipfile);
            case "poetry.lock" or "uv.lock" or "pdm.lock" or "pylock.toml":
                return Data(file, PythonLockFile.ReadToml);
            case "package.json":
                return Data(file, NpmManifest.ReadPackageJson);
            case "package-lock.json" or "npm-shrinkwrap.json":
                return Data(file, NpmManifest.ReadPackageLock);
            case "pnpm-lock.yaml":
                return Data(file, NpmManifest.ReadPnpmLock);
            case "yarn.lock":
                return Text(file, NpmManifest.ReadYarnLock);
            case "bun.lock":
                return Data(file, NpmManifest.ReadBunLock);
            case "packages.lock.json":
                return Data(file, MsBuildManifest.ReadLock);
            case "dotnet-tools.json":
                return Data(file, MsBuildManifest.ReadTools);
            case "packages.config":
                return Xml(file) is { } config ? MsBuildManifest.ReadPackagesConfig(file, config) : null;
        }

        if (MsBuildManifest.IsProject(file) || IsShared(file))
        {
            XDocument? central = Nearest(file, "Directory.Packages.props");
            return Xml(file) is { } document ? MsBuildManifest.Read(file, document, central, name => PropertyAbove(file, name)) : null;
        }

        return file.Extension is ".yml" or ".yaml" ? MayBeConda(file) ? Data(file, CondaManifest.Read) : null
            : RequirementsFile.MayBe(file) ? Text(file, static (f, t) => RequirementsFile.Read(f, t))
            : null;
    }

    /// <summary>Parsing all YAML would cost more than a look at the bytes.</summary>
    private bool MayBeConda(SnapshotFile file) =>
        file.Size < 8 * 1024 * 1024
        && _documents.Bytes(file) is { } bytes
        && (bytes.AsSpan().IndexOf("dependencies:\n"u8) >= 0 || bytes.AsSpan().IndexOf("dependencies:"u8) >= 0 && bytes.AsSpan().IndexOf("channels:"u8) >= 0
            || bytes.AsSpan().IndexOf("\npackage:"u8) >= 0 && bytes.AsSpan().IndexOf("manager:"u8) >= 0);

    private static bool IsShared(SnapshotFile file) =>
        file.Name.Equals("Directory.Build.props", StringComparison.OrdinalIgnoreCase)
        || file.Name.Equals("Directory.Build.targets", StringComparison.OrdinalIgnoreCase)
        || MsBuildManifest.IsCentral(file);

    private DependencyManifest? Data(SnapshotFile file, Func<SnapshotFile, DataNode, DependencyManifest?> read) =>
        _documents.Data(file)?.Root is { } root ? read(file, root) : null;

    private DependencyManifest? Text(SnapshotFile file, Func<SnapshotFile, string, DependencyManifest?> read) =>
        _documents.Text(file) is { } text ? read(file, text) : null;

    private XDocument? Xml(SnapshotFile file)
    {
        ParseProblem? problem = null;
        XmlFile? xml = _documents.Get(file, (_, bytes) => new XmlFile(MsBuildManifest.LoadXml(bytes, out problem)));
        if (problem is { } p)
        {
            _documents.Report(file, p);
        }

        return xml?.Document;
    }

    private XDocument? Nearest(SnapshotFile file, string name)
    {
        for (string? folder = file.Directory; folder is not null; folder = RepositoryPath.Parent(folder))
        {
            if (_documents.Snapshot.Find(folder.Length == 0 ? name : folder + "/" + name) is { HasContent: true } found)
            {
                return found == file ? null : Xml(found);
            }
        }

        return null;
    }

    /// <summary>The nearest <c>Directory.Build.props</c> decides; imports are not followed, other files count when they agree.</summary>
    private string? PropertyAbove(SnapshotFile file, string name)
    {
        XDocument? nearest = Nearest(file, "Directory.Build.props");
        return (nearest is null ? [] : MsBuildManifest.PropertiesOf(nearest))
            .Where(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(p => p.Value)
            .LastOrDefault() ?? _sharedProperties.Value.GetValueOrDefault(name);
    }

    /// <summary>Properties of all <c>.props</c> files; null for a name that has several values.</summary>
    private Dictionary<string, string?> ReadSharedProperties()
    {
        Dictionary<string, string?> shared = new(StringComparer.OrdinalIgnoreCase);
        foreach (SnapshotFile file in _documents.Snapshot.Files)
        {
            if (file.Extension == ".props" && file.HasContent && Xml(file) is { } document)
            {
                foreach ((string name, string value) in MsBuildManifest.PropertiesOf(document))
                {
                    shared[name] = shared.TryGetValue(name, out string? known) && known != value ? null : value;
                }
            }
        }

        return shared;
    }

    private sealed record XmlFile(XDocument? Document);
}
