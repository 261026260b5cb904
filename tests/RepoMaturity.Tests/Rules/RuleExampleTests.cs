using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;

namespace RepoMaturity.Tests.Rules;

/// <summary>The examples in the rules' YAML are the tests of the rules.</summary>
public class RuleExampleTests
{
    private static readonly RuleCatalog Catalog = BuiltInRules.LoadWithExamples();

    public static TheoryData<string, string> Examples()
    {
        TheoryData<string, string> data = [];
        foreach (RuleDescriptor rule in Catalog.Rules)
        {
            foreach (RuleExample example in rule.Examples)
            {
                data.Add(rule.Id, example.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_gives_its_verdict(string ruleId, string name)
    {
        RuleDescriptor rule = Catalog.Find(ruleId)!;
        RuleExample example = rule.Examples.Single(e => e.Name == name);
        using RepositorySnapshot snapshot = example.ToSnapshot();
        Assessment assessment = RepositoryScanner.Scan(snapshot, Catalog.Only([rule]), new ScanOptions { AsOf = new DateOnly(2026, 1, 1) }, TestContext.Current.CancellationToken);
        Finding[] findings = [.. assessment.Findings.Where(f => f.Rule.Id == ruleId)];
        string story = string.Join('\n', findings.Select(f => $"{f.Kind} {f.Location} {f.Message}\n  {string.Join("\n  ", f.Trail)}"));
        ResultKind kind = RuleVerdict.Fold(findings.GroupBy(f => f.Rule).Single()).Kind;
        Assert.True(example.Expect == kind, $"expected {example.Expect}, got:\n{story}");
        if (example.At.Count > 0)
        {
            string[] places = [.. findings.Where(f => f.Kind == example.Expect).Select((f, i) => i < example.At.Count && !example.At[i].Contains(':', StringComparison.Ordinal) ? f.Location.Path : f.Location.ToString())];
            Assert.True(example.At.SequenceEqual(places), $"expected at {string.Join(", ", example.At)}, got:\n{story}");
        }
    }

    [Fact]
    public void Every_capability_that_a_rule_asks_for_is_given_by_a_technology()
    {
        HashSet<string> given = [.. Catalog.Technologies.SelectMany(t => t.Capabilities.Concat(t.Checks.Select(c => c.Capability)))];
        string[] asked = [.. Catalog.Rules.SelectMany(r => r.QueryText.Split('\n')).Select(l => l.Trim().TrimStart('-', ' ', '{').Trim())
            .Where(l => l.StartsWith("capability:", StringComparison.Ordinal)).Select(l => l["capability:".Length..].Split(',', '}')[0].Trim())];
        Assert.NotEmpty(asked);
        Assert.DoesNotContain(asked, c => !given.Contains(c));
    }

    [Fact]
    public void Every_practice_and_required_rule_exists()
    {
        HashSet<string> practices = [.. Catalog.Components.SelectMany(c => c.Practices).Select(p => p.Id)];
        Assert.DoesNotContain(Catalog.Rules, r => r.Component > 0 && !practices.Contains(r.Practice));
        Assert.DoesNotContain(Catalog.Components.SelectMany(c => c.Levels).SelectMany(l => l.Required), id => Catalog.Find(id) is null);
    }

    [Fact]
    public void Every_analyzer_that_a_rule_names_exists() =>
        Assert.All(Catalog.Rules.Where(r => r.AnalyzerName is not null), r => Assert.NotNull(AnalyzerRegistry.Create(r.AnalyzerName!)));
}
