using RepoMaturity.Evidence.Secrets;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>Counts of secrets.</summary>
internal static class SecretMetrics
{
    /// <summary>Sure secrets outside tests, documentation and examples; hidden when none is found and some file could not be read.</summary>
    public static Metric Committed(RepositoryEvidence evidence)
    {
        SecretMatch[] sure = [.. evidence.Secrets.Matches.Where(SecretEvidence.IsSure)];
        IReadOnlyList<SnapshotFile> unread = evidence.Secrets.Unread;
        return sure.Length == 0 && unread.Count > 0
            ? new Metric(null, $"no secret found, but {Count(unread.Count, "file")} could not be read: {unread[0].Path}{(unread.Count > 1 ? " …" : "")}", [], IsHidden: true)
            : new Metric(sure.Length, sure.Length == 0 ? "no secret found" : $"{Count(sure.Length, "secret")} in {Count(sure.Select(m => m.Location.Path).Distinct().Count(), "file")}", [.. sure.Take(1).Select(m => new TrailStep(m.Location, m.Name))]);
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
