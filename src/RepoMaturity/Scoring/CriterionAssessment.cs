using RepoMaturity.Rules;

namespace RepoMaturity.Scoring;

/// <summary>What is known of a criterion.</summary>
public enum CriterionState
{
    /// <summary>It does not hold.</summary>
    Fails,

    /// <summary>It cannot be seen from the repository, and the team states nothing.</summary>
    Open,

    /// <summary>It holds by the team's statement.</summary>
    Attested,

    /// <summary>It holds, proven by the repository.</summary>
    Holds,

    /// <summary>It does not concern this repository.</summary>
    NotApplicable,

    /// <summary>Nothing decides it.</summary>
    Context,
}

/// <summary>One thing that decides a criterion.</summary>
/// <param name="State">What it says.</param>
/// <param name="Text">For people.</param>
/// <param name="Findings">What proves it, or what stands against it; empty for measurements, levels and attestations.</param>
/// <param name="Attestation">The key of the statement that answers or would answer; null when none does.</param>
public sealed record CriterionReason(CriterionState State, string Text, IReadOnlyList<Finding> Findings, string? Attestation = null);

/// <summary>A criterion of the guide, judged.</summary>
/// <param name="Criterion">Which.</param>
/// <param name="State">What is known.</param>
/// <param name="Reasons">What decided it.</param>
public sealed record CriterionAssessment(Criterion Criterion, CriterionState State, IReadOnlyList<CriterionReason> Reasons)
{
    /// <summary>True for a strength that holds or a weakness that does not.</summary>
    public bool IsGood => Criterion.IsWeakness ? State == CriterionState.Fails : State is CriterionState.Holds or CriterionState.Attested;
}
