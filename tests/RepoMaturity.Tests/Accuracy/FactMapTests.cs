using RepoMaturity.Accuracy;
using RepoMaturity.Rules;
using RepoMaturity.Stores;

namespace RepoMaturity.Tests.Accuracy;

public class FactMapTests
{
    private static readonly RuleCatalog Catalog = BuiltInRules.Load();
    private static readonly string[] Labelled = ["tests", "share", "other"];

    [Theory]
    [InlineData("any: [RM50101, RM50102]", ResultKind.Fail, ResultKind.Pass, true)]
    [InlineData("any: [RM50101, RM50102]", ResultKind.Fail, ResultKind.Open, null)]
    [InlineData("any: [RM50101, RM50102]", ResultKind.Open, ResultKind.Pass, true)]
    [InlineData("any: [RM50101, RM50102]", ResultKind.Fail, ResultKind.NotApplicable, false)]
    [InlineData("all: [RM50101, RM50102]", ResultKind.Pass, ResultKind.Pass, true)]
    [InlineData("all: [RM50101, RM50102]", ResultKind.Pass, ResultKind.Open, null)]
    [InlineData("all: [RM50101, RM50102]", ResultKind.Fail, ResultKind.Open, false)]
    [InlineData("any: [RM50101], not: [RM50102]", ResultKind.Pass, ResultKind.Fail, true)]
    [InlineData("any: [RM50101], not: [RM50102]", ResultKind.Pass, ResultKind.Pass, false)]
    [InlineData("not: [RM50102]", ResultKind.Pass, ResultKind.NotApplicable, false)]
    [InlineData("any: [RM50101], open: false", ResultKind.Open, ResultKind.Pass, false)]
    [InlineData("any: [RM50101, RM50102], open: false", ResultKind.Open, ResultKind.Pass, true)]
    public void Rules_decide_a_fact_in_three_values(string decider, ResultKind first, ResultKind second, bool? expected)
    {
        FactMap map = FactMap.Load($"facts:\n  tests: {{{decider}}}\n", Catalog, Labelled);
        Assert.Equal(expected, Assert.Single(map.Deciders).Decide(r => r.Id == "RM50101" ? first : second));
    }

    [Theory]
    [InlineData("facts:\n  tests: {any: [RM59999]}", "facts.yml:2: there is no rule RM59999")]
    [InlineData("facts:\n  test: {any: [RM50101]}", "facts.yml:2: no repository has a label 'test'")]
    [InlineData("other-components: [nothing]", "facts.yml:1: no repository has a label 'nothing'")]
    [InlineData("facts:\n  share: {metric: annotated}", "facts.yml:2: there is no metric 'annotated'")]
    [InlineData("facts:\n  tests: {some: [RM50101]}", "facts.yml:2: 'some' is not known")]
    [InlineData("facts:\n  tests: {}", "facts.yml:2: tests is decided either by rules")]
    [InlineData("facts:\n  tests: {any: [RM50101], open: perhaps}", "facts.yml:2: 'open' must be true or false")]
    [InlineData("facts:\n  share: {metric: tests, tolerance: much}", "facts.yml:2: 'tolerance' must be a number")]
    public void What_is_wrong_is_named_with_its_line(string yaml, string message)
    {
        AccuracyException wrong = Assert.Throws<AccuracyException>(() => FactMap.Load(yaml, Catalog, Labelled));
        Assert.StartsWith(message, wrong.Message, StringComparison.Ordinal);
    }
}
