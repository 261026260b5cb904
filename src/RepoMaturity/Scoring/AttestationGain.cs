using RepoMaturity.Rules;

namespace RepoMaturity.Scoring;

/// <summary>What a statement of the team would answer.</summary>
/// <param name="Kind">What can be stated.</param>
/// <param name="Stated">The statement that counts, or null.</param>
/// <param name="Gain">By how much the dimension's attested score would rise with a statement that meets what is asked.</param>
/// <param name="Criteria">How many criteria of the guide it answers.</param>
public sealed record AttestationGain(AttestationKind Kind, Attestation? Stated, double Gain, int Criteria)
{
    /// <summary>All that can be stated, the most telling first.</summary>
    public static IReadOnlyList<AttestationGain> Of(Assessment assessment, RuleCatalog catalog)
    {
        IReadOnlyDictionary<int, ComponentScorer> scorers = Assessor.Scorers(catalog, assessment);
        Dictionary<int, double> scores = scorers.ToDictionary(s => s.Key, s => s.Value.Score(Reading.Attested).Score);
        RuleVerdict[] open = [.. assessment.Findings.GroupBy(f => f.Rule).Select(RuleVerdict.Fold).Where(v => v.Kind == ResultKind.Open)];
        double Gain(string key)
        {
            RuleDescriptor[] rules = [.. open.Select(v => v.Rule).Where(r => r.Attestations.Any(a => a.Key == key))];
            HashSet<string> ids = [.. rules.Select(r => r.Id)];
            return rules.Select(r => r.Component).Distinct().Sum(c => scorers[c].WithPassing(ids).Score(Reading.Attested).Score - scores[c]) / Math.Max(scorers.Count, 1);
        }

        return
        [
            .. catalog.Attestations
                .Select(k => new AttestationGain(
                    k,
                    assessment.Attestations.FirstOrDefault(a => a.Kind.Key == k.Key),
                    Gain(k.Key),
                    catalog.Criteria.Count(c => c.Attestations.Any(a => a.Key == k.Key))))
                .OrderByDescending(g => g.Gain)
                .ThenByDescending(g => g.Criteria)
                .ThenBy(g => g.Kind.Key, StringComparer.Ordinal),
        ];
    }
}
