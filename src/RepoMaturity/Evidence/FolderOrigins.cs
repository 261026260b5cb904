using System.Collections.Frozen;
using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Knows vendored, generated, template and example folders by their names and by what lies in them.</summary>
internal sealed class FolderOrigins
{
    private static readonly FrozenSet<string> Vendored = Names(
        "node_modules", "bower_components", "jspm_packages", "third_party", "third-party", "thirdparty", "3rdparty", "3rd_party", "site-packages",
        "dist-packages", ".venv", "vendor", "vendors", "vendored", "_vendor", "_vendored", "packagecache", "pods", "ksonnet-lib", ".yarn");

    /// <summary>Holds other people's work only where a licence of its own says so.</summary>
    private static readonly FrozenSet<string> PerhapsVendored = Names("external", "externals", "extern", "ext", "deps", "dependencies", "lib", "libs", "submodules");

    private static readonly FrozenSet<string> Generated = Names("_build", ".ipynb_checkpoints", "__pycache__", ".eggs", "htmlcov", "__generated__");

    private static readonly FrozenSet<string> Example = Names("example", "examples", "sample", "samples", "tutorial", "tutorials", "demo", "demos");

    private static readonly string[] Manifests = ["cookiecutter.json", "ccds.json", "copier.yml", "copier.yaml", "databricks_template_schema.json"];

    private readonly RepositorySnapshot _snapshot;
    private readonly DocumentSet _documents;
    private readonly Dictionary<string, OriginMark?> _known = new(StringComparer.Ordinal) { [""] = null };
    private readonly Dictionary<string, SnapshotFile> _licences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SnapshotFile> _readmes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _projects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _newTemplates = new(StringComparer.Ordinal);

    public FolderOrigins(DocumentSet documents)
    {
        _documents = documents;
        _snapshot = documents.Snapshot;
        foreach (SnapshotFile file in _snapshot.Files)
        {
            if (IsLicence(file.Name))
            {
                _licences.TryAdd(file.Directory, file);
            }
            else if (file.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase))
            {
                _readmes.TryAdd(file.Directory, file);
            }
            else if (file.Name is "requirements.txt" or "setup.py" or "pyproject.toml" || file.Extension is ".csproj")
            {
                _projects.Add(file.Directory);
            }
            else if (file.Name == "template.json" && file.Directory.EndsWith(".template.config", StringComparison.Ordinal))
            {
                _newTemplates.Add(RepositoryPath.Parent(file.Directory)!);
            }
        }
    }

    /// <summary>The manifest that makes the whole repository a template, or null.</summary>
    public SnapshotFile? TemplateManifest =>
        Manifests.Select(_snapshot.Find).FirstOrDefault(f => f is not null) ?? _snapshot.Find(".template.config/template.json");

    /// <summary>The mark of a folder or of one above it; null for own.</summary>
    public OriginMark? Of(string folder)
    {
        if (_known.TryGetValue(folder, out OriginMark? known))
        {
            return known;
        }

        string parent = RepositoryPath.Parent(folder)!;
        OriginMark? above = Of(parent);
        OriginMark? own = Judge(folder, parent, above);

        // Vendored and generated folders stay so whatever lies around them; of the others the outermost speaks.
        OriginMark? mark = above is null || (own is { Origin: FileOrigin.Vendored or FileOrigin.Generated } && above.Origin is FileOrigin.Example or FileOrigin.Template) ? own : above;
        _known.Add(folder, mark);
        return mark;
    }

    private OriginMark? Judge(string folder, string parent, OriginMark? above)
    {
        string name = folder[(folder.LastIndexOf('/') + 1)..].ToLowerInvariant();
        if (Vendored.Contains(name) || IsPath(folder, "eng/common") || IsPath(folder, "wwwroot/lib"))
        {
            return Mark(FileOrigin.Vendored, "vendored", folder);
        }

        if (_snapshot.Find(folder + "/pyvenv.cfg") is { } environment)
        {
            return new OriginMark(FileOrigin.Vendored, "vendored (a Python environment)", folder, new TrailStep(new Location(environment.Path), ""));
        }

        if (_licences.TryGetValue(folder, out SnapshotFile? licence) && IsForeign(licence)
            && (PerhapsVendored.Contains(name) || PerhapsVendored.Contains(parent[(parent.LastIndexOf('/') + 1)..].ToLowerInvariant())))
        {
            return new OriginMark(FileOrigin.Vendored, "vendored (a licence of its own)", folder, new TrailStep(new Location(licence.Path), ""));
        }

        if (_projects.Contains(folder) && _readmes.TryGetValue(folder, out SnapshotFile? readme) && IsFork(readme))
        {
            return new OriginMark(FileOrigin.Vendored, "vendored (a fork, as its README says)", folder, new TrailStep(new Location(readme.Path), ""));
        }

        if (Generated.Contains(name) || name.EndsWith(".egg-info", StringComparison.Ordinal))
        {
            return Mark(FileOrigin.Generated, "generated", folder);
        }

        if (above is not null)
        {
            return null;
        }

        if (name.Contains("{{", StringComparison.Ordinal) && name.Contains("}}", StringComparison.Ordinal))
        {
            return Mark(FileOrigin.Template, "template", folder);
        }

        if (_newTemplates.Contains(folder))
        {
            return new OriginMark(FileOrigin.Template, "template (dotnet new)", folder, new TrailStep(new Location(folder + "/.template.config/template.json"), ""));
        }

        if (name is "template" && Manifests.Select(m => _snapshot.Find(parent.Length == 0 ? m : $"{parent}/{m}")).FirstOrDefault(f => f is not null) is { } manifest)
        {
            return new OriginMark(FileOrigin.Template, "template", folder, new TrailStep(new Location(manifest.Path), ""));
        }

        bool isExample = Example.Contains(name) || name.EndsWith(".examples", StringComparison.Ordinal) || name.EndsWith(".samples", StringComparison.Ordinal);
        return isExample && !TestPaths.HasTestFolder(folder) ? Mark(FileOrigin.Example, "example", folder) : null;
    }

    /// <summary>A licence unlike the repository's: packages of a monorepo carry the same one.</summary>
    private bool IsForeign(SnapshotFile licence) =>
        _documents.Bytes(licence) is { } text && _snapshot.Files.Where(f => f.Directory.Length == 0 && IsLicence(f.Name)).All(f => !text.AsSpan().SequenceEqual(_documents.Bytes(f)));

    /// <summary>Said at its beginning; further down it may be a step of a guide for contributors.</summary>
    private bool IsFork(SnapshotFile readme) =>
        _documents.Text(readme) is { } text && text.AsSpan(0, Math.Min(text.Length, 500)).Contains(" is a fork of ", StringComparison.OrdinalIgnoreCase);

    private static bool IsLicence(string name) =>
        name.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase) || name.StartsWith("LICENCE", StringComparison.OrdinalIgnoreCase) || name.StartsWith("COPYING", StringComparison.OrdinalIgnoreCase);

    private static bool IsPath(string folder, string tail) =>
        folder.Equals(tail, StringComparison.OrdinalIgnoreCase) || folder.EndsWith("/" + tail, StringComparison.OrdinalIgnoreCase);

    private static OriginMark Mark(FileOrigin origin, string reason, string folder) => new(origin, reason, folder, new TrailStep(new Location(folder), ""));

    private static FrozenSet<string> Names(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
