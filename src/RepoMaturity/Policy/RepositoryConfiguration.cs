using RepoMaturity.Rules;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Policy;

/// <summary>The parsed <c>repo-maturity.yml</c>: what a team decided about rules, paths, thresholds and traits, and what it states.</summary>
public sealed record RepositoryConfiguration
{
    /// <summary>Names under which the file is looked for, in order.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["repo-maturity.yml", "repo-maturity.yaml", ".github/repo-maturity.yml", ".github/repo-maturity.yaml"];

    /// <summary>Nothing decided.</summary>
    public static RepositoryConfiguration Empty { get; } = new();

    /// <summary>Severity of rules by id; <see cref="Severity.None"/> switches a rule off. Each has a reason.</summary>
    public IReadOnlyDictionary<string, RuleSetting> Rules { get; init; } = new Dictionary<string, RuleSetting>();

    /// <summary>Globs of paths that are left out, each with a reason.</summary>
    public IReadOnlyList<PathExclusion> Exclude { get; init; } = [];

    /// <summary>Traits set or unset by the team, by name.</summary>
    public IReadOnlyDictionary<string, bool> Traits { get; init; } = new Dictionary<string, bool>();

    /// <summary>What the team states that the repository cannot show, by key.</summary>
    public IReadOnlyDictionary<string, Attestation> Attestations { get; init; } = new Dictionary<string, Attestation>();

    /// <summary>Thresholds of components by component and level, replacing the catalogue's; in (0, 1].</summary>
    public IReadOnlyDictionary<(int Component, int Level), double> Thresholds { get; init; } = new Dictionary<(int, int), double>();
}

/// <summary>What a team decided about one rule.</summary>
/// <param name="Severity">Severity of its Fails; <see cref="Severity.None"/> switches it off.</param>
/// <param name="Reason">Why.</param>
/// <param name="Location">Where it is decided.</param>
public sealed record RuleSetting(Severity Severity, string Reason, Location Location = default);

/// <summary>A path left out.</summary>
/// <param name="Glob">Glob relative to the root; without a slash it is matched with file names anywhere, and the plain name of a folder stands for all below it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Location">Where it is decided.</param>
public sealed record PathExclusion(string Glob, string Reason, Location Location = default);

/// <summary>A wrong configuration: names file, line and remedy.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception without a message.</summary>
    public ConfigurationException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public ConfigurationException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
