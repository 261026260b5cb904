using System.Buffers;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary>Conda's environment files, found by content, and conda-lock files.</summary>
internal static class CondaManifest
{
    private static readonly SearchValues<char> EndOfName = SearchValues.Create("=<>!~ [");

    /// <summary>The manifest, or null when the YAML is something else.</summary>
    public static DependencyManifest? Read(SnapshotFile file, DataNode root)
    {
        if (root["package"] is { IsSequence: true } packages && root["metadata"] is not null)
        {
            return ReadLock(file, packages);
        }

        DataNode? list = root["dependencies"];
        bool isEnvironment = list?.IsSequence == true
            && (root["channels"] is not null || root["name"] is not null || file.Name.Contains("env", StringComparison.OrdinalIgnoreCase) || file.Name.Contains("conda", StringComparison.OrdinalIgnoreCase))
            && list.Items.All(i => i.IsScalar || i["pip"] is not null);
        if (!isEnvironment)
        {
            return null;
        }

        ManifestBuilder manifest = new(file);
        string group = DependencyGroup.OfPath(file);
        foreach (DataNode item in list!.Items)
        {
            if (item.Text is { } spec)
            {
                Add(manifest, spec, group, item);
            }

            foreach (DataNode pip in item["pip"]?.OneOrMany() ?? [])
            {
                if (pip.Text?.Trim() is { Length: > 0 } line)
                {
                    RequirementsFile.AddLine(manifest, line, group, pip.Line);
                }
            }
        }

        return manifest.IsEmpty ? null : manifest.Build();
    }

    /// <summary>One match specification: <c>channel::name=version=build</c> or <c>name >=1,&lt;2</c>.</summary>
    private static void Add(ManifestBuilder manifest, string spec, string group, DataNode at)
    {
        string text = spec.Trim();
        int channel = text.LastIndexOf("::", StringComparison.Ordinal);
        string match = channel < 0 ? text : text[(channel + 2)..];
        int end = match.AsSpan().IndexOfAny(EndOfName);
        string name = end < 0 ? match : match[..end];
        string constraint = end < 0 ? "" : match[end..].Trim();
        if (name.Length > 0)
        {
            manifest.Add(new Dependency(
                Ecosystem.Conda,
                name.ToLowerInvariant(),
                text,
                constraint.Length == 0 ? null : constraint,
                IsExact(constraint),
                group,
                manifest.At(at.Line, at.Column)));
        }
    }

    /// <summary>In conda <c>=1.2</c> means any 1.2; it is exact with <c>==</c>, with a build, or with three parts.</summary>
    private static bool IsExact(string constraint)
    {
        if (!constraint.StartsWith('=') || constraint.AsSpan().IndexOfAny(",|*") >= 0)
        {
            return false;
        }

        ReadOnlySpan<char> version = constraint.AsSpan().TrimStart('=');
        return constraint.StartsWith("==", StringComparison.Ordinal) || version.Contains('=') || version.Count('.') >= 2;
    }

    /// <summary><c>pixi.lock</c>: each package is an address under <c>conda</c> or <c>pypi</c>; conda's file names are name, version, build.</summary>
    public static DependencyManifest ReadPixiLock(SnapshotFile file, DataNode root)
    {
        ManifestBuilder manifest = new(file, ManifestKind.Lock);
        foreach (DataNode package in root["packages"]?.Items ?? [])
        {
            Ecosystem ecosystem = package["pypi"] is null ? Ecosystem.Conda : Ecosystem.PyPi;
            string address = package.TextOf("conda") ?? package.TextOf("pypi") ?? "";
            string[] parts = address[(address.LastIndexOf('/') + 1)..].Split('-');
            string? name = package.TextOf("name") ?? (parts.Length > 2 ? string.Join('-', parts[..^2]) : null);
            string? version = package.TextOf("version") ?? (parts.Length > 2 ? parts[^2] : null);
            if (name is not null && address.Contains("://", StringComparison.Ordinal))
            {
                manifest.Add(new Dependency(ecosystem, Dependency.Normalise(ecosystem, name), $"{name} {version}", version, IsPinned: true, DependencyGroup.Runtime, manifest.At(package.Line, package.Column))
                {
                    HasHash = package["sha256"] is not null,
                });
            }
        }

        return manifest.Build();
    }

    private static DependencyManifest ReadLock(SnapshotFile file, DataNode packages)
    {
        ManifestBuilder manifest = new(file, ManifestKind.Lock);
        foreach (DataNode package in packages.Items)
        {
            if (package.TextOf("name") is { } name)
            {
                Ecosystem ecosystem = package.TextOf("manager") == "pip" ? Ecosystem.PyPi : Ecosystem.Conda;
                string? version = package.TextOf("version");
                manifest.Add(new Dependency(
                    ecosystem,
                    Dependency.Normalise(ecosystem, name),
                    $"{name} {version}".TrimEnd(),
                    version,
                    IsPinned: true,
                    DependencyGroup.Of(package.TextOf("category") ?? ""),
                    manifest.At(package.Line, package.Column))
                { HasHash = package["hash"] is not null });
            }
        }

        return manifest.Build();
    }
}
