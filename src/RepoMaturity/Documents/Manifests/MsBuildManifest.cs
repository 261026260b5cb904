using System.Xml;
using System.Xml.Linq;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary>NuGet's manifests: package items of MSBuild files, <c>packages.config</c>, lock files and local tools.</summary>
internal static class MsBuildManifest
{
    private const int MaxDepth = 64;

    /// <summary>Reads XML without a DTD or outside references; null when it is broken or too deep.</summary>
    public static XDocument? LoadXml(byte[] bytes, out ParseProblem? problem)
    {
        problem = null;
        XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = DocumentSet.MaxParsedBytes };
        try
        {
            using (XmlReader check = XmlReader.Create(new MemoryStream(bytes, writable: false), settings))
            {
                while (check.Read())
                {
                    if (check.Depth > MaxDepth)
                    {
                        problem = new ParseProblem($"XML deeper than {MaxDepth} levels", ((IXmlLineInfo)check).LineNumber);
                        return null;
                    }
                }
            }

            using XmlReader reader = XmlReader.Create(new MemoryStream(bytes, writable: false), settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            problem = new ParseProblem("invalid XML: " + e.Message, e.LineNumber);
            return null;
        }
    }

    /// <summary>Packages of a project or of properties that projects import.</summary>
    /// <param name="file">The file.</param>
    /// <param name="document">Its XML.</param>
    /// <param name="central">The nearest <c>Directory.Packages.props</c>, or null.</param>
    /// <param name="properties">Value of an MSBuild property that is set elsewhere, or null.</param>
    public static DependencyManifest? Read(SnapshotFile file, XDocument document, XDocument? central, Func<string, string?> properties)
    {
        bool isCentral = IsCentral(file);
        ManifestBuilder manifest = new(file, isCentral ? ManifestKind.Constraints : ManifestKind.Manifest);
        Dictionary<string, string> versions = VersionsOf(central);
        foreach (XElement item in Items(document))
        {
            bool isVersion = item.Name.LocalName == "PackageVersion";
            bool isReference = item.Name.LocalName is "PackageReference" or "GlobalPackageReference" or "DotNetCliToolReference";
            if (!(isReference || (isVersion && isCentral)) || Value(item, "Include") is not { } names)
            {
                continue;
            }

            bool isPrivate = item.Name.LocalName == "GlobalPackageReference" || string.Equals(Value(item, "PrivateAssets"), "all", StringComparison.OrdinalIgnoreCase);
            foreach (string name in names.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                string? version = Value(item, "VersionOverride") ?? Value(item, "Version") ?? versions.GetValueOrDefault(name);
                manifest.Add(Package(manifest, name, version is null ? null : Expand(version, document, central, properties), isPrivate ? DependencyGroup.Dev : DependencyGroup.Runtime, item)
                    with
                { Marker = (string?)item.Attribute("Condition") ?? (string?)item.Parent?.Attribute("Condition") });
            }
        }

        manifest.Package = IsProject(file) ? PackageOf(file, document) : null;
        return manifest.IsEmpty ? null : manifest.Build();
    }

    public static DependencyManifest ReadPackagesConfig(SnapshotFile file, XDocument document)
    {
        ManifestBuilder manifest = new(file);
        foreach (XElement item in document.Root?.Elements() ?? [])
        {
            if (item.Name.LocalName == "package" && (string?)item.Attribute("id") is { } name)
            {
                bool isDev = (string?)item.Attribute("developmentDependency") == "true";
                manifest.Add(Package(manifest, name, (string?)item.Attribute("version"), isDev ? DependencyGroup.Dev : DependencyGroup.Runtime, item));
            }
        }

        return manifest.Build();
    }

    public static DependencyManifest ReadLock(SnapshotFile file, DataNode root)
    {
        ManifestBuilder manifest = new(file, ManifestKind.Lock);
        foreach (DataEntry entry in (root["dependencies"]?.Entries ?? []).SelectMany(framework => framework.Value.Entries))
        {
            if (entry.Value.TextOf("resolved") is { } version)
            {
                manifest.Add(new Dependency(Ecosystem.NuGet, entry.Key.ToLowerInvariant(), $"{entry.Key} {version}", version, IsPinned: true, DependencyGroup.Runtime, manifest.At(entry.Line, entry.Column))
                {
                    HasHash = entry.Value["contentHash"] is not null,
                });
            }
        }

        return manifest.Build();
    }

    public static DependencyManifest ReadTools(SnapshotFile file, DataNode root)
    {
        ManifestBuilder manifest = new(file);
        foreach (DataEntry entry in root["tools"]?.Entries ?? [])
        {
            string? version = entry.Value.TextOf("version");
            manifest.Add(new Dependency(Ecosystem.NuGet, entry.Key.ToLowerInvariant(), $"{entry.Key} {version}".TrimEnd(), version, version is not null, DependencyGroup.Dev, manifest.At(entry.Line, entry.Column)));
        }

        return manifest.Build();
    }

