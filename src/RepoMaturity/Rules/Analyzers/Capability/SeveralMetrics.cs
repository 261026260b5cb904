using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Models are judged from more than one side: two metrics, a report that holds several, or an evaluation over folds.</summary>
internal sealed class SeveralMetrics : RepositoryAnalyzer
{
    /// <summary>What makes a name surely one that other things have too: an error is an exception, a map a function.</summary>
    private static readonly string[] Telling = ["precision", "acc", "iou", "dice", "cer", "kappa", "roc", "squared", "absolute", "percentage"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Technologies.Facts("detailed-evaluation").FirstOrDefault(f => f.Strength == Strength.Used && !evidence.Trees.IsTestPath(f.Location.Path)) is { } detailed)
        {
            context.Pass(detailed.Location, detailed.Trail[^1].Text, detailed.Trail);
            return;
        }

        // One metric computed by a library and by hand is one still: names count by what they say.
        (Location At, string Name)[] metrics = [.. Metrics(evidence).DistinctBy(m => string.Join(' ', TestKinds.Words(m.Name).Where(IsTelling).Distinct().Order(StringComparer.Ordinal))).Take(2)];
        if (metrics.Length == 2)
        {
            context.Pass(metrics[1].At, $"{metrics[0].Name} and {metrics[1].Name}", new TrailStep(metrics[0].At, metrics[0].Name), new TrailStep(metrics[1].At, metrics[1].Name));
        }
        else if (metrics.Length == 0 && !evidence.Traits.Has("own-models"))
        {
            context.NotApplicable("no model of its own is judged here");
        }
        else if (metrics.Length == 0 && !evidence.Traits.HasLanguage("python"))
        {
            context.Open("no library evaluates; metrics that C# computes by hand cannot be told from other code");
        }
        else
        {
            context.Fail(metrics.Length > 0 ? metrics[0].At : new(""), metrics.Length > 0 ? $"{metrics[0].Name} alone" : "nothing is named for a metric");
        }
    }

    private static IEnumerable<(Location At, string Name)> Metrics(RepositoryEvidence evidence) =>
        from place in PythonPlace.Of(evidence)
        let calls = place.Module.Calls.Select(c => (c.Line, Name: c.Target[(c.Target.LastIndexOf('.') + 1)..]))
        let keywords = place.Module.Calls.SelectMany(c => c.Arguments.Where(a => a.Name is not null).Select(a => (c.Line, Name: a.Name!)))
        from named in calls.Concat(keywords).Concat(place.Module.Definitions.Select(d => (d.Line, d.Name)))
        where IsMetric(named.Name)
        select (place.At(named.Line), named.Name);

    private static bool IsMetric(string name) => MetricNames.MeaningOf([name]) switch
    {
        _ when TestKinds.Words(name).Contains("loss") => false,
        ValueMeaning.Metric => true,
        ValueMeaning.VagueMetric => TestKinds.Words(name).Any(Telling.Contains),
        _ => false,
    };

    private static bool IsTelling(string word) => Telling.Contains(word) || MetricNames.MeaningOf([word]) == ValueMeaning.Metric;
}
