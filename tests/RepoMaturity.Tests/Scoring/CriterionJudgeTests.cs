using RepoMaturity.Policy;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;

namespace RepoMaturity.Tests.Scoring;

/// <summary>Criteria, answers, roadmap and attestations over a guide of two practices.</summary>
public class CriterionJudgeTests
{
    private const string Component = """
        id: 2
        name: MLOps
        compare: own
        levels: {2: {threshold: 0.5}, 3: {threshold: 0.5}, 4: {threshold: 0.5}, 5: {threshold: 0.5}}
        practices:
          2.01: {name: Version control}
          2.02: {name: Deployment}
        """;

    private const string Attestations = """
        life: 90
        attestations:
          models: {name: Models, asks: "How many.", unit: count, better: more, min: 0}
          incidents: {name: Incidents, asks: "Share.", unit: share, better: less, min: 0, max: 1}
          approved: {name: Approved, asks: "Whether.", unit: yes-no}
        """;

    private const string Sections = """
        dimension: Operations
        fits: 0.5
        questions: {Q1: {name: One, asks: "How good?"}}
        indicators: {KI.strong: Strong}
        failure-modes: {FM.stuck: {name: Stuck, asks: "No way out."}}
        stages: {R12: {name: Start, from: 1, months: 1, groups: {code: Code}}}
        """;

    private const string Criteria = """
        Q1.L1: {asks: "Level 1: nothing", practice: "2.02", weakness: true}
        Q1.L1.1: {asks: "No deployment", practice: "2.02", weakness: true}
        Q1.L2: {asks: "Level 2: deployed", practice: "2.02"}
        Q1.L2.1: {asks: "Versioned", practice: "2.01"}
        Q1.L2.2: {asks: "One model", attest: {models: 1}}
        Q1.L3: {asks: "Level 3: approved", practice: "2.02", level: 3, attest: approved}
        Q1.L3.1: {asks: "Few incidents", attest: {incidents: 0.05}}
        Q1.L4: {asks: "Level 4: much", practice: "2.01", level: 4}
        Q1.L4.1: {asks: "Much", practice: "2.01", level: 4}
        Q1.L5: {asks: "Level 5: all", components: {2: 5}}
        Q1.L5.1: {asks: "All", components: {2: 5}}
        Q1.guidance.1: {asks: "How many models", attest: models}
        KI.strong.1: {asks: "Strong", components: {2: 3}}
        FM.stuck.1: {asks: "No deployment", practice: "2.02", weakness: true}
        FM.stuck.2: {asks: "Sad", context: "an effect on the business"}
        R12.code.1: {asks: "Version it", practice: "2.01"}
        R12.code.2: {asks: "Deploy it", practice: "2.02"}
        R12.success.1: {asks: "Scores above 1.5", measure: {dimension-score: 1.5}}
        X.1: {asks: "Coverage", measure: test-coverage, practice: "2.02"}
        """;

    private const string Views = """
        scores: {s: {name: S, sections: {A: [{asks: "a", manual: RM20101, automated: RM20102}, {asks: "b"}], B: [{asks: "c", automated: RM20201}]}}}
        levels: {l: {name: L, levels: [{level: 0, name: none}, {level: 1, name: one, rules: [RM20101]}, {level: 2, name: two, rules: [RM20201, RM20202]}]}}
        """;

    private static readonly RuleCatalog Catalog = RuleCatalog.Load(
        new[]
        {
            ("guide/component-2.yml", Component), ("guide/attestations.yml", Attestations), ("guide/sections.yml", Sections), ("guide/criteria.yml", Criteria), ("guide/views.yml", Views),
            Rule("RM20101", 2), Rule("RM20102", 4), Rule("RM20201", 2), Rule("RM20202", 3, "attest: approved"),
        });

    private static readonly DateOnly Today = new(2026, 6, 1);

    [Theory]
    [InlineData(ResultKind.Pass, CriterionState.Holds, CriterionState.Fails)]
    [InlineData(ResultKind.Fail, CriterionState.Fails, CriterionState.Holds)]
    [InlineData(ResultKind.Open, CriterionState.Open, CriterionState.Open)]
    [InlineData(ResultKind.NotApplicable, CriterionState.NotApplicable, CriterionState.NotApplicable)]
    public void A_strength_follows_its_rung_and_a_weakness_is_its_opposite(ResultKind kind, CriterionState strength, CriterionState weakness)
    {
        Assessment assessment = Assess(("RM20201", kind), ("RM20202", kind));
        Assert.Equal(strength, Judge(assessment, "R12.code.2").State);
        Assert.Equal(weakness, Judge(assessment, "FM.stuck.1").State);
    }

