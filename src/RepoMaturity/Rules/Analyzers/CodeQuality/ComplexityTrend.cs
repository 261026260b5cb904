using System.Globalization;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Mean complexity of a function, now and a year of history before. Where no function is complex there is nothing to pay down.</summary>
internal sealed class ComplexityTrend : RepositoryAnalyzer
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Metrics["complex-functions"] is not { Value: { } share } complex)
        {
            context.NotApplicable("there are no functions");
            return;
        }

        if (share == 0)
        {
            context.Pass(complex.Trail[0].Location, "no function is complex", complex.Trail);
            return;
        }

        GitHistory history = evidence.Snapshot.History;
        if (history.Earlier(Year) is not { } before)
        {
            context.Open(!history.IsAvailable ? "there is no history to compare with"
                : history.IsShallow ? "the clone is shallow: fetch a year of history to compare with"
                : "the history is younger than a year");
            return;
        }

        if (ComplexityHistory.At(evidence, before, context.CancellationToken) is not { Count: > 0 } then)
        {
            context.Open($"the functions of {before.Id[..7]}, a year before, cannot be compared");
            return;
        }

        double now = evidence.Metrics["mean-complexity"].Value ?? 0;
        double old = (double)then.Sum / then.Count;
        string text = string.Create(CultureInfo.InvariantCulture, $"mean complexity {now:0.00}, a year before at {before.Id[..7]} {old:0.00}");
        if (Math.Round(now, 2) < Math.Round(old, 2))
        {
            context.Pass(complex.Trail[0].Location, text, new TrailStep(complex.Trail[0].Location, text));
        }
        else
        {
            context.Fail(complex.Trail[0].Location, text, complex.Trail);
        }
    }
}
