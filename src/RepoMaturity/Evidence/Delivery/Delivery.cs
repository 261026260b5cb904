using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>How what is built here comes to its users: by pipelines, by scripts that people start, and what waits for a person.</summary>
internal sealed class Delivery(RepositoryEvidence evidence)
{
    /// <summary>Ways in which something is given to its users.</summary>
    private static readonly string[] Capabilities = ["deployment", "package-publishing", "image-publishing", "model-publishing"];

    private static readonly string[] DeliveryWords = ["release", "deploy", "deployment", "cd", "publish", "promote", "delivery", "rollout"];

    private const int MaxScriptBytes = 1 << 18;

    private readonly Lazy<IReadOnlyList<Execution>> _runs = new(() => FindRuns(evidence));
    private readonly Lazy<IReadOnlyList<TechnologyFact>> _services = new(() =>
    [
        .. evidence.Technologies.Facts("deployment-pipeline").Where(f => f.Strength is Strength.Used or Strength.Configured)
            .Concat(evidence.Technologies.Facts("gitops").Where(f => f.Strength == Strength.Configured))
            .Where(f => !evidence.Trees.IsTestPath(f.Location.Path)),
    ]);
    private readonly Lazy<IReadOnlyList<TrailStep>> _scripts = new(() => [.. FindScripts(evidence)]);
    private readonly Lazy<IReadOnlyList<TrailStep>> _approvals = new(() => [.. FindApprovals(evidence)]);

    /// <summary>What pipelines deploy or publish, in their order.</summary>
    public IReadOnlyList<Execution> Runs => _runs.Value;

    /// <summary>Definitions for a service that deploys by itself: a delivery pipeline of the cloud, or a controller that follows git.</summary>
    public IReadOnlyList<TechnologyFact> Services => _services.Value;

    /// <summary>Those of <see cref="Runs"/> after which the new version runs or can be pulled: an index takes a version only once.</summary>
    public IEnumerable<Execution> Rollouts => Runs.Where(r => evidence.Deployments.Runs.Contains(r) || evidence.Technologies.Facts("image-publishing").Any(f => f.Execution == r));

    /// <summary>Deployments and publications that only people start: tasks and scripts that no pipeline calls, infrastructure as code, programs named so.</summary>
    public IReadOnlyList<TrailStep> Scripts => _scripts.Value;

    /// <summary>Places where a pipeline waits for a person.</summary>
    public IReadOnlyList<TrailStep> Approvals => _approvals.Value;

    private static IReadOnlyList<Execution> FindRuns(RepositoryEvidence evidence)
    {
        HashSet<Execution> delivering = new(ReferenceEqualityComparer.Instance);
        delivering.UnionWith(evidence.Deployments.Runs);
        delivering.UnionWith(Capabilities.Skip(1).SelectMany(evidence.Technologies.Facts).Where(f => f.Execution is { Executor: Executor.Ci }).Select(f => f.Execution!));

        // A release on the host gives a library to its users.
        delivering.UnionWith(evidence.Technologies.Facts("release-publishing").Where(f => f.Execution is { Executor: Executor.Ci } && evidence.Traits.Has("library")).Select(f => f.Execution!));

        // What is compiled or trained lies in a store: a copy to it delivers where the pipeline is there to deliver.
        delivering.UnionWith(evidence.Technologies.Facts("artifact-upload")
            .Select(f => f.Execution)
            .OfType<Execution>()
            .Where(e => e is { Executor: Executor.Ci, Kind: ExecutionKind.Command, Pipeline: { } pipeline } && e.Name is not "git"
                && TestKinds.Words(Path.GetFileNameWithoutExtension(pipeline.File.Name)).Any(DeliveryWords.Contains)));
        return [.. evidence.Executions.Where(delivering.Contains)];
    }