    /// <summary>Properties that a file sets for certain and once: those with a condition are left out, except <c>'$(X)' == ''</c>.</summary>
    public static IEnumerable<(string Name, string Value)> PropertiesOf(XDocument document) =>
        from element in document.Root?.Descendants() ?? []
        let parent = element.Parent
        where parent?.Name.LocalName == "PropertyGroup" && !element.HasElements
        let condition = (string?)element.Attribute("Condition") ?? (string?)parent.Attribute("Condition")
        where condition is null || condition.EndsWith("''", StringComparison.Ordinal)
        select (element.Name.LocalName, element.Value.Trim());

    public static bool IsProject(SnapshotFile file) => file.Extension is ".csproj" or ".fsproj" or ".vbproj" or ".nupkgproj";

    public static bool IsCentral(SnapshotFile file) => file.Name.Equals("Directory.Packages.props", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<XElement> Items(XDocument document) =>
        document.Root?.Descendants().Where(e => e.Parent?.Name.LocalName == "ItemGroup") ?? [];

    /// <summary>Metadata as an attribute or as an element.</summary>
    private static string? Value(XElement item, string name) =>
        ((string?)item.Attribute(name) ?? item.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value)?.Trim() is { Length: > 0 } text ? text : null;

    private static Dictionary<string, string> VersionsOf(XDocument? central)
    {
        Dictionary<string, string> versions = new(StringComparer.OrdinalIgnoreCase);
        foreach (XElement item in central is null ? [] : Items(central))
        {
            if (item.Name.LocalName == "PackageVersion" && (Value(item, "Include") ?? Value(item, "Update")) is { } name && Value(item, "Version") is { } version)
            {
                versions[name] = version;
            }
        }

        return versions;
    }

    /// <summary>Replaces a version that is one property by its value; what is not known stays as written.</summary>
    private static string Expand(string version, XDocument document, XDocument? central, Func<string, string?> properties)
    {
        for (int i = 0; i < 8 && version.StartsWith("$(", StringComparison.Ordinal) && version.EndsWith(')'); i++)
        {
            string name = version[2..^1];
            string? value = PropertiesOf(document).Concat(central is null ? [] : PropertiesOf(central))
                .Where(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(p => p.Value).LastOrDefault() ?? properties(name);
            if (value is null or "")
            {
                break;
            }

            version = value;
        }

        return version;
    }

    private static Dependency Package(ManifestBuilder manifest, string name, string? version, string group, XElement at)
    {
        IXmlLineInfo place = at;
        return new Dependency(
            Ecosystem.NuGet,
            name.ToLowerInvariant(),
            $"{name} {version}".TrimEnd(),
            version,
            IsExact(version),
            group,
            // The reader points behind the bracket.
            manifest.At(place.LineNumber, Math.Max(1, place.LinePosition - 1)));
    }

    /// <summary>One version: NuGet takes the lowest that fits, so only stars and open ranges float. A property of unknown value is taken for one.</summary>
    private static bool IsExact(string? version) => version switch
    {
        null or "" => false,
        _ when version.Contains('*', StringComparison.Ordinal) => false,
        ['[', .., ']'] => !version.Contains(',', StringComparison.Ordinal),
        _ => version[0] is not ('[' or '('),
    };

    private static PackageMetadata PackageOf(SnapshotFile file, XDocument document)
    {
        Dictionary<string, string> own = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in PropertiesOf(document))
        {
            own[name] = value;
        }

        bool Is(string name) => string.Equals(own.GetValueOrDefault(name), "true", StringComparison.OrdinalIgnoreCase);
        bool isDenied = string.Equals(own.GetValueOrDefault("IsPackable"), "false", StringComparison.OrdinalIgnoreCase);
        string packageName = own.GetValueOrDefault("PackageId") ?? own.GetValueOrDefault("AssemblyName") ?? file.Name[..^file.Extension.Length];
        return new PackageMetadata
        {
            Name = packageName,
            Version = own.GetValueOrDefault("Version") ?? own.GetValueOrDefault("VersionPrefix"),
            IsDistributable = !isDenied && (file.Extension == ".nupkgproj" || Is("IsPackable") || Is("PackAsTool") || Is("GeneratePackageOnBuild") || own.ContainsKey("PackageId")),
            License = own.GetValueOrDefault("PackageLicenseExpression") ?? own.GetValueOrDefault("PackageLicenseFile"),
            Requires = own.GetValueOrDefault("TargetFrameworks") ?? own.GetValueOrDefault("TargetFramework") ?? own.GetValueOrDefault("TargetFrameworkVersion"),
            Scripts = own.GetValueOrDefault("ToolCommandName") is { } command ? [KeyValuePair.Create(command, packageName)] : [],
            Location = new Location(file.Path, 1),
        };
    }
}
