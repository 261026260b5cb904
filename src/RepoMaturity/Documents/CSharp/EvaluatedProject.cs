using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.CSharp;

/// <summary>A value of a property with the place that sets it.</summary>
/// <param name="Value">Known properties replaced, others as written.</param>
/// <param name="Location">The element that sets it.</param>
/// <param name="Condition">What it hangs on from outside the repository; null when it always holds.</param>
internal sealed record MsBuildValue(string Value, Location Location, string? Condition)
{
    public bool IsTrue => string.Equals(Value, "true", StringComparison.OrdinalIgnoreCase) || Value.Equals("enable", StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a property comes to.</summary>
/// <param name="Name">As first written; MSBuild ignores case.</param>
/// <param name="Always">The last value set without a condition.</param>
/// <param name="Conditional">Values set after it under a condition, in order.</param>
internal sealed record MsBuildProperty(string Name, MsBuildValue? Always, IReadOnlyList<MsBuildValue> Conditional)
{
    /// <summary>The value that holds: the unconditional one, else the last conditional one.</summary>
    public MsBuildValue Effective => Always ?? Conditional[^1];
}

/// <summary>An item of an evaluated project; wildcards are not expanded.</summary>
internal sealed record MsBuildItem(string Type, string Identity, Location Location, string? Condition)
{
    /// <summary>The first of a name holds.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    public string? this[string name] =>
        Metadata.FirstOrDefault(m => string.Equals(m.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>An import that the repository does not hold: of an SDK, a package or a path from outside.</summary>
internal sealed record MsBuildExternalImport(string Text, Location Location);

/// <summary>A NuGet package of a project.</summary>
/// <param name="Name">Id as written.</param>
/// <param name="Version">Version as written, possibly a central one; null when none is known.</param>
/// <param name="Location">The reference.</param>
/// <param name="VersionLocation">Where the version is written; default when none is.</param>
/// <param name="Condition">As in <see cref="MsBuildValue"/>.</param>
internal sealed record MsBuildPackage(string Name, string? Version, Location Location, Location VersionLocation, string? Condition);

/// <summary>A project with the properties and items that hold for it after its imports.</summary>
internal sealed class EvaluatedProject
{
    private static readonly string[] TestPackages =
    [
        "Microsoft.NET.Test.Sdk", "xunit", "xunit.v3", "NUnit", "NUnit3TestAdapter", "MSTest", "MSTest.TestFramework", "MSTest.TestAdapter",
        "TUnit", "xunit.runner.visualstudio", "xunit.v3.mtp-v1", "xunit.v3.mtp-v2", "xunit.v3.mtp-off", "Expecto",
    ];

    private static readonly string[] TestAssemblies =
        ["Microsoft.VisualStudio.QualityTools.UnitTestFramework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "nunit.framework", "xunit.core", "xunit"];

    // Analyzers whose ids do not say so.
    private static readonly string[] OddAnalyzers = ["AsyncFixer", "SecurityCodeScan", "Puma.Security.Rules", "codecracker", "ErrorProne.NET"];

    private readonly Dictionary<string, MsBuildProperty> _properties;
    private readonly ILookup<string, MsBuildItem> _items;

    public EvaluatedProject(
        MsBuildProject source,
        Dictionary<string, MsBuildProperty> properties,
        IReadOnlyList<MsBuildItem> items,
        IReadOnlyList<SnapshotFile> files,
        IReadOnlyList<MsBuildExternalImport> externalImports)
    {
        Source = source;
        _properties = properties;
        _items = items.ToLookup(i => i.Type, StringComparer.OrdinalIgnoreCase);
        Files = files;
        ExternalImports = externalImports;
        Packages = ReadPackages();
    }

    public MsBuildProject Source { get; }

    public SnapshotFile File => Source.File;

    /// <summary>Files of the repository that take part, in order of evaluation; the project itself is one.</summary>
    public IReadOnlyList<SnapshotFile> Files { get; }

    /// <summary>Imports that may set what is not seen here.</summary>
    public IReadOnlyList<MsBuildExternalImport> ExternalImports { get; }

    /// <summary>Packages referenced, with central versions and those of Directory.Build files.</summary>
    public IReadOnlyList<MsBuildPackage> Packages { get; }

    public MsBuildProperty? Property(string name) => _properties.GetValueOrDefault(name);

    /// <summary>The effective value of a property; null when unset or empty.</summary>
    public MsBuildValue? Value(string name) => Property(name)?.Effective is { Value.Length: > 0 } value ? value : null;

    public IEnumerable<MsBuildItem> Items(string type) => _items[type];

    /// <summary>The repository's path of a path in an item or property, which is relative to the project; null when it leaves the repository or is not known.</summary>
    public string? PathOf(string value) => MsBuildEvaluator.Resolve(File.Directory, value);

    /// <summary>Every framework that some condition may choose, in order: <c>net8.0</c>, <c>net472</c>.</summary>
    public IReadOnlyList<string> TargetFrameworks
    {
        get
        {
            IEnumerable<string> modern = AllValues("TargetFrameworks").Concat(AllValues("TargetFramework"))
                .SelectMany(v => v.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            IEnumerable<string> old = AllValues("TargetFrameworkVersion").Where(v => v.StartsWith('v')).Select(v => "net" + v[1..].Replace(".", "", StringComparison.Ordinal));
            string[] known = [.. modern.Where(v => !v.Contains('$')).Distinct(StringComparer.Ordinal)];
            return known.Length > 0 ? known : [.. old.Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>
    /// The proof that this project holds tests: the property, an SDK, a test framework; null when it is none. Names prove nothing.
    /// </summary>
    public Location? TestProof
    {
        get
        {
            if (Value("IsTestProject") is { } set)
            {
                return set.IsTrue ? set.Location : null;
            }

            if (Source.Sdks.Contains("MSTest.Sdk", StringComparer.OrdinalIgnoreCase))
            {
                return new Location(File.Path, 1);
            }

            Location proof = Packages.FirstOrDefault(p => TestPackages.Contains(p.Name, StringComparer.OrdinalIgnoreCase))?.Location
                ?? Items("Reference").FirstOrDefault(r => TestAssemblies.Contains(r.Identity.Split(',')[0].Trim(), StringComparer.OrdinalIgnoreCase))?.Location
                ?? default;
            return proof == default ? null : proof;
        }
    }

    public bool IsTest => TestProof is not null;

    /// <summary>Analyzers beyond the SDK's own: packages, projects and assemblies of the repository.</summary>
    public IReadOnlyList<MsBuildItem> Analyzers =>
    [
        .. Items("PackageReference").Concat(Items("GlobalPackageReference")).Where(p => IsAnalyzerPackage(p.Identity)),
        .. Items("ProjectReference").Where(p => string.Equals(p["OutputItemType"], "Analyzer", StringComparison.OrdinalIgnoreCase)),
        .. Items("Analyzer"),
    ];

    /// <summary>True for ids with a part that ends in Analyzer or Analyzers, as analyzers are named; the kits to test them are none.</summary>
    internal static bool IsAnalyzerPackage(string id)
    {
        string[] parts = id.Split('.');
        return !parts.Contains("Testing", StringComparer.OrdinalIgnoreCase)
            && (parts.Any(p => p.EndsWith("Analyzer", StringComparison.OrdinalIgnoreCase) || p.EndsWith("Analyzers", StringComparison.OrdinalIgnoreCase))
                || OddAnalyzers.Any(a => id.StartsWith(a, StringComparison.OrdinalIgnoreCase)));
    }

    public override string ToString() => File.Path;

    private IEnumerable<string> AllValues(string name) =>
        Property(name) is { } p ? p.Conditional.Prepend(p.Always).OfType<MsBuildValue>().Select(v => v.Value) : [];

    private List<MsBuildPackage> ReadPackages()
    {
        Dictionary<string, MsBuildItem> central = new(StringComparer.OrdinalIgnoreCase);
        foreach (MsBuildItem version in Items("PackageVersion"))
        {
            central[version.Identity] = version;
        }

        List<MsBuildPackage> packages = [];
        foreach (MsBuildItem item in Items("PackageReference").Concat(Items("GlobalPackageReference")))
        {
            MsBuildItem? source = (item["VersionOverride"] ?? item["Version"]) is not null ? item : central.GetValueOrDefault(item.Identity);
            string? version = item["VersionOverride"] ?? source?["Version"];
            packages.Add(new MsBuildPackage(item.Identity, version, item.Location, version is null ? default : source!.Location, item.Condition));
        }

        return packages;
    }
}
