using RepoMaturity.Evidence.Operations;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Every runbook was looked at within six months: it says so, or its text changed. One that only says an older day is out of date; of one that says
/// nothing and did not change nobody knows.
/// </summary>
internal sealed class RunbookReviewed : RepositoryAnalyzer
{
    private const int Months = 6;

    public override void Analyze(AnalysisContext context)
    {
        if (context.Evidence.Operations.Count == 0)
        {
            context.Fail(default, "there is no runbook");
        }

        DateOnly asOf = context.Evidence.Options.AsOf;
        DateOnly since = asOf.AddMonths(-Months);
        foreach (OperationsDocument document in context.Evidence.Operations)
        {
            Location at = new(document.File.Path);
            DateOnly? stated = StatedDate.Of(document.Document, asOf);
            if (stated >= since)
            {
                context.Pass(at, $"reviewed on {stated:yyyy-MM-dd}");
            }
            else if (context.Evidence.Snapshot.History.LastChange(document.File.Path, since) is { } change)
            {
                context.Pass(at, $"changed on {change.CommitDate:yyyy-MM-dd} by commit {change.ShortId}");
            }
            else if (stated is { } old)
            {
                context.Fail(at, $"last reviewed on {old:yyyy-MM-dd}");
            }
            else
            {
                context.OpenAt(at, $"unchanged since {since:yyyy-MM-dd}, and it names no day of review");
            }
        }
    }
}
