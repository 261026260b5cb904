using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Own code, tests not, uses a tracker for something.</summary>
internal abstract class TrackingAnalyzer(string capability, string missing) : TrainingAnalyzer
{
    protected override void Judge(AnalysisContext context, TrainingRuns training)
    {
        TechnologyFact[] trackers = [.. Uses(context.Evidence, "experiment-tracking")];
        TechnologyFact? found = trackers.Length == 0 ? null : capability == "experiment-tracking" ? trackers[0] : Uses(context.Evidence, capability).FirstOrDefault(f => capability != "run-lineage" || !training.IsOptional(f));
        if (found is not null)
        {
            context.Pass(found.Location, $"{found.Technology.Name}: {found.Trail[^1].Text}", found.Trail);
        }
        else
        {
            context.Fail(trackers.Length > 0 ? trackers[0].Location : training.Places.FirstOrDefault()?.Location ?? new(""), trackers.Length > 0 ? $"{trackers[0].Technology.Name} is used, {missing}" : "nothing records runs");
        }
    }

    /// <summary>What own code uses, or a file of the tool holds.</summary>
    protected static IEnumerable<TechnologyFact> Uses(RepositoryEvidence evidence, string capability) =>
        evidence.Technologies.Facts(capability).Where(f => f.Strength is Strength.Used or Strength.Configured && !evidence.Trees.IsTestPath(f.Location.Path));
}

/// <summary>Runs are recorded.</summary>
internal sealed class RunsTracked() : TrackingAnalyzer("experiment-tracking", "");

/// <summary>Parameters and metrics are recorded.</summary>
internal sealed class MetricsTracked() : TrackingAnalyzer("metric-logging", "and is told no parameter and no metric");

/// <summary>What a run produces is recorded.</summary>
internal sealed class ArtefactsTracked() : TrackingAnalyzer("artifact-logging", "and is given no model and no file");

/// <summary>The commit of a run is recorded.</summary>
internal sealed class CommitTracked() : TrackingAnalyzer("run-commit", "which does not note the commit");

/// <summary>The data of a run are recorded with their version.</summary>
internal sealed class DataTracked() : TrackingAnalyzer("run-lineage", "and is not told which data were used");

/// <summary>The training that CI or a workflow engine starts records its runs.</summary>
internal sealed class TrackedByPipeline() : TrackingAnalyzer("experiment-tracking", "")
{
    protected override void Judge(AnalysisContext context, TrainingRuns training)
    {
        ILookup<string, TechnologyFact> uses = Uses(context.Evidence, "experiment-tracking").Where(f => f.Strength == Strength.Used).ToLookup(f => f.Location.Path, StringComparer.Ordinal);
        foreach (TrainingRun run in uses.Count == 0 ? [] : training.All)
        {
            if (training.FilesOf(run).Concat(run.Trail.Select(s => s.Location.Path)).SelectMany(p => uses[p ?? ""]).FirstOrDefault() is { } use)
            {
                context.Pass(use.Location, use.Technology.Name, [.. run.Trail, .. use.Trail]);
                return;
            }
        }

        Missing(context, uses.FirstOrDefault()?.First().Trail[^1], training.All.Count == 0 ? "nothing starts a training" : uses.Count > 0 ? "what it starts records nothing" : "nothing records runs");
    }
}
