using System.Buffers;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary><c>pyproject.toml</c>: PEP 621, PEP 735, build requirements, and what poetry, pdm, uv, hatch, flit and pixi add.</summary>
internal static class PyProjectManifest
{
    public static DependencyManifest? Read(SnapshotFile file, DataNode root)
    {
        ManifestBuilder manifest = new(file);
        DataNode? project = root["project"];
        DataNode? tool = root["tool"];
        DataNode? poetry = tool?["poetry"];
        AddList(manifest, root.At("build-system", "requires"), DependencyGroup.Build);
        AddList(manifest, project?["dependencies"], DependencyGroup.Runtime);
        AddGroups(manifest, project?["optional-dependencies"]);
        AddGroups(manifest, root["dependency-groups"]);
        AddGroups(manifest, tool?.At("pdm", "dev-dependencies"));
        AddList(manifest, tool?.At("uv", "dev-dependencies"), DependencyGroup.Dev);
        AddHatch(manifest, tool?.At("hatch", "envs"));
        AddFlit(manifest, tool?.At("flit", "metadata"));
        AddPoetry(manifest, poetry);
        AddPixi(manifest, tool?["pixi"]);
        IncludeDynamic(manifest, tool?.At("setuptools", "dynamic"));
        manifest.Package = PackageOf(file, root, project, poetry);
        return manifest.IsEmpty ? null : manifest.Build();
    }

    private static PackageMetadata? PackageOf(SnapshotFile file, DataNode root, DataNode? project, DataNode? poetry)
    {
        DataNode? flit = root.At("tool", "flit", "metadata");
        DataNode? described = project ?? poetry ?? flit;
        if (described is null)
        {
            return null;
        }

        bool canBuild = root["build-system"] is not null
            && poetry?["package-mode"]?.IsFalse != true
            && root.At("tool", "uv", "package")?.IsFalse != true;
        DataNode? license = project?["license"] ?? poetry?["license"];
        return new PackageMetadata
        {
            Name = project?.TextOf("name") ?? poetry?.TextOf("name") ?? flit?.TextOf("module"),
            Version = project?.TextOf("version") ?? poetry?.TextOf("version"),
            IsDistributable = canBuild,
            License = license?.Text ?? license?.TextOf("text") ?? license?.TextOf("file") ?? flit?.TextOf("license"),
            Requires = project?.TextOf("requires-python") ?? poetry?.At("dependencies", "python")?.Text ?? flit?.TextOf("requires-python"),
            IsTyped = (root.At("tool", "setuptools", "package-data")?.Entries ?? []).SelectMany(e => e.Value.OneOrMany()).Any(i => i.Text?.EndsWith("py.typed", StringComparison.Ordinal) == true)
                || (poetry?["include"]?.OneOrMany() ?? []).Any(i => (i.Text ?? i.TextOf("path"))?.EndsWith("py.typed", StringComparison.Ordinal) == true),
            Scripts = [.. (project?["scripts"] ?? poetry?["scripts"] ?? root.At("tool", "flit", "scripts"))?.Entries.Select(e => KeyValuePair.Create(e.Key, e.Value.Text ?? e.Value.TextOf("reference") ?? "")) ?? []],
            Location = described.In(file),
        };
    }

    /// <summary><c>pixi.toml</c>, whose root is what <c>tool.pixi</c> holds here.</summary>
    public static DependencyManifest? ReadPixi(SnapshotFile file, DataNode root)
    {
        ManifestBuilder manifest = new(file);
        AddPixi(manifest, root);
        return manifest.IsEmpty ? null : manifest.Build();
    }

    private static void AddPixi(ManifestBuilder manifest, DataNode? pixi)
    {
        AddTables(pixi, DependencyGroup.Runtime);
        foreach (DataEntry feature in pixi?["feature"]?.Entries ?? [])
        {
            AddTables(feature.Value, DependencyGroup.Of(feature.Key));
        }

        void AddTables(DataNode? holder, string group)
        {
            PythonTables.Add(manifest, holder?["dependencies"], group, Ecosystem.Conda);
            PythonTables.Add(manifest, holder?["pypi-dependencies"], group);
        }
    }