    [Theory]
    [InlineData(0.04, CriterionState.Attested)]
    [InlineData(0.05, CriterionState.Fails)]
    [InlineData(null, CriterionState.Open)]
    public void A_figure_is_a_bound_that_the_statement_must_reach(double? stated, CriterionState state) =>
        Assert.Equal(state, Judge(Assess() with { Attestations = stated is { } value ? [State("incidents", value)] : [] }, "Q1.L3.1").State);

    [Fact]
    public void A_value_answers_and_the_ladder_does_where_there_is_none()
    {
        Assessment assessment = Assess(("RM20201", ResultKind.Fail));
        Assert.Equal(CriterionState.Fails, Judge(assessment, "X.1").State);
        Measurement coverage = new("test-coverage", "Coverage", 0.1, "share", "10 %", "c.xml");
        Assert.Equal(CriterionState.Holds, Judge(assessment with { Measurements = [coverage] }, "X.1").State);
    }

    [Fact]
    public void A_statement_answers_what_is_open_and_never_a_fail()
    {
        RepositoryConfiguration configuration = new() { Attestations = new Dictionary<string, Attestation> { ["approved"] = State("approved", 1) } };
        Assessment open = Assess(configuration, ("RM20201", ResultKind.Pass), ("RM20202", ResultKind.Open));
        Assert.Equal(CriterionState.Attested, Judge(open, "Q1.L3").State);
        Assert.True(open.Dimension.Attested > open.Dimension.Verified);
        Assessment failed = Assess(configuration, ("RM20201", ResultKind.Pass), ("RM20202", ResultKind.Fail));
        Assert.Equal(CriterionState.Fails, Judge(failed, "Q1.L3").State);
        Assert.Equal(failed.Dimension.Verified, failed.Dimension.Attested);
    }

    [Fact]
    public void A_question_has_the_level_whose_response_fits()
    {
        Assessment assessment = Assess(("RM20101", ResultKind.Pass), ("RM20102", ResultKind.Fail), ("RM20201", ResultKind.Pass), ("RM20202", ResultKind.Open));
        QuestionAnswer answer = Answer(assessment);
        Assert.Equal((2, 2, 3), (answer.Level, answer.Attested, answer.Possible));
        Assert.Equal("Level 2: deployed", answer.Response);
        Assert.Equal(["Q1.L2.1"], answer.Evidence.Select(e => e.Criterion.Id));
        Assert.Equal(["Q1.L3.1"], answer.Missing.Select(e => e.Criterion.Id));
        Attestation[] stated = [State("approved", 1), State("incidents", 0.01)];
        Assert.Equal(3, Answer(assessment with { Attestations = stated }).Attested);
    }

    [Fact]
    public void A_failure_mode_is_recognised_by_all_its_signs()
    {
        Assert.Equal(CriterionState.Holds, Answers(Assess(("RM20201", ResultKind.Fail))).FailureModes.Single().State);
        Assert.Equal(CriterionState.Fails, Answers(Assess(("RM20201", ResultKind.Pass))).FailureModes.Single().State);
    }

    [Fact]
    public void The_roadmap_puts_first_what_gains_and_last_what_is_done()
    {
        Assessment assessment = Assess(("RM20101", ResultKind.Pass), ("RM20201", ResultKind.Fail));
        Roadmap roadmap = Roadmap.Of(assessment, Catalog, Answers(assessment), Roadmap.StageOf(assessment, Catalog));
        Assert.Equal([("R12.code.2", CriterionState.Fails), ("R12.code.1", CriterionState.Holds)], roadmap.Items.Select(i => (i.Assessment.Criterion.Id, i.Assessment.State)));
        Assert.Equal((2, 0), (roadmap.Items[0].Effort, roadmap.Items[1].Effort));
        Assessment nothing = Assess(("RM20101", ResultKind.Fail), ("RM20201", ResultKind.Fail));
        Assert.All(Roadmap.Of(nothing, Catalog, Answers(nothing), Roadmap.StageOf(nothing, Catalog)).Items, i => Assert.Equal(1, i.Gain));
    }

