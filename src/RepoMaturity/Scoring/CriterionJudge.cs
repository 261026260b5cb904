using RepoMaturity.Rules;

namespace RepoMaturity.Scoring;

/// <summary>Judges the guide's criteria by what an assessment found. Every reason shows its proof.</summary>
internal sealed class CriterionJudge
{
    private const string DimensionScore = "dimension-score";

    private readonly RuleCatalog _catalog;
    private readonly DimensionAssessment _dimension;
    private readonly Dictionary<string, PracticeAssessment> _practices;
    private readonly Dictionary<int, ComponentAssessment> _components;
    private readonly Dictionary<string, Measurement> _measurements;
    private readonly Dictionary<string, Attestation> _attestations;
    private readonly ILookup<(string Practice, string Criterion), RuleVerdict> _named;

    public CriterionJudge(Assessment assessment, RuleCatalog catalog)
    {
        _catalog = catalog;
        _dimension = assessment.Dimension;
        ComponentAssessment[] components = [.. assessment.Projects.SelectMany(p => p.Components)];
        _components = components.ToDictionary(c => c.Id);
        _practices = components.SelectMany(c => c.Practices).ToDictionary(p => p.Id, StringComparer.Ordinal);
        _measurements = assessment.Measurements.ToDictionary(m => m.Id, StringComparer.Ordinal);
        _attestations = assessment.Attestations.ToDictionary(a => a.Kind.Key, StringComparer.Ordinal);
        _named = assessment.Findings.GroupBy(f => f.Rule).Select(RuleVerdict.Fold)
            .SelectMany(v => v.Rule.Criteria.Select(c => (Criterion: c, Verdict: v)))
            .ToLookup(n => (n.Verdict.Rule.Practice, n.Criterion), n => n.Verdict);
    }

    /// <summary>Judges every criterion of the guide, in its order.</summary>
    public IReadOnlyList<CriterionAssessment> JudgeAll() => [.. _catalog.Criteria.Select(Judge)];

    /// <summary>Judges one.</summary>
    public CriterionAssessment Judge(Criterion criterion)
    {
        if (criterion.Context is { } why)
        {
            return new CriterionAssessment(criterion, CriterionState.Context, [new CriterionReason(CriterionState.Context, why, [])]);
        }

        List<CriterionReason> reasons = [.. criterion.Components.Select(Component), .. Measured(criterion)];

        // A value that answers by itself makes the ladder beside it needless.
        if (!(criterion.Measure is { Above: null } && reasons.Any(r => r.State == CriterionState.Holds)))
        {
            reasons.AddRange(criterion.Practices.Select(n => Practice(criterion.Id, n)));
        }

        reasons.AddRange(criterion.Attestations.Select(Demanded).OfType<CriterionReason>());
        CriterionState state = Answered(criterion, reasons, criterion.IsWeakness ? Weakness(reasons) : All(reasons));
        return new CriterionAssessment(criterion, state, reasons);
    }

    /// <summary>What everything together says: the worst of it.</summary>
    private static CriterionState All(List<CriterionReason> reasons)
    {
        CriterionState[] states = [.. reasons.Select(r => r.State).Where(s => s != CriterionState.NotApplicable)];
        return states.Length == 0 ? CriterionState.NotApplicable : states.Min();
    }

    /// <summary>A weakness holds while nothing of what overcomes it is there.</summary>
    private static CriterionState Weakness(List<CriterionReason> reasons)
    {
        CriterionState[] states = [.. reasons.Select(r => r.State).Where(s => s != CriterionState.NotApplicable)];
        return states.Length == 0 ? CriterionState.NotApplicable
            : states.Any(s => s is CriterionState.Holds or CriterionState.Attested) ? CriterionState.Fails
            : states.Contains(CriterionState.Open) ? CriterionState.Open
            : CriterionState.Holds;
    }

    /// <summary>A statement asked for without a figure answers what everything else leaves open.</summary>
    private CriterionState Answered(Criterion criterion, List<CriterionReason> reasons, CriterionState state)
    {
        bool byItself = reasons.Count == 0;
        foreach (AttestationNeed need in criterion.Attestations.Where(IsOptional))
        {
            if (_attestations.TryGetValue(need.Key, out Attestation? attestation))
            {
                CriterionState said = attestation.Meets(need) ? CriterionState.Attested : CriterionState.Fails;
                if (byItself || state == CriterionState.Open)
                {
                    reasons.Add(Reason(attestation, said));
                    return criterion.IsWeakness && said == CriterionState.Attested ? CriterionState.Fails : said;
                }
            }
            else if (byItself || state == CriterionState.Open)
            {
                reasons.Add(Missing(need));
                state = CriterionState.Open;
            }
        }

        return state;
    }

    private static bool IsOptional(AttestationNeed need) => need.Figure is null && !need.IsStatedEnough;

    private CriterionReason? Demanded(AttestationNeed need) =>
        IsOptional(need) ? null
        : _attestations.TryGetValue(need.Key, out Attestation? attestation) ? Reason(attestation, attestation.Meets(need) ? CriterionState.Attested : CriterionState.Fails)
        : Missing(need);

