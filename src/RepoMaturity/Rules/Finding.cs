using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules;

/// <summary>What a rule says, after SARIF's result kinds.</summary>
public enum ResultKind
{
    /// <summary>Proven to be there.</summary>
    Pass,

    /// <summary>Proven to be missing or wrong.</summary>
    Fail,

    /// <summary>Cannot be seen from the repository; counts neither as pass nor as fail.</summary>
    Open,

    /// <summary>Does not concern this repository, by a trait that has a trail of its own.</summary>
    NotApplicable,
}

/// <summary>How bad a failing finding is.</summary>
public enum Severity
{
    /// <summary>Not shown and no gate fails on it.</summary>
    None,

    /// <summary>A step up that is still to be made.</summary>
    Note,

    /// <summary>A missing standard or a defect worth mending.</summary>
    Warning,

    /// <summary>A defect that must be mended.</summary>
    Error,
}

/// <summary>One verdict of one rule with its proof.</summary>
public sealed record Finding
{
    /// <summary>The rule that speaks.</summary>
    public required RuleDescriptor Rule { get; init; }

    /// <summary>The verdict.</summary>
    public required ResultKind Kind { get; init; }

    /// <summary>Severity after policy; <see cref="Rules.Severity.None"/> for everything but <see cref="ResultKind.Fail"/>.</summary>
    public required Severity Severity { get; init; }

    /// <summary>One sentence for people; never holds a secret.</summary>
    public required string Message { get; init; }

    /// <summary>Where it is; the path is empty when the repository as a whole is meant.</summary>
    public required Location Location { get; init; }

    /// <summary>The chain that proves the verdict, outermost first; empty when there is nothing to show, as for an absence.</summary>
    public IReadOnlyList<TrailStep> Trail { get; init; } = [];

    /// <summary>The team's statement that answers an Open finding; it never counts as verified.</summary>
    public Attestation? Attestation { get; init; }

    /// <summary>Hexadecimal id that survives line moves: rule, path, normalised content and occurrence, hashed.</summary>
    public string Fingerprint { get; init; } = "";
}
