using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>The newest decision record is at most a year older than the code, or than the day of the scan where no commit is known.</summary>
internal sealed class DecisionsCurrent : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        IReadOnlyList<DecisionRecord> records = evidence.Architecture.Decisions;
        if (records.Count == 0)
        {
            context.Fail(new Location(""), "there are no decision records");
        }
        else if (records.Where(r => r.Date is not null).MaxBy(r => r.Date) is not { Date: { } newest } record)
        {
            context.Open($"{records[0].File.Path} and its kin give no date");
        }
        else
        {
            DateOnly code = evidence.Snapshot.Commit is { } commit ? DateOnly.FromDateTime(commit.AuthorDate.UtcDateTime) : evidence.Options.AsOf;
            Location location = new(record.File.Path);
            if (newest.AddYears(1) >= code)
            {
                context.Pass(location, $"decided on {newest:yyyy-MM-dd}");
            }
            else
            {
                context.Fail(location, $"the newest is of {newest:yyyy-MM-dd}, the code of {code:yyyy-MM-dd}");
            }
        }
    }
}
