using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A rule about how own models are trained.</summary>
internal abstract class TrainingAnalyzer : RepositoryAnalyzer
{
    public sealed override void Analyze(AnalysisContext context) => Judge(context, context.Evidence.Training);

    protected abstract void Judge(AnalysisContext context, TrainingRuns training);

    /// <summary>Fails, or is open where CI calls what lies in another repository.</summary>
    protected static void Missing(AnalysisContext context, TrailStep? place, string text)
    {
        if (context.Evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else if (context.Evidence.Delivery.Services.FirstOrDefault(s => s.Capabilities.Contains("deployment-pipeline")) is { } service)
        {
            context.Open($"{service.Location} sets up a pipeline of {service.Technology.Name}; what it trains cannot be seen here");
        }
        else if (context.Evidence.Training is { All.Count: 0, UnseenSteps: { } steps })
        {
            context.Open($"{steps.Location} defines a pipeline that CI starts; whether its steps train cannot be seen here");
        }
        else
        {
            context.Fail(place?.Location ?? new Location(""), text);
        }
    }
}

/// <summary>One command trains: a program, a stage, a job's definition. Cells of a notebook are none.</summary>
internal sealed class TrainingCommand : TrainingAnalyzer
{
    protected override void Judge(AnalysisContext context, TrainingRuns training)
    {
        if (training.Commands.FirstOrDefault() is { } command)
        {
            context.Pass(command.Location, command.Text);
            return;
        }

        TrailStep? place = training.Places.FirstOrDefault();
        context.Fail(
            place?.Location ?? new(""),
            place is null ? "no code here trains one" : place.Location.Path.EndsWith(".ipynb", StringComparison.Ordinal) ? "only cells of a notebook do" : "no program starts it");
    }
}

/// <summary>CI or a workflow engine trains, and the model is not lost with the machine.</summary>
internal sealed class TrainingAutomated : TrainingAnalyzer
{
    protected override void Judge(AnalysisContext context, TrainingRuns training)
    {
        if (training.All.FirstOrDefault(r => r.Kept is not null) is { } run)
        {
            context.Pass(run.Place.Location, $"{run.Place.Text}, kept by {run.Kept!.Location}", [.. run.Trail, run.Kept]);
        }
        else if (training.All is [var lost, ..])
        {
            context.Fail(lost.Run.Location, lost.IsSmoke ? $"{lost.Place.Text} only tries whether training works" : $"{lost.Place.Text} trains and throws the model away", lost.Trail);
        }
        else
        {
            Missing(context, training.Places.FirstOrDefault(), training.Places.Any() ? "nothing starts it" : "no code here trains one");
        }
    }
}

/// <summary>A change of code or data starts a training.</summary>
internal sealed class TrainingOnChange : TrainingAnalyzer
{
    protected override void Judge(AnalysisContext context, TrainingRuns training)
    {
        if (training.All.FirstOrDefault(r => r is { OnChange: true, IsSmoke: false }) is { } run)
        {
            context.Pass(run.Place.Location, run.Place.Text, run.Trail);
        }
        else if (training.All.FirstOrDefault(r => r.IsHidden) is { } hidden)
        {
            context.Open($"{hidden.Run.Trail[0].Location} trains; the host knows what starts it");
        }
        else if (training.All is [var other, ..])
        {
            context.Fail(other.Run.Location, other.IsSmoke ? "what it starts only tries whether training works" : other.OnSchedule ? "only a clock starts it" : "only a person starts it", other.Trail);
        }
        else
        {
            Missing(context, training.Places.FirstOrDefault(), training.Places.Any() ? "nothing starts it" : "no code here trains one");
        }
    }
}

/// <summary>A clock, or a watch over drift that a clock starts, trains again and keeps the model.</summary>
internal sealed class TrainingRepeated : TrainingAnalyzer
{
    protected override void Judge(AnalysisContext context, TrainingRuns training)
    {
        TrainingRun[] scheduled = [.. training.All.Where(r => r.OnSchedule)];
        if (scheduled.FirstOrDefault(r => r.Kept is not null) is { } run)
        {
            context.Pass(run.Place.Location, $"{run.Place.Text}, kept by {run.Kept!.Location}", [.. run.Trail, run.Kept]);
        }
        else if (scheduled is [var lost, ..])
        {
            context.Fail(lost.Run.Location, "the schedule trains and throws the model away", lost.Trail);
        }
        else if (OrchestratedRuns.Schedulers(context.Evidence).FirstOrDefault() is { } scheduler)
        {
            context.Open($"{scheduler.Location} sets up a schedule; whether it trains cannot be seen here");
        }
        else
        {
            Missing(context, null, training.All.Count > 0 ? "no schedule starts it" : "nothing starts a training");
        }
    }
}

/// <summary>An automated training searches its hyperparameters, and compares what it finds with the model in use.</summary>
internal sealed class TrainingTuned : TrainingAnalyzer
{
    private static readonly string[] Tuning = ["hyperparameter-tuning", "automl"];

    protected override void Judge(AnalysisContext context, TrainingRuns training)
    {
        ILookup<string, TechnologyFact> tuning = Tuning.SelectMany(c => context.Evidence.Technologies.Facts(c))
            .Where(f => f.Strength is Strength.Used or Strength.Configured).ToLookup(f => f.Location.Path, StringComparer.Ordinal);
        foreach (TrainingRun run in tuning.Count == 0 ? [] : training.All)
        {
            IReadOnlyCollection<string> files = training.FilesOf(run);
            TechnologyFact? search = files.SelectMany(f => tuning[f]).FirstOrDefault();
            MetricCheck? decision = search is null ? null : context.Evidence.ModelValidation.Checks.FirstOrDefault(c => c is { IsAgainstModel: true, IsReversed: false } && files.Contains(c.Location.Path));
            if (decision is not null)
            {
                context.Pass(search!.Location, $"{search.Technology.Name}; {decision.Text}", [.. run.Trail, .. search.Trail, decision.Place]);
                return;
            }

            if (search is not null)
            {
                context.Fail(search.Location, $"{search.Technology.Name} tunes, and nothing chooses between the new model and the one in use", [.. run.Trail, .. search.Trail]);
                return;
            }
        }

        Missing(context, tuning.FirstOrDefault()?.First().Trail[^1], training.All.Count == 0 ? "nothing starts a training" : tuning.Count > 0 ? "the search is no part of it" : "nothing searches");
    }
}
