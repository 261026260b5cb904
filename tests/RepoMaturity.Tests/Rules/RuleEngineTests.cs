using RepoMaturity.Rules;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;

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
        return RepositoryScanner.Scan(snapshot, Catalog, new ScanOptions { AsOf = new DateOnly(2026, 1, 1) }, TestContext.Current.CancellationToken).Findings;
    }
}
