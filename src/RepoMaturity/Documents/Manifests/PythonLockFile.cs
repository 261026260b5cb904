using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary><c>Pipfile</c>, <c>Pipfile.lock</c> and the TOML lock files of poetry, uv, pdm and PEP 751.</summary>
internal static class PythonLockFile
{
    public static DependencyManifest? ReadPipfile(SnapshotFile file, DataNode root)
    {
        bool isLock = file.Name.EndsWith(".lock", StringComparison.Ordinal);
        ManifestBuilder manifest = new(file, isLock ? ManifestKind.Lock : ManifestKind.Manifest);
        PythonTables.Add(manifest, root[isLock ? "default" : "packages"], DependencyGroup.Runtime);
        PythonTables.Add(manifest, root[isLock ? "develop" : "dev-packages"], DependencyGroup.Dev);
        return manifest.Build();
    }

    /// <summary>Packages of a lock file; the repository's own, which come from no index, are left out.</summary>
    public static DependencyManifest? ReadToml(SnapshotFile file, DataNode root)
    {
        ManifestBuilder manifest = new(file, ManifestKind.Lock);
        DataNode? files = root.At("metadata", "files");
        foreach (DataNode package in (root["package"] ?? root["packages"])?.Items ?? [])
        {
            DataNode? source = package["source"];
            if (package.TextOf("name") is not { } name || source?["editable"] is not null || source?["virtual"] is not null)
            {
                continue;
            }

            string? version = package.TextOf("version");
            bool hasHash = package["wheels"] is not null || package["sdist"] is not null
                || package["files"]?.Items.Count > 0 || files?[name]?.Items.Count > 0;
            manifest.Add(new Dependency(
                Ecosystem.PyPi,
                PythonRequirement.NormaliseName(name),
                $"{name} {version}".TrimEnd(),
                version,
                IsPinned: true,
                package.TextOf("category") is { } category ? DependencyGroup.Of(category) : DependencyGroup.Runtime,
                manifest.At(package["name"]!.Line))
            {
                Source = source?.TextOf("git") ?? source?.TextOf("url"),
                HasHash = hasHash,
            });
        }

        return manifest.Build();
    }
}
