using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary><c>package.json</c> and the lock files of npm, yarn, pnpm and bun; of locks only names and versions.</summary>
internal static class NpmManifest
{
    public static DependencyManifest? ReadPackageJson(SnapshotFile file, DataNode root)
    {
        if (!root.IsMapping)
        {
            return null;
        }

        ManifestBuilder manifest = new(file);
        AddTable(manifest, root["dependencies"], DependencyGroup.Runtime);
        AddTable(manifest, root["devDependencies"], DependencyGroup.Dev);
        AddTable(manifest, root["peerDependencies"], "peer");
        AddTable(manifest, root["optionalDependencies"], "optional");
        string? name = root.TextOf("name");
        manifest.Package = new PackageMetadata
        {
            Name = name,
            Version = root.TextOf("version"),
            IsDistributable = name is not null && root["version"] is not null && root["private"]?.IsTrue != true,
            License = root.TextOf("license"),
            Requires = root.At("engines", "node")?.Text,
            Scripts = [.. (root["bin"]?.Entries ?? []).Select(e => KeyValuePair.Create(e.Key, e.Value.Text ?? ""))],
            Location = root.In(file),
        };
        return manifest.Build();
    }

    public static DependencyManifest ReadPackageLock(SnapshotFile file, DataNode root)
    {
        ManifestBuilder manifest = new(file, ManifestKind.Lock);
        const string Folder = "node_modules/";
        foreach (DataEntry entry in (root["packages"] ?? root["dependencies"])?.Entries ?? [])
        {
            int folder = entry.Key.LastIndexOf(Folder, StringComparison.Ordinal);
            if (root["packages"] is null || folder >= 0)
            {
                string group = entry.Value["dev"]?.IsTrue == true ? DependencyGroup.Dev : DependencyGroup.Runtime;
                AddLocked(manifest, folder < 0 ? entry.Key : entry.Key[(folder + Folder.Length)..], entry.Value.TextOf("version"), group, entry.Line, entry.Value["integrity"] is not null);
            }
        }

        return manifest.Build();
    }

    /// <summary>Bun: each package is a list that starts with <c>name@version</c>.</summary>
    public static DependencyManifest ReadBunLock(SnapshotFile file, DataNode root)
    {
        ManifestBuilder manifest = new(file, ManifestKind.Lock);
        foreach (DataEntry entry in root["packages"]?.Entries ?? [])
        {
            AddNameAtVersion(manifest, entry.Value.Items.Count > 0 ? entry.Value.Items[0].Text ?? "" : "", entry.Line);
        }

        return manifest.Build();
    }

    /// <summary>pnpm: <c>name@1.2(peers)</c>, with a slash before in older files, where the version followed another slash.</summary>
    public static DependencyManifest ReadPnpmLock(SnapshotFile file, DataNode root)
    {
        ManifestBuilder manifest = new(file, ManifestKind.Lock);
        foreach (DataEntry entry in root["packages"]?.Entries ?? [])
        {
            int peers = entry.Key.IndexOf('(', StringComparison.Ordinal);
            string key = (peers < 0 ? entry.Key : entry.Key[..peers]).TrimStart('/');
            int slash = key.LastIndexOf('/');
            bool isOld = key.LastIndexOf('@') <= 0 && slash > 0;
            AddNameAtVersion(manifest, isOld ? key[..slash] + "@" + key[(slash + 1)..] : key, entry.Line);
        }

        return manifest.Build();
    }

    /// <summary>yarn, old and new: <c>"name@range, name@range":</c> followed by an indented <c>version</c>.</summary>
    public static DependencyManifest ReadYarnLock(SnapshotFile file, string text)
    {
        ManifestBuilder manifest = new(file, ManifestKind.Lock);
        string? name = null;
        int line = 0;
        int start = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            line++;
            ReadOnlySpan<char> content = raw.Trim();
            if (raw.Length > 0 && raw[0] is not (' ' or '#') && content[^1] == ':')
            {
                ReadOnlySpan<char> first = content.TrimStart('"');
                int at = first.Length > 1 ? first[1..].IndexOf('@') + 1 : 0;
                name = at > 0 ? first[..at].ToString() : null;
                start = line;
            }
            else if (name is not null && content.StartsWith("version", StringComparison.Ordinal))
            {
                string version = content["version".Length..].Trim(": \"").ToString();
                if (version != "0.0.0-use.local")
                {
                    AddLocked(manifest, name, version, DependencyGroup.Runtime, start, hasHash: false);
                }

                name = null;
            }
        }

        return manifest.Build();
    }

    private static void AddTable(ManifestBuilder manifest, DataNode? table, string group)
    {
        foreach (DataEntry entry in table?.Entries ?? [])
        {
            string range = entry.Value.Text ?? "";
            bool isAddress = range.Contains(':', StringComparison.Ordinal) || range.Contains('/', StringComparison.Ordinal);
            manifest.Add(new Dependency(
                Ecosystem.Npm,
                entry.Key.ToLowerInvariant(),
                $"{entry.Key}@{range}",
                isAddress || range is "" or "*" or "latest" ? null : range,
                IsExact(range),
                group,
                manifest.At(entry.Line, entry.Column))
            { Source = isAddress ? range : null });
        }
    }

    /// <summary>Three parts that start with a digit and no sign of a range.</summary>
    private static bool IsExact(string range)
    {
        ReadOnlySpan<char> version = range.AsSpan().TrimStart("=v");
        int suffix = version.IndexOfAny('-', '+');
        ReadOnlySpan<char> numbers = suffix < 0 ? version : version[..suffix];
        return numbers.Count('.') == 2 && !numbers.ContainsAnyExceptInRange('.', '9') && !numbers.Contains('/');
    }

    private static void AddNameAtVersion(ManifestBuilder manifest, string text, int line)
    {
        int at = text.LastIndexOf('@');
        if (at > 0 && !text.AsSpan(at).StartsWith("@workspace:", StringComparison.Ordinal))
        {
            AddLocked(manifest, text[..at], text[(at + 1)..], DependencyGroup.Runtime, line, hasHash: false);
        }
    }

    private static void AddLocked(ManifestBuilder manifest, string name, string? version, string group, int line, bool hasHash) =>
        manifest.Add(new Dependency(Ecosystem.Npm, name.ToLowerInvariant(), $"{name}@{version}", version, IsPinned: true, group, manifest.At(line)) { HasHash = hasHash });
}
