using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;
using RepoMaturity.Tests.Documents.Measurements;
using RepoMaturity.Tests.Snapshots;

namespace RepoMaturity.Tests.Scoring;

public class MeasurementTests
{
    private static readonly RuleCatalog Catalog = BuiltInRules.Load();

    [Fact]
    public void Given_coverage_is_shown_with_its_source_and_decides()
    {
        Assessment assessment = Scan([new ReportFile("out/lcov.info", Samples.Bytes(Samples.LcovSums)), new ReportFile("b.xml", Samples.Bytes(Samples.Jacoco))], []);
        Measurement coverage = assessment.Measurements.Single(m => m.Name == "Test coverage");
        Assert.Equal(new Measurement("test-coverage", "Test coverage", 24 / 32.0, "share", "75 % of 32 lines were covered by tests", "out/lcov.info, b.xml"), coverage);
        Finding finding = assessment.Findings.Single(f => f.Rule.Id == "RM50613");
        Assert.Equal(ResultKind.Fail, finding.Kind);
        Assert.Contains("75 % of 32 lines were covered by tests, says out/lcov.info, b.xml", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SF:a\nLF:1000\nLH:799\n", ResultKind.Fail, ResultKind.Fail)]
    [InlineData("SF:a\nLF:1000\nLH:800\n", ResultKind.Pass, ResultKind.Fail)]
    [InlineData("SF:a\nLF:1000\nLH:900\n", ResultKind.Pass, ResultKind.Pass)]
    public void Coverage_passes_from_its_threshold_on(string report, ResultKind at80, ResultKind at90)
    {
        Assessment assessment = Scan([new ReportFile("c", Samples.Bytes(report))], []);
        Assert.Equal(at80, assessment.Findings.Single(f => f.Rule.Id == "RM50613").Kind);
        Assert.Equal(at90, assessment.Findings.Single(f => f.Rule.Id == "RM50614").Kind);
    }

    [Fact]
    public void Tracked_coverage_is_shown_and_not_judged()
    {
        Assessment assessment = Scan([], [], ("coverage.xml", Samples.CoverletCobertura));
        Measurement coverage = assessment.Measurements.Single(m => m.Name == "Test coverage");
        Assert.Equal(("tracked-test-coverage", 0.5, "coverage.xml"), (coverage.Id, coverage.Value, coverage.Source));
        Assert.Equal(ResultKind.Open, assessment.Findings.Single(f => f.Rule.Id == "RM50613").Kind);
    }

    [Fact]
    public void The_share_of_pull_requests_is_counted_from_history()
    {
        using TemporaryRepository repository = new();
        for (int i = 0; i <= 12; i++)
        {
            repository.Write("train.py", $"x = {i}\n");
            repository.Commit(i % 4 == 0 ? "Direct" : $"Merged PR {i}: change");
        }

        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Measurement share = RepositoryScanner.Scan(snapshot, Catalog, new ScanOptions { AsOf = new DateOnly(2025, 1, 1) }, TestContext.Current.CancellationToken).Measurements.Single(m => m.Id == "pull-request-changes");
        Assert.Equal((0.75, "9 of the latest 12 changes are marked as a pull request", "git history"), (share.Value, share.Text, share.Source));
    }

    [Fact]
    public void Broken_tracked_reports_are_not_shown() =>
        Assert.DoesNotContain(Scan([], [], ("coverage.xml", "<coverage>"), ("a.sarif", "{")).Measurements, m => m.Source != Measurement.OwnCode);

    [Fact]
    public void Lint_and_security_are_told_apart_by_rule_and_by_tool()
    {
        Assessment assessment = Scan([], [new ReportFile("lint.sarif", Samples.Bytes(Samples.Linter)), new ReportFile("audit.sarif", Samples.Bytes(Samples.CleanAudit))]);
        Assert.Equal(
            new Measurement("lint-results", "Lint results", 3, "count", "1 error, 1 warning, 1 note by ruff", "lint.sarif"),
            assessment.Measurements.Single(m => m.Id == "lint-results"));
        Assert.Equal(
            new Measurement("security-results", "Security results", 1, "count", "1 warning by ruff, pip-audit", "lint.sarif, audit.sarif"),
            assessment.Measurements.Single(m => m.Id == "security-results"));
    }

    [Fact]
    public void A_clean_log_says_that_nothing_was_found()
    {
        Measurement security = Scan([], [new ReportFile("a", Samples.Bytes(Samples.CleanAudit))]).Measurements.Single(m => m.Id == "security-results");
        Assert.Equal((0, "nothing found by pip-audit"), (security.Value, security.Text));
    }

    [Fact]
    public void What_cannot_be_measured_is_not_shown()
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("notes", ("README.md", "# Notes"));
        Assert.Empty(RepositoryScanner.Scan(snapshot, Catalog, new ScanOptions { AsOf = new DateOnly(2026, 1, 1) }, TestContext.Current.CancellationToken).Measurements);
    }

    [Theory]
    [InlineData("{", "[]", "c.json:1: invalid JSON")]
    [InlineData("SF:a\nDA:1,x", "[]", "c.json:2: 'DA:' needs numbers")]
    [InlineData("SF:a\nDA:1,1", "[]", "s.json:1: no SARIF log")]
    public void A_given_report_that_cannot_be_read_is_an_error(string coverage, string sarif, string message)
    {
        ReportFileException wrong = Assert.Throws<ReportFileException>(() =>
            Scan([new ReportFile("c.json", Samples.Bytes(coverage))], [new ReportFile("s.json", Samples.Bytes(sarif))]));
        Assert.StartsWith(message, wrong.Message, StringComparison.Ordinal);
    }

    private static Assessment Scan(IReadOnlyList<ReportFile> coverage, IReadOnlyList<ReportFile> sarif, params (string Path, string Text)[] files)
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("sample", [("src/features.py", "def double(x: int) -> int:\n    return 2 * x\n"), .. files]);
        ScanOptions options = new() { AsOf = new DateOnly(2026, 1, 1), Coverage = coverage, Sarif = sarif };
        return RepositoryScanner.Scan(snapshot, Catalog, options, TestContext.Current.CancellationToken);
    }
}