    private static void AddList(ManifestBuilder manifest, DataNode? list, string group)
    {
        foreach (DataNode item in list?.Items ?? [])
        {
            string text = item.Text ?? "";
            manifest.AddPython(text.StartsWith("-e ", StringComparison.Ordinal) ? text[3..] : text, group, item.Line, item.Column);
        }
    }

    private static void AddGroups(ManifestBuilder manifest, DataNode? groups)
    {
        foreach (DataEntry group in groups?.Entries ?? [])
        {
            AddList(manifest, group.Value, DependencyGroup.Of(group.Key));
        }
    }

    private static void AddHatch(ManifestBuilder manifest, DataNode? environments)
    {
        foreach (DataEntry environment in environments?.Entries ?? [])
        {
            string group = environment.Key == "default" ? DependencyGroup.Dev : DependencyGroup.Of(environment.Key);
            AddList(manifest, environment.Value["dependencies"], group);
            AddList(manifest, environment.Value["extra-dependencies"], group);
        }
    }

    private static void AddFlit(ManifestBuilder manifest, DataNode? metadata)
    {
        AddList(manifest, metadata?["requires"], DependencyGroup.Runtime);
        AddList(manifest, metadata?["dev-requires"], DependencyGroup.Dev);
        AddGroups(manifest, metadata?["requires-extra"]);
    }

    private static void AddPoetry(ManifestBuilder manifest, DataNode? poetry)
    {
        PythonTables.Add(manifest, poetry?["dependencies"], DependencyGroup.Runtime);
        PythonTables.Add(manifest, poetry?["dev-dependencies"], DependencyGroup.Dev);
        foreach (DataEntry group in poetry?["group"]?.Entries ?? [])
        {
            PythonTables.Add(manifest, group.Value["dependencies"], DependencyGroup.Of(group.Key));
        }
    }

    private static void IncludeDynamic(ManifestBuilder manifest, DataNode? dynamic)
    {
        IEnumerable<DataNode?> sources = (dynamic?["optional-dependencies"]?.Entries ?? []).Select(e => (DataNode?)e.Value).Prepend(dynamic?["dependencies"]);
        foreach (DataNode path in sources.SelectMany(s => s?["file"]?.OneOrMany() ?? []))
        {
            manifest.Include(path.Text ?? "");
        }
    }
}

/// <summary>Tables of name and version, as poetry and Pipenv write them.</summary>
internal static class PythonTables
{
    private static readonly SearchValues<char> RangeSigns = SearchValues.Create(",*|<> ");

    public static void Add(ManifestBuilder manifest, DataNode? table, string group, Ecosystem ecosystem = Ecosystem.PyPi)
    {
        foreach (DataEntry entry in table?.Entries ?? [])
        {
            if (entry.Key == "python" && ecosystem == Ecosystem.PyPi)
            {
                continue;
            }

            DataNode value = entry.Value.IsSequence && entry.Value.Items.Count > 0 ? entry.Value.Items[0] : entry.Value;
            string? version = value.Text ?? value.TextOf("version");
            string? source = value.TextOf("git") ?? value.TextOf("url") ?? value.TextOf("file") ?? value.TextOf("path");
            string? revision = value.TextOf("rev") ?? value.TextOf("ref") ?? value.TextOf("tag") ?? value.TextOf("branch");
            source = source is not null && revision is not null ? source + "@" + revision : source;
            string? constraint = version is null or "*" or "" ? null : version;
            manifest.Add(new Dependency(
                ecosystem,
                Dependency.Normalise(ecosystem, entry.Key),
                $"{entry.Key} {version ?? source}".TrimEnd(),
                constraint,
                IsExact(constraint) || PythonRequirement.IsExactSource(source),
                value["optional"]?.IsTrue == true ? "optional" : group,
                manifest.At(entry.Line, entry.Column))
            {
                Marker = value.TextOf("markers"),
                Source = source,
                HasHash = value["hashes"]?.Items.Count > 0,
            });
        }
    }

    /// <summary>A bare version is exact there, as <c>==</c> is.</summary>
    private static bool IsExact(string? constraint) =>
        PythonRequirement.IsExact(constraint) || (constraint is not null && char.IsAsciiDigit(constraint[0]) && !constraint.AsSpan().ContainsAny(RangeSigns));
}
