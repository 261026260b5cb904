using RepoMaturity.Policy;
using RepoMaturity.Rules;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Policy;

public class PolicyFilterTests
{
    private static readonly RuleDescriptor Ladder = Samples.Rule("RM50103");
    private static readonly RuleDescriptor Defect = Samples.Rule("RM51701", defect: true);
    private static readonly Location At = new("repo-maturity.yml", 3);

    [Fact]
    public void Nothing_decided_changes_nothing()
    {
        Finding[] findings = [Of(Ladder, ResultKind.Fail), Of(Defect, ResultKind.Pass)];
        PolicyResult result = PolicyFilter.Apply(RepositoryConfiguration.Empty, findings, static _ => null);
        Assert.Equal(findings, result.Findings);
        Assert.Empty(result.Effects);
    }

    [Theory]
    [InlineData(ResultKind.Pass)]
    [InlineData(ResultKind.Fail)]
    [InlineData(ResultKind.Open)]
    public void A_rule_that_is_switched_off_stays_visible_and_is_not_judged(ResultKind kind)
    {
        PolicyResult result = Apply(new() { Rules = Setting(Severity.None) }, Of(Ladder, kind), Of(Ladder, kind, "a.py"));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal((ResultKind.NotApplicable, Severity.None, "switched off: why"), (finding.Kind, finding.Severity, finding.Message));
        Assert.Equal(At, Assert.Single(finding.Trail).Location);
        Assert.Equal(new PolicyEffect("RM50103", "switched off", "why", At), Assert.Single(result.Effects));
    }

    [Fact]
    public void Severity_changes_fails_only()
    {
        PolicyResult result = Apply(new() { Rules = Setting(Severity.Error) }, Of(Ladder, ResultKind.Fail), Of(Ladder, ResultKind.Open));
        Assert.Equal([Severity.Error, Severity.None], result.Findings.Select(f => f.Severity));
        Assert.Equal("error instead of warning", Assert.Single(result.Effects).What);
    }

    [Fact]
    public void Defects_in_excluded_paths_are_left_out_and_counted()
    {
        PolicyResult result = Apply(
            new() { Exclude = [new("old/**", "legacy", At)] },
            Of(Defect, ResultKind.Fail, "old/a.py"),
            Of(Defect, ResultKind.Fail, "old/deep/b.py"),
            Of(Defect, ResultKind.Fail, "older/c.py"),
            Of(Ladder, ResultKind.Fail, "old/a.py"));
        Assert.Equal([("RM51701", "older/c.py"), ("RM50103", "old/a.py")], result.Findings.Select(f => (f.Rule.Id, f.Location.Path)));
        Assert.Equal(new PolicyEffect("old/**", "left out with 2 findings", "legacy", At), Assert.Single(result.Effects));
    }

    [Fact]
    public void A_defect_rule_without_a_place_left_is_no_pass()
    {
        Finding finding = Assert.Single(Apply(new() { Exclude = [new("old/**", "legacy", At)] }, Of(Defect, ResultKind.Fail, "old/a.py")).Findings);
        Assert.Equal((ResultKind.NotApplicable, "every place lies in excluded paths: legacy"), (finding.Kind, finding.Message));
    }

    [Fact]
    public void Every_decision_is_an_effect()
    {
        PolicyResult result = Apply(new()
        {
            Exclude = [new("unused/**", "old", At)],
            Traits = new Dictionary<string, bool> { ["template"] = false, ["library"] = true },
            Thresholds = new Dictionary<(int, int), double> { [(5, 3)] = 0.4 },
        });
        Assert.Equal(
            [("unused/**", "left out"), ("library", "set as trait"), ("template", "taken away as trait"), ("component 5, level 3", "threshold 0.4")],
            result.Effects.Select(e => (e.Subject, e.What)));
    }

    private static Dictionary<string, RuleSetting> Setting(Severity severity) => new() { ["RM50103"] = new(severity, "why", At) };

    private static PolicyResult Apply(RepositoryConfiguration configuration, params Finding[] findings) => PolicyFilter.Apply(configuration, findings, static _ => null);

    private static Finding Of(RuleDescriptor rule, ResultKind kind, string path = "") => new()
    {
        Rule = rule,
        Kind = kind,
        Severity = kind == ResultKind.Fail ? rule.DefaultSeverity : Severity.None,
        Message = "m",
        Location = new Location(path),
    };
}
