using RepoMaturity.Documents.Measurements;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>Share of lines that tests ran, as reports of other tools say; several reports are summed, which never says more than their union.</summary>
internal static class CoverageMetrics
{
    /// <summary>By the reports that the caller gave; without one it cannot be seen, because nothing of the repository is run.</summary>
    public static Metric Given(RepositoryEvidence evidence) => evidence.Options.Coverage.Count > 0
        ? Of(evidence.Options.Coverage, "were covered by tests")
        : new Metric(null, "no report of test coverage was given (scan --coverage FILE)", [], IsHidden: true);

    /// <summary>By reports in the repository, which may be old: shown when none was given, and never judged.</summary>
    public static Metric Tracked(RepositoryEvidence evidence) =>
        evidence.Options.Coverage.Count == 0 && GivenReports.TrackedCoverage(evidence) is { Count: > 0 } reports
            ? Of(reports, "were covered when the tracked report was written")
            : new Metric(null, "no report of test coverage is tracked", [], IsHidden: true);

    private static Metric Of(IReadOnlyList<(string Name, CoverageReport Report)> reports, string verb)
    {
        long covered = reports.Sum(r => (long)r.Report.Covered);
        long total = reports.Sum(r => (long)r.Report.Total);
        return Metric.Share(covered, total, "lines", verb) with { Source = string.Join(", ", reports.Select(r => r.Name)) };
    }
}