    [Fact]
    public void An_attestation_gains_what_its_rules_leave_open()
    {
        Assessment assessment = Assess(("RM20101", ResultKind.Pass), ("RM20201", ResultKind.Pass), ("RM20202", ResultKind.Open));
        AttestationGain first = AttestationGain.Of(assessment, Catalog)[0];
        Assert.Equal("approved", first.Kind.Key);
        Assert.Equal(1, first.Gain, 2);
    }

    [Fact]
    public void A_score_is_its_least_section_and_a_level_needs_all_below()
    {
        ViewAnswers views = Answers(Assess(("RM20101", ResultKind.Pass), ("RM20102", ResultKind.Fail), ("RM20201", ResultKind.Pass), ("RM20202", ResultKind.Open))).Views;
        Assert.Equal(0.5, views.Scores.Single().Score);
        Assert.Equal((1, "one"), (views.Levels.Single().Level, views.Levels.Single().Name));
        Assert.Equal(["RM20202"], views.Levels.Single().Missing.Select(f => f.Rule.Id));
        Assert.Equal(0, Answers(Assess(("RM20101", ResultKind.Fail), ("RM20201", ResultKind.Pass))).Views.Levels.Single().Level);
    }

    [Fact]
    public void A_group_sums_counts_takes_the_worst_of_the_rest_and_levels_by_weakest_and_median()
    {
        Assessment good = Assess(("RM20101", ResultKind.Pass), ("RM20201", ResultKind.Pass)) with { Repository = "good", Attestations = [State("models", 2), State("incidents", 0.01)] };
        Assessment bad = Assess(("RM20101", ResultKind.Fail), ("RM20201", ResultKind.Fail)) with { Repository = "bad", Attestations = [State("models", 3), State("incidents", 0.2)] };
        GroupAssessment group = GroupAssessment.Of([good, bad, good with { Repository = "also" }], Catalog);
        Assert.Equal([("incidents", 0.2), ("models", 7)], group.Attestations.Select(a => (a.Kind.Key, a.Value)));
        (_, GroupLevel verified, _) = Assert.Single(group.Questions);
        Assert.Equal((1, 2, "bad"), (verified.Weakest, verified.Median, verified.WeakestRepository));
        Assert.Equal(["bad"], group.Blockers[0].Repositories);
    }

    private static QuestionAnswer Answer(Assessment assessment) => Answers(assessment).Questions.Single();

    private static GuideAnswers Answers(Assessment assessment) => GuideAnswers.Of(assessment, Catalog);

    private static CriterionAssessment Judge(Assessment assessment, string id) => new CriterionJudge(assessment, Catalog).Judge(Catalog.Criteria.Single(c => c.Id == id));

    private static Attestation State(string key, double value) => new(Catalog.Attestations.Single(a => a.Key == key), value, "https://example.org", "ann", Today, default);

    private static Assessment Assess(params (string Rule, ResultKind Kind)[] verdicts) => Assess(RepositoryConfiguration.Empty, verdicts);

    private static Assessment Assess(RepositoryConfiguration configuration, params (string Rule, ResultKind Kind)[] verdicts)
    {
        Finding[] findings = [.. verdicts.Select(v => new Finding
        {
            Rule = Catalog.Find(v.Rule)!,
            Kind = v.Kind,
            Severity = Severity.None,
            Message = v.Rule,
            Location = default,
        })];
        PolicyResult judged = PolicyFilter.Apply(configuration, findings, static _ => null);
        return new Assessment
        {
            Repository = "r",
            AsOf = Today,
            Projects = [new ProjectAssessment("", [], Assessor.Assess(Catalog, configuration, judged.Findings))],
            Findings = judged.Findings,
            Attestations = [.. configuration.Attestations.Values],
        };
    }

    private static (string Path, string Text) Rule(string id, int level, string more = "") => ($"c2/x/{id}.yml", $$"""
        id: {{id}}
        title: T
        practice: "2.{{id[3..5]}}"
        level: {{level}}
        {{more}}
        query: {file: "a"}
        message: m
        rationale: r
        remedy: r
        examples:
          - name: a
            expect: pass
            files: {a: ""}
          - name: b
            expect: fail
            files: {b: ""}
        """);
}
