using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Some test, script or run of CI goes from training to prediction.</summary>
internal sealed class EndToEndPresent : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        EndToEnd all = context.Evidence.EndToEnd;
        if (all.Tests is [var test, ..])
        {
            context.Pass(test.Test.Location, $"{test.Test.Name}: {test.Proof.Text}", new TrailStep(test.Test.Location, test.Test.Name), test.Proof);
        }
        else if (all.Runs is [var run, ..])
        {
            context.Pass(run.Run.Location, run.Text, run.Trail);
        }
        else if (all.Scripts is [var script, ..])
        {
            context.Pass(new Location(script.Path), script.Path);
        }
        else if (context.Evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else
        {
            context.Fail(new(""), context.Evidence.Tests.Count == 0 ? "there are no tests" : $"{context.Evidence.Tests.Count} tests, none trains and predicts");
        }
    }
}

/// <summary>An end-to-end test that CI runs, in a way that the rule asks for.</summary>
internal abstract class EndToEndExecuted : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        EndToEnd all = evidence.EndToEnd;
        TestRuns runs = TestRuns.Of(evidence, all.Tests, TestRuns.Runners(evidence, enforced: false).Where(e => Counts(evidence, e)));
        if (all.Runs.FirstOrDefault(r => Counts(evidence, r.Run)) is { } run)
        {
            context.Pass(run.Run.Location, run.Text, [.. run.Trail, .. Proof(evidence, run.Run)]);
        }
        else if (runs.First is { } first)
        {
            context.Pass(first.Run.Location, first.Test.Test.Name, [.. first.Run.Trail, first.Test.Proof, .. Proof(evidence, first.Run)]);
        }
        else if (runs.FirstHidden is { } hidden)
        {
            context.Open($"{hidden.Run.Location} may run {hidden.Test.Test.Name}: a variable or a condition decides");
        }
        else if (evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else if (evidence.Executions.FirstOrDefault(e => MayCount(evidence, e) && evidence.EndToEnd.MayRunTests(e)) is { } program)
        {
            context.Open($"{program.Location} starts a program that runs tests: which, cannot be seen here");
        }
        else if (Hidden(evidence) is { } reason)
        {
            context.Open(reason);
        }
        else
        {
            (Location place, string text) = all.Runs is [var other, ..] ? (other.Run.Location, other.Text)
                : all.Tests is [var test, ..] ? (test.Test.Location, test.Test.Name)
                : all.Scripts is [var script, ..] ? (new Location(script.Path), script.Path)
                : (new Location(""), "there is none");
            context.Fail(place, text);
        }
    }

    /// <summary>True for a run that is what the rule asks for.</summary>
    protected abstract bool Counts(RepositoryEvidence evidence, Execution run);

    /// <summary>True for a run that may be it although what it runs cannot be seen.</summary>
    protected virtual bool MayCount(RepositoryEvidence evidence, Execution run) => Counts(evidence, run);

    /// <summary>What proves it beside the run.</summary>
    protected virtual IEnumerable<TrailStep> Proof(RepositoryEvidence evidence, Execution run) => [];

    /// <summary>Why it cannot be seen, or null.</summary>
    protected virtual string? Hidden(RepositoryEvidence evidence) => null;
}

/// <summary>In CI, whatever starts it.</summary>
internal sealed class EndToEndRunInCi : EndToEndExecuted
{
    protected override bool Counts(RepositoryEvidence evidence, Execution run) => run.Executor is Executor.Ci or Executor.Hosted;
}

/// <summary>For each pull request or push to the main branch, and it can fail.</summary>
internal sealed class EndToEndEnforced : EndToEndExecuted
{
    protected override bool Counts(RepositoryEvidence evidence, Execution run) => run.IsEnforced;
}

/// <summary>By a schedule, and it can fail. Hosts whose triggers stand outside the repository hide it.</summary>
internal sealed class EndToEndScheduled : EndToEndExecuted
{
    protected override bool Counts(RepositoryEvidence evidence, Execution run) => run.FailureIgnored is null && run.Triggers.Any(t => t.Kind == TriggerKind.Schedule);

    protected override bool MayCount(RepositoryEvidence evidence, Execution run) => run.Triggers.Any(t => t.Kind == TriggerKind.Schedule);

    protected override IEnumerable<TrailStep> Proof(RepositoryEvidence evidence, Execution run) =>
        run.Triggers.Where(t => t.Kind == TriggerKind.Schedule).Take(1).Select(t => new TrailStep(t.Location, "schedule " + t.Detail));

    protected override string? Hidden(RepositoryEvidence evidence)
    {
        IEnumerable<Execution> runs = evidence.EndToEnd.Runs.Select(r => r.Run).Concat(evidence.EndToEnd.Tests.Count > 0 ? TestRuns.Runners(evidence, enforced: false) : []);
        return runs.FirstOrDefault(r => r.Pipeline is { Host: PipelineHost.CloudBuild or PipelineHost.CodeBuild or PipelineHost.Jenkins or PipelineHost.CircleCi } && r.FailureIgnored is null) is { } run
            ? $"the host keeps the schedule of {run.Pipeline!.File.Path}: look there"
            : null;
    }
}

/// <summary>In an image, beside real services, on a cloud or after a deployment.</summary>
internal sealed class EndToEndEnvironment : EndToEndExecuted
{
    protected override bool Counts(RepositoryEvidence evidence, Execution run) => run.Executor == Executor.Ci && Environment(evidence, run) is not null;

    protected override bool MayCount(RepositoryEvidence evidence, Execution run) => run.Executor == Executor.Ci;

    protected override IEnumerable<TrailStep> Proof(RepositoryEvidence evidence, Execution run) => Environment(evidence, run) is { } step ? [step] : [];

    private static TrailStep? Environment(RepositoryEvidence evidence, Execution run)
    {
        if (run.Job is not { } job)
        {
            return null;
        }

        string? own = job.Environment is { Length: > 0 } named ? "environment " + named : job.Services.FirstOrDefault(s => !s.Contains("dind", StringComparison.Ordinal)) is { } service ? "service " + service : null;
        return own is not null ? new TrailStep(job.Location, own)
            : evidence.Deployments.Runs.FirstOrDefault(d => evidence.Deployments.Follows(run, d)) is { } deployment ? new TrailStep(deployment.Location, deployment.Name)
            : evidence.Technologies.Facts("service-container").FirstOrDefault(f => f.Execution is { Executor: Executor.Ci, Job: { } started } && started == job)?.Trail[^1]
                ?? (evidence.EndToEnd.Tests.FirstOrDefault(t => t.Service is not null && new TestSelection(evidence.Snapshot, run).Selects(t.Test) is not false)?.Service
                ?? evidence.EndToEnd.Runs.FirstOrDefault(r => r.Run == run && r.Trail[^1].Text.StartsWith("submits", StringComparison.Ordinal))?.Trail[^1]);
    }
}
