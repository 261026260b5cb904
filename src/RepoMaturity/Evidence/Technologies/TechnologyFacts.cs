using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Technologies;

/// <summary>How firmly a technology stands in a repository: independent facts, not a scale.</summary>
internal enum Strength
{
    /// <summary>Named in a manifest.</summary>
    Declared,

    /// <summary>Has a configuration of its own.</summary>
    Configured,

    /// <summary>Imported by own code.</summary>
    Used,

    /// <summary>Executed by CI, a hosted app or an orchestrator.</summary>
    Run,

    /// <summary>Executed on change in CI so that a failure fails it.</summary>
    Enforced,

    /// <summary>Executed by a commit hook.</summary>
    Hooked,
}

/// <summary>One fact: a technology, how it stands there, for which capabilities, and the proof.</summary>
internal sealed record TechnologyFact(Technology Technology, Strength Strength, IReadOnlyList<string> Capabilities, IReadOnlyList<TrailStep> Trail)
{
    /// <summary>The execution behind Run, Enforced and Hooked.</summary>
    public Execution? Execution { get; init; }

    /// <summary>Why the execution cannot fail, or null.</summary>
    public string? CannotFail { get; init; }

    /// <summary>Where the fact is written.</summary>
    public Location Location => Trail[^1].Location;
}

/// <summary>The value of a technology's setting with its place.</summary>
/// <param name="Technology">Whose setting.</param>
/// <param name="Name">The setting's name.</param>
/// <param name="Value">Text as written; empty for a bare flag.</param>
/// <param name="IsOn">True when the value is what the signature asks.</param>
/// <param name="Trail">Where it is written.</param>
internal sealed record SettingFact(Technology Technology, string Name, string Value, bool IsOn, IReadOnlyList<TrailStep> Trail)
{
    /// <summary>The execution whose argument it is; null for a file's key.</summary>
    public Execution? Execution { get; init; }
}
