using RepoMaturity.Rules;
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
        string? wrong = RuleExampleVerifier.Verify(Catalog, rule, rule.Examples.Single(e => e.Name == name), TestContext.Current.CancellationToken);
        Assert.True(wrong is null, wrong);
    }

    public static TheoryData<string, string> TechnologyExamples() => [.. Catalog.TechnologyExamples.Select(e => (e.TechnologyId, e.Name))];

    [Theory]
    [MemberData(nameof(TechnologyExamples))]
    public void Technology_is_detected_in_its_example(string technologyId, string name)
    {
        string? wrong = RuleExampleVerifier.Verify(Catalog, Catalog.TechnologyExamples.Single(e => e.TechnologyId == technologyId && e.Name == name));
        Assert.True(wrong is null, wrong);
    }

    [Fact]
    public void Every_technology_that_the_guide_names_has_an_example()
    {
        string[] named =
        [
            "airflow", "alibi", "alibi-detect", "application-insights", "automl-libraries", "azure-devops", "azure-key-vault", "azure-kubernetes-service", "azure-machine-learning", "azure-ml-endpoints",
            "azure-ml-pipelines", "azure-ml-registry", "azure-ml-tracking", "azure-monitor", "bicep", "black", "docker", "evidently", "flake8", "github-actions", "grafana", "h2o", "horovod", "hugging-face",
            "jupyter", "kubeflow-pipelines", "lime", "mlflow", "openapi-frameworks", "openapi-tools", "pandas", "prometheus", "pylint", "pytest", "pytorch", "ray", "scikit-learn", "shap", "tensorflow",
            "transformers", "unittest",
        ];
        Assert.Empty(named.Except(Catalog.TechnologyExamples.Select(e => e.TechnologyId)));
        Assert.True(Catalog.Technologies.Count >= 150);
    }

    [Fact]
    public void Every_capability_that_a_rule_asks_for_is_given_by_a_technology()
    {
        HashSet<string> given = [.. Catalog.Technologies.SelectMany(t => t.AllCapabilities)];
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
