using CsCheck;
using RepoMaturity.Policy;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Scoring;

/// <summary>The laws of scoring, over random catalogues and verdicts.</summary>
public class ScoringLawTests
{
    private static readonly GuideComponent Cumulative = new(
        5,
        "Standards",
        IsCumulative: true,
        [new(2, 0.2, 0, []), new(3, 0.3, 0.1, ["RM50101"]), new(4, 0.5, 0.1, ["RM50202"]), new(5, 0.75, 0.3, [])],
        [.. Enumerable.Range(1, 4).Select(i => new Practice($"5.0{i}", $"practice {i}", 1))]);

    private static readonly GuideComponent Own = Cumulative with { IsCumulative = false };

    private static readonly Gen<(GuideComponent Component, RuleDescriptor[] Rules, ResultKind[] Kinds)> Cases =
        from component in Gen.Bool.Select(b => b ? Cumulative : Own)
        from shapes in Gen.Select(Gen.Int[1, 4], Gen.Int[2, 5], Gen.Bool, Gen.Double[0.2, 2]).Array[1, 24]
        from kinds in Gen.Enum<ResultKind>().Array[shapes.Length]
        select (component, shapes.Select((s, i) => Rule(s.Item1, i, s.Item2, s.Item3, s.Item4)).ToArray(), kinds);

    [Fact]
    public void A_verdict_that_gets_better_never_lowers_anything() =>
        Gen.Select(Cases, Gen.Int[0, 23], Gen.Bool).Sample((c, pick, toPass) =>
        {
            int i = pick % c.Rules.Length;
            ResultKind better = toPass ? ResultKind.Pass : ResultKind.Open;
            if (c.Kinds[i] is ResultKind.NotApplicable or ResultKind.Pass)
            {
                return;
            }

            ComponentAssessment before = Assess(c.Component, c.Rules, c.Kinds);
            ResultKind[] changed = [.. c.Kinds];
            changed[i] = better;
            ComponentAssessment after = Assess(c.Component, c.Rules, changed);
            Assert.True(after.Verified >= before.Verified - 1e-9, $"verified {before.Verified} → {after.Verified}");
            Assert.True(after.Possible >= before.Possible - 1e-9, $"possible {before.Possible} → {after.Possible}");
            Assert.True(after.Level >= before.Level);
        });

    [Fact]
    public void Scores_stay_in_their_bounds_and_agree_with_the_level() =>
        Cases.Sample(c =>
        {
            ComponentAssessment assessment = Assess(c.Component, c.Rules, c.Kinds);
            Assert.InRange(assessment.Verified, 1, 5);
            Assert.InRange(assessment.Possible, assessment.Verified, 5);
            Assert.Equal(assessment.Level, (int)assessment.Verified);
        });

    [Fact]
    public void A_rule_that_does_not_apply_moves_no_share() =>
        Cases.Sample(c =>
        {
            ComponentAssessment with = Assess(c.Component, c.Rules, c.Kinds);
            (RuleDescriptor Rule, ResultKind Kind)[] applicable = [.. c.Rules.Zip(c.Kinds).Where(p => p.Second != ResultKind.NotApplicable)];
            ComponentAssessment without = Assess(c.Component, [.. applicable.Select(p => p.Rule)], [.. applicable.Select(p => p.Kind)]);
            Assert.Equal(with.Verified, without.Verified);
            Assert.Equal(with.Possible, without.Possible);
        });

    [Fact]
    public void Order_changes_nothing() =>
        Gen.Select(Cases, Gen.Int).Sample((c, seed) =>
        {
            int[] order = [.. Enumerable.Range(0, c.Rules.Length)];
            new Random(seed).Shuffle(order);
            ComponentAssessment straight = Assess(c.Component, c.Rules, c.Kinds);
            ComponentAssessment shuffled = Assess(c.Component, [.. order.Select(i => c.Rules[i])], [.. order.Select(i => c.Kinds[i])]);
            Assert.Equal(straight.Verified, shuffled.Verified);
            Assert.Equal(straight.Blockers.Select(b => b.Finding.Rule.Id), shuffled.Blockers.Select(b => b.Finding.Rule.Id));
        });

