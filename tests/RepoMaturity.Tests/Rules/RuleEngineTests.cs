using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;
using RepoMaturity.Tests.Snapshots;

namespace RepoMaturity.Tests.Rules;

public class RuleEngineTests
{
    private static readonly RuleCatalog Catalog = BuiltInRules.Load();

    [Fact]
    public void A_place_that_two_trails_reach_is_one_defect_and_the_order_never_changes()
    {
        string[] runs = [.. Enumerable.Range(0, 20).Select(_ => Trails())];
        Assert.Single(runs.Distinct());
        Assert.StartsWith("a.yml:3", runs[0]);
    }

    [Fact]
    public void Fingerprints_survive_moved_lines()
    {
        Finding before = Lint("trigger: [main]\nsteps:\n- bash: flake8 --exit-zero src\n");
        Finding after = Lint("# a comment\ntrigger: [main]\n\nsteps:\n- bash: flake8 --exit-zero src\n");
        Assert.NotEqual(before.Location.Line, after.Location.Line);
        Assert.Equal(before.Fingerprint, after.Fingerprint);
    }

    [Fact]
    public void A_tracked_file_that_is_not_there_is_open_and_named()
    {
        using TemporaryRepository repository = new();
        repository.Write("train.py", "import json\n");
        repository.Write("README.md", "# Model\n");
        repository.Commit();
        File.Delete(repository.InFolder("README.md"));
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Finding finding = Scan(snapshot).Findings.Single(f => f.Rule.Id == "RM00101");
        Assert.Equal((ResultKind.Open, "README.md"), (finding.Kind, finding.Location.Path));
        Assert.Contains("does not lie on disk", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_without_words_is_told_by_its_place()
    {
        Finding finding = Scan(("LICENSE", "MIT License\n"), ("README.md", "# Model\n")).Single(f => f.Rule.Id == "RM51206");
        Assert.Equal((ResultKind.Pass, "LICENSE"), (finding.Kind, finding.Message));
    }

    [Fact]
    public void What_fails_for_want_of_a_card_is_no_blocker_of_its_own()
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("test", ("train.py", "from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit([[1]], [1])\n"));
        Assessment assessment = Scan(snapshot);
        Assert.True(assessment.Findings.Count(f => f.Kind == ResultKind.Fail && f.Rule.Needs == "RM51501") >= 5);
        Assert.DoesNotContain(assessment.Projects[0].Components.Single(c => c.Id == 5).Blockers, s => s.Finding.Rule.Needs == "RM51501");
        Assert.NotNull(assessment.Projects[0].Components.Single(c => c.Id == 5).CheapestStep);
        Assert.All(Catalog.Rules.Where(r => r.Needs is not null), r => Assert.Contains(Catalog.Rules, c => c.Id == r.Needs && c.Practice == r.Practice && c.MaturityLevel <= r.MaturityLevel));
    }

    [Fact]
    public void The_cause_of_a_required_rule_is_named_as_required()
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create(
            "test",
            ("README.md", "# Churn model\nPredicts which customers leave the shop within a month, from the orders of a year.\n"),
            ("LICENSE", "MIT License\n"),
            ("ruff.toml", "[lint]\nselect = [\"E\"]\n"),
            (".github/PULL_REQUEST_TEMPLATE.md", "Say what you changed and why; somebody else reads it.\n"),
            ("churn.py", "def clean(rows: list) -> list:\n    \"\"\"Leave out empty rows.\"\"\"\n    return [r for r in rows if r]\n"));
        ComponentAssessment component = Scan(snapshot).Projects[0].Components.Single(c => c.Id == 5);
        Assert.Equal(2, component.Level);
        Assert.Contains(component.Blockers, s => s is { IsRequired: true, Finding.Rule.Id: "RM50601" });
        Assert.DoesNotContain(component.Blockers, s => s.Finding.Rule.Id == "RM50603");
    }

    private static Finding Lint(string pipeline) => Scan(("azure-pipelines.yml", pipeline), ("src/a.py", "x = 1\n")).Single(f => f.Rule.Id == "RM50109");

    private static string Trails()
    {
        const string caller = "trigger: [main]\nsteps:\n- template: lint.yml\n";
        Finding finding = Scan(("a.yml", caller), ("b.yml", caller), ("lint.yml", "steps:\n- bash: flake8 --exit-zero src\n"), ("src/a.py", "x = 1\n"))
            .Single(f => f.Rule.Id == "RM50109");
        return string.Join(" → ", finding.Trail);
    }

    private static IReadOnlyList<Finding> Scan(params (string Path, string Text)[] files)
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("test", files);
        return Scan(snapshot).Findings;
    }

    private static Assessment Scan(RepositorySnapshot snapshot) =>
        RepositoryScanner.Scan(snapshot, Catalog, new ScanOptions { AsOf = new DateOnly(2026, 1, 1) }, TestContext.Current.CancellationToken);
}
