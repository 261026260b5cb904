using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Manifests;

/// <summary>The world in which a package's name means something.</summary>
internal enum Ecosystem
{
    PyPi,
    Conda,
    NuGet,
    Npm,
}

/// <summary>One package that a manifest or lock file names.</summary>
/// <param name="Ecosystem">Where the name is looked up.</param>
/// <param name="Name">Normalised: PEP 503 for PyPI, lower case for the others.</param>
/// <param name="Spec">What is written, without comments.</param>
/// <param name="Constraint">The version part as written; null when any version will do.</param>
/// <param name="IsPinned">True when only one version, commit or file fits.</param>
/// <param name="Group"><c>runtime</c>, <c>dev</c>, <c>test</c>, <c>docs</c>, <c>build</c>, or the extra's or group's own name.</param>
/// <param name="Location">The line that names it.</param>
internal sealed record Dependency(
    Ecosystem Ecosystem,
    string Name,
    string Spec,
    string? Constraint,
    bool IsPinned,
    string Group,
    Location Location)
{
    /// <summary>An environment marker, an MSBuild condition or null.</summary>
    public string? Marker { get; init; }

    /// <summary>A URL, git address or path that the package comes from instead of an index.</summary>
    public string? Source { get; init; }

    /// <summary>True when a hash of the content is given.</summary>
    public bool HasHash { get; init; }

    public override string ToString() => $"{Group} {Name} {Constraint}".TrimEnd();

    /// <summary>The name as lookups want it.</summary>
    public static string Normalise(Ecosystem ecosystem, string name) =>
        ecosystem == Ecosystem.PyPi ? PythonRequirement.NormaliseName(name) : name.Trim().ToLowerInvariant();
}

/// <summary>Usual names of groups; any spelling of them becomes one.</summary>
internal static class DependencyGroup
{
    public const string Runtime = "runtime";
    public const string Dev = "dev";
    public const string Test = "test";
    public const string Docs = "docs";
    public const string Build = "build";

    /// <summary>The usual name of a group or extra, or its own in lower case.</summary>
    public static string Of(string name)
    {
        string lower = name.Trim().ToLowerInvariant();
        return lower switch
        {
            "" or "default" or "main" or "prod" or "production" or "base" or "install" or "common" or "core" => Runtime,
            "dev" or "develop" or "development" or "devel" or "dev-dependencies" => Dev,
            "test" or "tests" or "testing" => Test,
            "doc" or "docs" or "documentation" => Docs,
            _ => lower,
        };
    }

    /// <summary>The group that a path's words name, <c>requirements/dev.txt</c> or <c>test-requirements.txt</c>; runtime when they name none.</summary>
    public static string OfPath(SnapshotFile file)
    {
        string folder = file.Directory[(file.Directory.LastIndexOf('/') + 1)..];
        foreach (string word in $"{file.Name} {folder}".Split([' ', '.', '-', '_']))
        {
            string group = Of(word);
            if (group is Dev or Test or Docs)
            {
                return group;
            }
        }

        return Runtime;
    }
}
