using RepoMaturity.Rules;

namespace RepoMaturity.Scoring;

/// <summary>The findings of one rule folded into one verdict: a Fail wins over Open, Open over Pass.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Kind">The folded kind.</param>
/// <param name="Findings">Its findings, at least one.</param>
internal sealed record RuleVerdict(RuleDescriptor Rule, ResultKind Kind, IReadOnlyList<Finding> Findings)
{
    public bool IsApplicable => Kind != ResultKind.NotApplicable;

    /// <summary>True when it is Open and the team's statement answers each of its open findings.</summary>
    public bool IsAttested => Kind == ResultKind.Open && Findings.All(f => f.Kind != ResultKind.Open || f.Attestation is not null);

    public bool IsMet(Reading reading) => Kind == ResultKind.Pass || (reading == Reading.Possible && Kind == ResultKind.Open) || (reading == Reading.Attested && IsAttested);

    public static RuleVerdict Fold(IGrouping<RuleDescriptor, Finding> findings)
    {
        Finding[] all = [.. findings];
        ResultKind kind = all.Any(f => f.Kind == ResultKind.Fail) ? ResultKind.Fail
            : all.Any(f => f.Kind == ResultKind.Open) ? ResultKind.Open
            : all.Any(f => f.Kind == ResultKind.Pass) ? ResultKind.Pass
            : ResultKind.NotApplicable;
        return new RuleVerdict(findings.Key, kind, all);
    }
}
