using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary><c>setup.cfg</c> and <c>tox.ini</c>.</summary>
internal static class PythonIniManifest
{
    public static DependencyManifest? ReadSetupCfg(SnapshotFile file, DataNode root)
    {
        ManifestBuilder manifest = new(file);
        DataNode? options = root["options"];
        AddLines(manifest, options?["install_requires"], DependencyGroup.Runtime);
        AddLines(manifest, options?["setup_requires"], DependencyGroup.Build);
        AddLines(manifest, options?["tests_require"], DependencyGroup.Test);
        foreach (DataEntry extra in root["options.extras_require"]?.Entries ?? [])
        {
            AddLines(manifest, extra.Value, DependencyGroup.Of(extra.Key));
        }

        if (root["metadata"] is { } metadata && metadata.TextOf("name") is { } name)
        {
            manifest.Package = new PackageMetadata
            {
                Name = name,
                Version = metadata.TextOf("version"),
                IsDistributable = options is not null,
                License = metadata.TextOf("license"),
                Requires = options?.TextOf("python_requires"),
                IsTyped = (root["options.package_data"]?.Entries ?? []).Any(e => e.Value.Text?.Contains("py.typed", StringComparison.Ordinal) == true),
                Scripts = ScriptsOf(root.At("options.entry_points", "console_scripts")),
                Location = metadata.In(file),
            };
        }

        return manifest.IsEmpty ? null : manifest.Build();
    }

    public static DependencyManifest? ReadTox(SnapshotFile file, DataNode root)
    {
        ManifestBuilder manifest = new(file);
        foreach (DataEntry section in root.Entries)
        {
            if (section.Key == "testenv" || section.Key.StartsWith("testenv:", StringComparison.Ordinal))
            {
                AddLines(manifest, section.Value["deps"], DependencyGroup.Test);
            }
        }

        return manifest.IsEmpty ? null : manifest.Build();
    }

    private static void AddLines(ManifestBuilder manifest, DataNode? value, string group)
    {
        foreach ((string line, int number) in LinesOf(value))
        {
            string requirement = WithoutFactors(line);
            if (requirement.Length > 0)
            {
                RequirementsFile.AddLine(manifest, requirement, group, number);
            }
        }
    }

    /// <summary>tox puts <c>py39,lint: </c> before a line that concerns some environments only.</summary>
    private static string WithoutFactors(string line)
    {
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && !line.AsSpan(0, colon).ContainsAny(" =<>@") ? line[(colon + 2)..].Trim() : line;
    }

    private static KeyValuePair<string, string>[] ScriptsOf(DataNode? value) =>
    [
        .. LinesOf(value)
            .Select(l => l.Text.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(p => p.Length == 2)
            .Select(p => KeyValuePair.Create(p[0], p[1])),
    ];

    private static IEnumerable<(string Text, int Line)> LinesOf(DataNode? value)
    {
        int number = value?.TextLine ?? 0;
        foreach (string raw in (value?.Text ?? "").Split('\n'))
        {
            int comment = raw.IndexOf(" #", StringComparison.Ordinal);
            string line = (comment < 0 ? raw : raw[..comment]).Trim();
            if (line.Length > 0)
            {
                yield return (line, number);
            }

            number++;
        }
    }
}