    private static CriterionReason Reason(Attestation attestation, CriterionState state) =>
        new(state, $"{attestation.Kind.Name}: {attestation.Kind.Text(attestation.Value)}, attested by {attestation.Owner} on {attestation.Date:yyyy-MM-dd} ({attestation.Source})", [], attestation.Kind.Key);

    private CriterionReason Missing(AttestationNeed need) =>
        new(CriterionState.Open, $"not stated: {_catalog.Attestations.FirstOrDefault(k => k.Key == need.Key)?.Name ?? need.Key}", [], need.Key);

    private CriterionReason Component(ComponentNeed need) => !_components.TryGetValue(need.Component, out ComponentAssessment? component)
        ? new CriterionReason(CriterionState.Open, $"component {need.Component} is not assessed", [])
        : !component.IsApplicable ? new CriterionReason(CriterionState.NotApplicable, $"{component.Name}: not applicable", [])
        : new CriterionReason(
            component.Level >= need.Level ? CriterionState.Holds : (int)component.Attested >= need.Level ? CriterionState.Attested : (int)component.Possible >= need.Level ? CriterionState.Open : CriterionState.Fails,
            $"{component.Name}: level {component.Level}",
            component.Level >= need.Level ? [] : [.. component.Blockers.Select(b => b.Finding)]);

    private IEnumerable<CriterionReason> Measured(Criterion criterion)
    {
        if (criterion.Measure is not { } measure)
        {
            yield break;
        }

        Measurement? found = measure.Metrics.Select(m => m == DimensionScore ? Dimension() : _measurements.GetValueOrDefault(m)).FirstOrDefault(m => m is not null);
        if (found is not null)
        {
            yield return new CriterionReason(measure.Above is { } above && found.Value <= above ? CriterionState.Fails : CriterionState.Holds, $"{found.Name}: {found.Text}", []);
        }
        else if (criterion.Practices.Count == 0 || measure.Above is not null)
        {
            yield return new CriterionReason(CriterionState.Open, $"not measured: {string.Join(" or ", measure.Metrics)}", []);
        }
    }

    // A mean over some of the components would not be the dimension's.
    private Measurement? Dimension() => _dimension.ComponentCount < _catalog.Components.Count
        ? null
        : new Measurement(DimensionScore, _catalog.Sections.Dimension, _dimension.Verified, "score", $"{_dimension.Verified:0.00}, the mean of its components", Measurement.OwnCode);

    /// <summary>Rules that name the criterion decide it, else the practice's rung.</summary>
    private CriterionReason Practice(string criterion, PracticeNeed need)
    {
        RuleVerdict[] named = [.. _named[(need.Practice, criterion)].Where(v => v.IsApplicable && v.Rule.MaturityLevel <= need.Level)];
        PracticeAssessment? practice = _practices.GetValueOrDefault(need.Practice);
        if (named.Any(v => !v.Rule.IsDefect))
        {
            CriterionState worst = named.Select(State).Min();
            RuleVerdict[] deciding = [.. named.Where(v => State(v) == worst)];
            return new CriterionReason(worst, deciding[0].Findings[0].Message, [.. deciding.Select(v => v.Findings.First(f => f.Kind == v.Kind))], worst == CriterionState.Open ? Key(deciding) : null);
        }

        return practice switch
        {
            null or { NotAssessed: "not assessed" } => new CriterionReason(CriterionState.Open, $"{need.Practice} is not assessed", []),
            { Level: null } => new CriterionReason(CriterionState.NotApplicable, $"{practice.Name}: not applicable", practice.Proof is { } why ? [why] : []),
            { Level: { } level } when level >= need.Level => new CriterionReason(CriterionState.Holds, $"{practice.Name}: level {level}", practice.Proof is { } proof ? [proof] : []),
            _ => Below(practice),
        };
    }

    private static CriterionReason Below(PracticeAssessment practice) => practice.Next is { } next
        ? new CriterionReason(
            next.Kind == ResultKind.Fail ? CriterionState.Fails : next.Attestation is null ? CriterionState.Open : CriterionState.Attested,
            $"{practice.Name}: {next.Message}",
            [next],
            next.Kind == ResultKind.Open ? next.Rule.Attestations.Select(a => a.Key).FirstOrDefault() : null)
        : new CriterionReason(CriterionState.NotApplicable, $"{practice.Name}: nothing applies above level {practice.Level}", practice.Proof is { } proof ? [proof] : []);

    private static CriterionState State(RuleVerdict verdict) => verdict switch
    {
        { Kind: ResultKind.Pass } => CriterionState.Holds,
        { Kind: ResultKind.Fail } => CriterionState.Fails,
        { IsAttested: true } => CriterionState.Attested,
        _ => CriterionState.Open,
    };

    private static string? Key(RuleVerdict[] verdicts) => verdicts.SelectMany(v => v.Rule.Attestations).Select(a => a.Key).FirstOrDefault();
}
