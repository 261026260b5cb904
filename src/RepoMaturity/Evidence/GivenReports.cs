using RepoMaturity.Documents.Measurements;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Reports of other tools with their names: those that the caller gave, and those that lie in the repository.</summary>
internal static class GivenReports
{
    /// <summary>Reports of coverage that are tracked as own files; nobody knows what commit they speak of.</summary>
    public static IReadOnlyList<(string Name, CoverageReport Report)> TrackedCoverage(RepositoryEvidence evidence) =>
        [.. Tracked(evidence, CoverageReader.IsReport, static (_, bytes) => CoverageReader.Read(bytes)).Where(r => r.Report.Problem is null)];

    public static IReadOnlyList<(string Name, SarifLog Report)> TrackedSarif(RepositoryEvidence evidence) =>
        [.. Tracked(evidence, SarifLog.IsLog, static (_, bytes) => SarifLog.Read(bytes)).Where(r => r.Report.Problem is null)];

    private static IEnumerable<(string Name, T Report)> Tracked<T>(RepositoryEvidence evidence, Func<SnapshotFile, bool> isReport, Func<SnapshotFile, byte[], T> read)
        where T : class
    {
        foreach (SnapshotFile file in evidence.Snapshot.Files.Where(f => isReport(f) && evidence.Trees.IsOwn(f) && !evidence.Trees.IsTest(f)))
        {
            if (evidence.Documents.Get(file, read) is { } report)
            {
                yield return (file.Path, report);
            }
        }
    }
}