    [Fact]
    public void Splitting_a_practice_into_many_small_rules_moves_nothing_else() =>
        Gen.Int[2, 10].Sample(parts =>
        {
            RuleDescriptor other = Rule(2, 90, 2, false, 1);
            double one = Assess(Own, [Rule(1, 0, 2, false, 1), other], [ResultKind.Fail, ResultKind.Pass]).Verified;
            RuleDescriptor[] many = [.. Enumerable.Range(0, parts).Select(i => Rule(1, i, 2, false, 1)), other];
            double split = Assess(Own, many, [.. Enumerable.Repeat(ResultKind.Fail, parts), ResultKind.Pass]).Verified;
            Assert.Equal(one, split);
        });

    [Fact]
    public void A_level_is_never_reached_vacuously()
    {
        ComponentAssessment assessment = Assess(Cumulative, [Rule(1, 1, 2, false, 1), Rule(1, 2, 4, false, 1)], [ResultKind.Pass, ResultKind.Pass]);
        Assert.Equal(2, assessment.Level);
    }

    [Fact]
    public void A_missing_required_rule_holds_the_level()
    {
        // RM50101 is required at level 3 and is the only thing that fails.
        RuleDescriptor[] rules = [Rule(1, 2, 2, false, 1), Rule(1, 1, 3, false, 1), Rule(2, 1, 3, false, 1), Rule(3, 1, 3, false, 1)];
        ComponentAssessment assessment = Assess(Cumulative, rules, [ResultKind.Pass, ResultKind.Fail, ResultKind.Pass, ResultKind.Pass]);
        Assert.Equal(2, assessment.Level);
        Assert.Equal(2.99, assessment.Verified, 6);
        Assert.Equal("RM50101", assessment.Blockers[0].Finding.Rule.Id);
        Assert.True(assessment.Blockers[0].IsRequired);
    }

    [Fact]
    public void A_passing_defect_earns_nothing_and_a_failing_one_costs()
    {
        RuleDescriptor[] rules = [Rule(1, 1, 2, false, 1), Rule(1, 2, 2, true, 1)];
        Assert.Equal(1, Coverage(rules, [ResultKind.Pass, ResultKind.Pass]));
        Assert.Equal(0.5, Coverage(rules, [ResultKind.Pass, ResultKind.Fail]));
        Assert.Equal(0, Coverage(rules, [ResultKind.Fail, ResultKind.Pass]));

        static double? Coverage(RuleDescriptor[] rules, ResultKind[] kinds) => Assess(Own, rules, kinds).Levels[0].Coverage;
    }

    private static ComponentAssessment Assess(GuideComponent component, IReadOnlyList<RuleDescriptor> rules, IReadOnlyList<ResultKind> kinds)
    {
        // An empty catalogue has no component to assess: a rule of its own keeps it there.
        RuleDescriptor anchor = Rule(4, 99, 5, true, 1);
        RuleCatalog catalog = new([.. rules, anchor], [], [component]);
        Finding[] findings =
        [
            .. rules.Zip(kinds).Select(p => new Finding
            {
                Rule = p.First,
                Kind = p.Second,
                Severity = Severity.None,
                Message = "",
                Location = new Location(""),
            }),
        ];
        return Assessor.Assess(catalog, RepositoryConfiguration.Empty, findings).Single();
    }

    private static RuleDescriptor Rule(int practice, int ordinal, int level, bool defect, double weight) => new()
    {
        Id = $"RM50{practice}{ordinal:00}",
        Title = "",
        Practice = $"5.0{practice}",
        MaturityLevel = level,
        IsDefect = defect,
        Weight = weight,
        DefaultSeverity = Severity.Note,
        Message = "",
        Rationale = "",
        Remedy = "",
    };
}
