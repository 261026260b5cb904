using RepoMaturity.Evidence.Metrics;
using RepoMaturity.Reports;
using RepoMaturity.Rules;
using RepoMaturity.Stores;

namespace RepoMaturity.Tests.Rules;

/// <summary>The guide's criteria have no hole: each is decided by something that is there, or is context that may be.</summary>
public class GuideTests
{
    private static readonly RuleCatalog Catalog = BuiltInRules.Load();

    [Fact]
    public void Every_criterion_of_the_guide_is_there_in_its_order()
    {
        Assert.Equal(534, Catalog.Criteria.Count);
        Assert.Equal(534, Catalog.Criteria.Select(c => c.Id).Distinct().Count());
        string? spec = Specification();
        Assert.SkipWhen(spec is null, "the specification is not here: the criteria's ids were NOT compared with it");
        Assert.Equal(File.ReadLines(spec!).Skip(1).Select(l => l.Split('\t')[0]), Catalog.Criteria.Select(c => c.Id));
    }

    [Fact]
    public void Every_rung_that_a_criterion_asks_for_has_a_rule()
    {
        string[] holes =
        [
            .. from criterion in Catalog.Criteria
               from need in criterion.Practices
               where RulePage.RulesOf(criterion.Id, need, Catalog).Count == 0
               select $"{criterion.Id}: {need.Practice} rung {need.Level}",
        ];
        Assert.Empty(holes);
    }

    [Fact]
    public void Every_measure_component_and_attestation_that_a_criterion_names_exists()
    {
        HashSet<string> metrics = [.. MetricSet.Names, "dimension-score"];
        HashSet<string> keys = [.. Catalog.Attestations.Select(a => a.Key)];
        Assert.DoesNotContain(Catalog.Criteria.SelectMany(c => c.Measure?.Metrics ?? []), m => !metrics.Contains(m));
        Assert.DoesNotContain(Catalog.Criteria.SelectMany(c => c.Components), c => Catalog.Components.All(g => g.Id != c.Component));
        Assert.DoesNotContain(Catalog.Criteria.SelectMany(c => c.Attestations).Concat(Catalog.Rules.SelectMany(r => r.Attestations)), a => !keys.Contains(a.Key));
        Assert.DoesNotContain(keys, k => Catalog.Criteria.All(c => c.Attestations.All(a => a.Key != k)));
    }

    [Fact]
    public void Only_impacts_priorities_causes_and_advice_are_context()
    {
        string[] wrong =
        [
            .. Catalog.Criteria.Where(c => c.Context is not null)
                .Where(c => !(c.Group.EndsWith(".impact", StringComparison.Ordinal) || c.Group.EndsWith(".priority", StringComparison.Ordinal) || c.Group.EndsWith(".cause", StringComparison.Ordinal)
                    || c.Context!.StartsWith("advice to ", StringComparison.Ordinal)
                    || (c.Id.StartsWith("FM.", StringComparison.Ordinal) && c.Context.StartsWith("an effect on the business", StringComparison.Ordinal))))
                .Select(c => c.Id),
        ];
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_rule_names_criteria_that_the_guide_gives_to_its_component()
    {
        Dictionary<string, Criterion> criteria = Catalog.Criteria.ToDictionary(c => c.Id, StringComparer.Ordinal);
        string[] wrong =
        [
            .. from rule in Catalog.Rules
               from id in rule.Criteria
               where !criteria.TryGetValue(id, out Criterion? criterion)
                   || !(criterion.Practices.Any(p => p.Practice[0] - '0' == rule.Component) || criterion.Components.Any(c => c.Component == rule.Component) || criterion.Measure is not null)
               select $"{rule.Id} {id}",
        ];
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_question_stage_and_failure_mode_has_its_criteria()
    {
        HashSet<string> groups = [.. Catalog.Criteria.Select(c => c.Group)];
        HashSet<string> ids = [.. Catalog.Criteria.Select(c => c.Id)];
        GuideSections sections = Catalog.Sections;
        Assert.All(sections.Questions, q => Assert.All(Enumerable.Range(1, 5), l => Assert.Contains($"{q.Id}.L{l}", ids)));
        Assert.All(sections.Questions, q => Assert.Contains($"{q.Id}.guidance", groups));
        Assert.All(sections.Indicators, i => Assert.Contains(i.Id, groups));
        Assert.All(sections.FailureModes, m => Assert.Contains(m.Id, groups));
        Assert.All(sections.Stages, s => Assert.All(s.Groups.Select(g => g.Id).Append("success"), g => Assert.Contains($"{s.Id}.{g}", groups)));
        Assert.Equal([1, 2, 3, 4], sections.Stages.Select(s => s.From));
    }

    [Fact]
    public void Views_of_other_frameworks_name_rules_that_exist()
    {
        ScoreView score = Assert.Single(Catalog.Views.Scores);
        Assert.Equal([7, 7, 7, 7], score.Sections.Select(s => s.Tests.Count));
        Assert.Equal([[0, 1, 2, 3, 4], [0, 1, 2]], Catalog.Views.Levels.Select(v => v.Levels.Select(l => l.Level)));
        Assert.All(score.Sections.SelectMany(s => s.Tests).SelectMany(t => new[] { t.Manual, t.Automated }).OfType<string>().Concat(Catalog.Views.Levels.SelectMany(v => v.Levels).SelectMany(l => l.Rules)), r => Assert.NotNull(Catalog.Find(r)));
    }

    private static string? Specification()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string spec = Path.Combine(folder, "shared", "spec", "criteria.tsv");
            if (File.Exists(spec))
            {
                return spec;
            }
        }

        return null;
    }
}
