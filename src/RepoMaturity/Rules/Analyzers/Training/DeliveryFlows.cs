using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Data, training and deployment are one automated flow.</summary>
internal sealed class OneFlow : TrainingAnalyzer
{
    protected override void Judge(AnalysisContext context, TrainingRuns training)
    {
        DeliveryFlow? flow = training.Flows is [var first, ..] ? first : null;
        if (flow is { Data: { } data, Deployment: { } deployment })
        {
            context.Pass(flow.Run.Run.Location, $"{data.Text} → {flow.Run.Place.Text} → {deployment.Text}", [data, .. flow.Run.Trail, deployment]);
        }
        else if (flow is { Deployment: null } && StartedByOther(context.Evidence) is { } other)
        {
            context.Open($"{other} deploys when another pipeline is through; whether that is {flow.Run.Run.Trail[0].Location.Path} cannot be seen here");
        }
        else
        {
            Missing(context, flow?.Run.Place, flow is null ? "nothing starts a training" : flow.Deployment is null ? "the training ends without a deployment" : "no step prepares or checks data");
        }
    }

    /// <summary>A pipeline that deploys and names a pipeline by what the host calls it.</summary>
    private static Location? StartedByOther(RepositoryEvidence evidence) => evidence.Deployments.Runs
        .Select(d => d.Pipeline?.Source?.At("resources", "pipelines")?.Items.FirstOrDefault(p => p["trigger"] is not null) is { } resource ? new Location(d.Pipeline!.File.Path, resource.Line) : (Location?)null)
        .FirstOrDefault(l => l is not null);
}

/// <summary>The flow from a change to production asks nobody.</summary>
internal sealed class NoHumanStep : TrainingAnalyzer
{
    protected override void Judge(AnalysisContext context, TrainingRuns training)
    {
        DeliveryFlow? flow = training.Flows.FirstOrDefault(f => f.Deployment is not null);
        if (flow is null)
        {
            Missing(context, null, training.All.Count > 0 ? "the training ends without a deployment" : "nothing starts a training");
        }
        else if (context.Evidence.Delivery.Approvals.FirstOrDefault(a => flow.Steps.Any(s => s.Trail.Any(t => t.Location.Path == a.Location.Path))) is { } asked)
        {
            context.Fail(asked.Location, asked.Text, asked);
        }
        else if (!flow.Run.OnChange && !flow.Run.OnSchedule && !flow.Run.IsHidden)
        {
            context.Fail(flow.Run.Run.Location, "only a person starts it", flow.Run.Trail);
        }
        else if (flow.Run.IsHidden || flow.Steps.FirstOrDefault(s => s.Job?.Environment is not null) is not null)
        {
            Execution? gated = flow.Steps.FirstOrDefault(s => s.Job?.Environment is not null);
            context.Open(gated is null ? $"{flow.Run.Run.Trail[0].Location}: the host knows what starts it" : $"{gated.Job!.Location} deploys to {gated.Job.Environment}; whether somebody must approve is set at the host");
        }
        else
        {
            context.Pass(flow.Run.Run.Location, flow.Run.Place.Text, [.. flow.Run.Trail, flow.Deployment!]);
        }
    }
}

/// <summary>What CI deploys or publishes was tested before, in the same pipeline.</summary>
internal sealed class DeploymentAfterTests : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        Execution[] tests = [.. TestRuns.Runners(evidence, enforced: false).Where(t => t.FailureIgnored is null)];
        IReadOnlyList<Execution> deliveries = evidence.Delivery.Runs;
        foreach (Execution deployment in deliveries)
        {
            if (tests.FirstOrDefault(t => evidence.Deployments.Follows(deployment, t)) is { } test)
            {
                context.Pass(deployment.Location, deployment.Name, [.. test.Trail, .. deployment.Trail]);
                return;
            }
        }

        if (deliveries.FirstOrDefault(d => d.Pipeline?.Source?.At("on", "workflow_run") is not null || d.Pipeline?.Source?.At("resources", "pipelines") is not null) is { } chained)
        {
            context.Open($"{chained.Trail[0].Location} deploys when another pipeline is through; what that tests is to be seen there");
        }
        else if (evidence.Delivery.Services is [var service, ..])
        {
            context.Open($"{service.Location} deploys by {service.Technology.Name}; what is tested before cannot be seen here");
        }
        else if (ShippedDelivery.First(evidence) is { } shipped)
        {
            context.Open($"{shipped.Location} deploys in what the template makes; what is tested before is decided there");
        }
        else if (evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else
        {
            context.Fail(deliveries is [var waiting, ..] ? waiting.Location : new Location(""), deliveries.Count > 0 ? "it deploys whatever the tests say" : "CI deploys nothing");
        }
    }
}

/// <summary>Pipelines share what they have in common: a template that two places call, or one of another repository.</summary>
internal sealed class TemplatesReused : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        PipelineReference[] calls =
        [
            .. context.Evidence.Pipelines.Where(p => p.IsReadByHost)
                .SelectMany(p => p.Jobs.Select(j => j.Calls).Concat(p.Jobs.SelectMany(j => j.Steps.Select(s => s.Calls))).Concat(p.External))
                .OfType<PipelineReference>(),
        ];
        IGrouping<string, PipelineReference>? shared = calls.GroupBy(c => c.Target, StringComparer.Ordinal).FirstOrDefault(g => g.First().IsExternal || g.DistinctBy(c => c.Location).Count() > 1);
        if (context.Evidence.Traits.Has("template") && context.Evidence.Pipelines.FirstOrDefault(p => !p.IsReadByHost && p.Jobs.Count > 0) is { } shipped)
        {
            context.Pass(new Location(shipped.File.Path), "a template ships it");
        }
        else if (shared is not null)
        {
            context.Pass(shared.First().Location, shared.Key, [.. shared.DistinctBy(c => c.Location).Take(3).Select(c => new TrailStep(c.Location, c.Target))]);
        }
        else
        {
            context.Fail(calls.Length > 0 ? calls[0].Location : new(""), calls.Length > 0 ? $"{calls[0].Target} is called once" : "every pipeline stands alone");
        }
    }
}