    private static IEnumerable<TrailStep> FindScripts(RepositoryEvidence evidence)
    {
        ExecutionSignature[] signatures =
        [
            .. from capability in Capabilities.Append("infrastructure-deployment").Append("traffic-switch")
               from technology in evidence.Technologies.WithCapability(capability)
               from signature in technology.Executions
               where signature.Kind == ExecutionKind.Command && (signature.Capabilities.Count == 0 || signature.Capabilities.Contains(capability))
               select signature,
        ];
        bool Delivers(string[] words) => words.Length > 0 && signatures.Any(s => TechnologyMatcher.Matches(s, new Execution(ExecutionKind.Command, words[0], words[1..], Executor.Ci, [])));

        IEnumerable<TrailStep> tasks =
            from task in evidence.Commands.Uncalled
            where evidence.Trees.IsOwnPath(task.Target.Location.Path)
            from command in task.Target.Commands
            from words in command.Words is { } plain ? [[.. plain]] : Words(command.Text)
            where Delivers(words)
            select new TrailStep(command.Location, $"{task.Tool} {task.Target.Name}");
        IEnumerable<TrailStep> scripts =
            from file in evidence.Snapshot.Files
            where file is { HasContent: true, Size: <= MaxScriptBytes, Extension: ".sh" or ".ps1" or ".bash" } && evidence.Trees.IsOwn(file) && !evidence.Trees.IsTest(file)
            from words in Words(evidence.Documents.Text(file) ?? "")
            where Delivers(words)
            select new TrailStep(new Location(file.Path), string.Join(' ', words.Take(3)));
        IEnumerable<TrailStep> programs =
            from source in evidence.Code.Python
            where !source.IsTest && TestKinds.Words(Path.GetFileNameWithoutExtension(source.File.Name)) is ["deploy" or "publish", ..] or [.., "deploy" or "deployment"]
                && source.Document.Calls.Any(c => c.Enclosing is null || c.IsUnderMain)
            select new TrailStep(new Location(source.File.Path), "");
        IEnumerable<TrailStep> serving =
            from fact in evidence.Technologies.Facts("managed-serving")
            where fact.Strength is Strength.Configured && !evidence.Trees.IsTestPath(fact.Location.Path)
            select fact.Trail[^1];

        // Technologies without an import of their own are known by the call that makes the endpoint, in a module or a notebook.
        IEnumerable<TrailStep> endpoints =
            from fact in evidence.Technologies.Facts("managed-serving")
            where fact.Strength is Strength.Used && fact.Technology.Imports.Count == 0 && !evidence.Trees.IsTestPath(fact.Location.Path)
            select fact.Trail[^1];
        return tasks.Concat(scripts).Concat(programs).Concat(serving).Concat(endpoints).Concat(evidence.Traits.TrailOf("infrastructure"));
    }

    private static IEnumerable<string[]> Words(string script) =>
        ShellScript.Parse(script).Commands.Select(c => c.Words.Select(w => w.Text).ToArray()).Where(w => w.Length > 0);

    private static IEnumerable<TrailStep> FindApprovals(RepositoryEvidence evidence)
    {
        foreach (TechnologyFact fact in evidence.Technologies.Facts("manual-approval"))
        {
            if (fact.Strength != Strength.Declared && !evidence.Trees.IsTestPath(fact.Location.Path))
            {
                yield return fact.Trail[^1];
            }
        }

        // A job of CircleCI and a stage of Jenkins wait; a job that is started by hand does nothing until then.
        HashSet<Location> delivering = [.. evidence.Delivery.Runs.Where(r => r.Job is not null).Select(r => r.Job!.Location)];
        foreach (PipelineJob job in evidence.Pipelines.SelectMany(p => p.Jobs))
        {
            if (job.Condition is "approval" or "input")
            {
                yield return new TrailStep(job.Location, $"{job.Id} waits for {job.Condition}");
            }
            else if (job.Triggers is { Count: > 0 } own && own.All(t => t.Kind == TriggerKind.Manual) && delivering.Contains(job.Location))
            {
                yield return new TrailStep(job.Location, $"{job.Id} is started by hand");
            }
        }
    }
}
