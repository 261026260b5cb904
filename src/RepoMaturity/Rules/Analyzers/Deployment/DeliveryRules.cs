using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>What is built here is deployed or published by something that is written down as code.</summary>
internal sealed class DeploymentScripted : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Delivery.Runs is [var run, ..])
        {
            context.Pass(run.Location, run.Name, run.Trail);
        }
        else if (evidence.Delivery.Scripts is [var script, ..])
        {
            context.Pass(script.Location, script.Text, script);
        }
        else if (evidence.Traits.Has("service") && evidence.Traits.Has("containers"))
        {
            context.Pass(evidence.Traits.TrailOf("containers")[0].Location, "the service is built as a container", evidence.Traits.TrailOf("containers")[0]);
        }
        else if (evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else
        {
            context.Fail(new(""), "");
        }
    }
}

/// <summary>A pipeline deploys or publishes.</summary>
internal class DeploymentAutomated : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (Automatic(evidence) is { } found)
        {
            context.Pass(found.At, found.Text, [.. found.Trail]);
        }
        else if (evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else
        {
            context.Fail(new(""), evidence.Delivery.Scripts is [var script, ..] ? $"{script.Location} is started by hand" : "nothing does");
        }
    }

    /// <summary>What delivers without a person: a pipeline, rather one that may fail, a service, or what a template ships.</summary>
    protected virtual (Location At, string Text, IReadOnlyList<TrailStep> Trail)? Automatic(RepositoryEvidence evidence) =>
        evidence.Delivery.Runs.MinBy(r => r.FailureIgnored is not null) is { } run ? (run.Location, run.Name, run.Trail)
        : evidence.Delivery.Services is [var service, ..] ? (service.Location, service.Technology.Name, service.Trail)
        : ShippedDelivery.First(evidence) is { } shipped ? (shipped.Location, shipped.Text, [shipped])
        : null;
}

/// <summary>A pipeline deploys, promotes or registers, so that its log says who did what when.</summary>
internal sealed class DeploymentRecorded : DeploymentAutomated
{
    protected override (Location At, string Text, IReadOnlyList<TrailStep> Trail)? Automatic(RepositoryEvidence evidence) =>
        base.Automatic(evidence)
        ?? (new[] { "model-promotion", "model-registry" }.SelectMany(evidence.Technologies.Facts).FirstOrDefault(f => f.Execution is { Executor: Executor.Ci } && !evidence.Trees.IsTestPath(f.Location.Path)) is { } fact
            ? (fact.Location, fact.Technology.Name, fact.Trail)
            : null);
}

/// <summary>Deployments go to more than one environment.</summary>
internal sealed class DeploymentEnvironments : RepositoryAnalyzer
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dev"] = "development", ["development"] = "development", ["devint"] = "development", ["sandbox"] = "development",
        ["test"] = "test", ["tst"] = "test", ["qa"] = "test", ["uat"] = "test", ["acc"] = "test", ["acceptance"] = "test",
        ["staging"] = "staging", ["stage"] = "staging", ["stg"] = "staging", ["preprod"] = "staging", ["pre"] = "staging", ["nonprod"] = "staging",
        ["prod"] = "production", ["production"] = "production", ["prd"] = "production", ["live"] = "production",
    };

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        Dictionary<string, Execution> found = [];
        bool isHidden = false;
        foreach (Execution run in evidence.Delivery.Runs)
        {
            foreach (string text in Texts(run))
            {
                isHidden |= text.Contains('$', StringComparison.Ordinal);
                string[] words = TestKinds.Words(text);
                foreach ((int at, string word) in words.Index())
                {
                    // Stages of a pipeline are called so as well.
                    bool isPlace = word is not "stage" || text is "stage" || (at > 0 && words[at - 1] is "to");
                    if (isPlace && Kinds.TryGetValue(word, out string? kind))
                    {
                        found.TryAdd(kind, run);
                    }
                }
            }
        }

        string[] stages = [.. evidence.Delivery.Services.Select(s => s.Location.Path).Distinct().SelectMany(p => StageNames(evidence, p)).SelectMany(TestKinds.Words).Where(Kinds.ContainsKey).Select(w => Kinds[w]).Distinct()];
        if (stages.Length > 1)
        {
            context.Pass(evidence.Delivery.Services[0].Location, string.Join(", ", stages), evidence.Delivery.Services[0].Trail);
        }
        else if (found.Count > 1)
        {
            Execution last = found.Last().Value;
            context.Pass(last.Location, string.Join(", ", found.Keys), last.Trail);
        }
        else if (ShippedDelivery.Find(evidence).SelectMany(s => TestKinds.Words(s.Location.Path)).Where(Kinds.ContainsKey).Select(w => Kinds[w]).Distinct().ToArray() is { Length: > 1 } shipped)
        {
            context.Pass(ShippedDelivery.First(evidence)!.Location, string.Join(", ", shipped));
        }
        else if (Staged(evidence) is { } staged)
        {
            context.Pass(staged.Location, $"{staged.Job!.Name ?? staged.Job.Id} follows another deployment", staged.Trail);
        }
        else if (evidence.Delivery.Runs is not [var first, ..])
        {
            if (evidence.Delivery.Services is [var service, ..])
            {
                context.Open($"{service.Location} does not name its environments");
            }
            else
            {
                context.Fail(new(""), "no pipeline deploys");
            }
        }
        else if (isHidden)
        {
            context.Open($"a variable chooses where {first.Location} deploys to");
        }
        else
        {
            context.Fail(first.Location, found.Count == 1 ? $"{found.First().Key} alone" : "one and no more", first.Trail);
        }
    }

    private static IEnumerable<string> StageNames(RepositoryEvidence evidence, string path) =>
        from root in evidence.Snapshot.Find(path) is { } file ? evidence.Documents.Data(file)?.Roots ?? [] : []
        from entry in KeyPath.Find(root, "Resources.*.Properties.Stages.*.Name").Concat(KeyPath.Find(root, "serialPipeline.stages.*.targetId")).Concat(KeyPath.Find(root, "spec.destination.namespace"))
        where entry.Value.Text is not null
        select entry.Value.Text!;

    /// <summary>A deployment that a job does once more, after another job did it: a second place, whatever its name.</summary>
    private static Execution? Staged(RepositoryEvidence evidence) => evidence.Deployments.Runs.FirstOrDefault(later => evidence.Deployments.Runs.Any(earlier =>
        later.Job is not null && earlier.Job is not null && later.Job.Location != earlier.Job.Location
        && later.Name == earlier.Name && later.Arguments.TakeWhile(IsWord).SequenceEqual(earlier.Arguments.TakeWhile(IsWord))
        && !later.Arguments.SequenceEqual(earlier.Arguments)
        && evidence.Deployments.Follows(later, earlier)));

    private static bool IsWord(string argument) => argument.Length > 0 && char.IsAsciiLetter(argument[0]) && !argument.Contains('$', StringComparison.Ordinal);

    private static IEnumerable<string> Texts(Execution run)
    {
        IEnumerable<string?> texts = [run.Job?.Environment, run.Job?.Id, run.Job?.Name, run.Pipeline is { } p ? Path.GetFileNameWithoutExtension(p.File.Name) : null, .. run.Arguments, .. run.Inputs.Values];
        foreach (PipelineJob outer in run.Pipeline?.Jobs.Where(j => j.Calls is { } call && call.Location == run.Trail[0].Location) ?? [])
        {
            texts = [.. texts, outer.Environment, outer.Id, outer.Name, .. outer.Calls!.Arguments?.Entries.Select(e => e.Value.Text) ?? []];
        }

        return texts.OfType<string>();
    }
}

/// <summary>A person approves before production; what a host asks for cannot be seen.</summary>
internal sealed class DeploymentApproved : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Delivery.Approvals is [var approval, ..])
        {
            context.Pass(approval.Location, approval.Text, approval);
            return;
        }

        Execution? protectable = evidence.Delivery.Runs.FirstOrDefault(r => r.Job?.Environment is not null);
        PipelineJob? shipped = evidence.Traits.Has("template") ? evidence.Pipelines.SelectMany(p => p.Jobs).FirstOrDefault(j => j.Environment is not null) : null;
        if (protectable is not null || shipped is not null)
        {
            Location at = protectable?.Job!.Location ?? shipped!.Location;
            context.Open($"{at} deploys to the environment {protectable?.Job!.Environment ?? shipped!.Environment}, and only the host says who must approve");
        }
        else if (evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else if (evidence.Delivery.Runs is [var run, ..])
        {
            context.Fail(run.Location, $"{run.Name} deploys without one", run.Trail);
        }
        else if (evidence.Delivery.Services is [var service, ..])
        {
            context.Fail(service.Location, $"{service.Technology.Name} deploys without one", service.Trail);
        }
        else
        {
            context.Fail(new(""), "no pipeline deploys");
        }
    }
}

/// <summary>A release that does badly is taken back without a person.</summary>
internal sealed class RollbackAutomatic : RepositoryAnalyzer
{
    private static readonly string[] Failures = ["failure()", "failed()", "on_failure"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TechnologyFact? policy = evidence.Technologies.Facts("automatic-rollback").FirstOrDefault(f => f.Strength != Strength.Declared && !evidence.Trees.IsTestPath(f.Location.Path));
        Execution? back = RollingBack(evidence).FirstOrDefault(IsAfterFailure);
        if (policy is not null)
        {
            context.Pass(policy.Location, policy.Technology.Name, policy.Trail);
        }
        else if (back is not null)
        {
            context.Pass(back.Location, $"{back.Name} runs after a failure", back.Trail);
        }
        else if (evidence.Delivery.Runs is [var run, ..])
        {
            context.Fail(run.Location, "nothing brings the former version back when a deployment fails", run.Trail);
        }
        else
        {
            context.Fail(new(""), evidence.Delivery.Services.Count > 0 || ShippedDelivery.First(evidence) is not null ? "nothing brings the former version back" : "no pipeline deploys");
        }
    }

    private static IEnumerable<Execution> RollingBack(RepositoryEvidence evidence)
    {
        HashSet<Execution> known = new(evidence.Deployments.Promotions, ReferenceEqualityComparer.Instance);
        known.UnionWith(evidence.Technologies.Facts("rollback").Select(f => f.Execution).OfType<Execution>());
        return evidence.Executions.Where(known.Contains);
    }

    private static bool IsAfterFailure(Execution execution) =>
        Conditions(execution).Any(c => c is not null && Failures.Any(f => c.Contains(f, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Conditions of the job and of the step that starts it.</summary>
    private static IEnumerable<string?> Conditions(Execution execution) =>
    [
        execution.Job?.Condition,
        execution.Job?.Source?.TextOf("when"),
        .. execution.Trail.Select(t => execution.Job?.Steps.LastOrDefault(s => s.Location.Path == t.Location.Path && s.Location.Line <= t.Location.Line)?.Condition),
    ];
}

/// <summary>Pipelines that a template ships: no host runs them here, so what they run is read from their steps.</summary>
internal static class ShippedDelivery
{
    private static readonly string[] Words = ["deploy", "deployment", "cd", "release", "publish"];

    /// <summary>The first step that delivers, or null.</summary>
    public static TrailStep? First(RepositoryEvidence evidence) => Find(evidence).FirstOrDefault();

    public static IEnumerable<TrailStep> Find(RepositoryEvidence evidence)
    {
        if (!evidence.Traits.Has("template"))
        {
            yield break;
        }

        ExecutionSignature[] signatures = [.. evidence.Technologies.WithCapability("deployment").SelectMany(t => t.Executions.Where(s => s.Capabilities.Count == 0 || s.Capabilities.Contains("deployment")))];
        foreach (Pipeline pipeline in evidence.Pipelines.Where(p => !p.IsReadByHost && TestKinds.Words(p.File.Name).Any(Words.Contains)))
        {
            foreach (PipelineStep step in pipeline.Jobs.SelectMany(j => j.Steps))
            {
                string? command = step.Script is null ? null : Documents.Commands.ShellScript.Parse(step.Script).Commands
                    .Select(c => c.Words.Select(w => w.Text).ToArray())
                    .Where(w => w.Length > 0 && signatures.Any(s => TechnologyMatcher.Matches(s, new Execution(ExecutionKind.Command, w[0], w[1..], Executor.Ci, []))))
                    .Select(w => string.Join(' ', w))
                    .FirstOrDefault();
                bool isAction = step.Uses is { } uses && signatures.Any(s => TechnologyMatcher.Matches(s, new Execution(ExecutionKind.Action, uses, [], Executor.Ci, []) { Inputs = step.Inputs }));
                if (command is not null || isAction)
                {
                    yield return new TrailStep(step.Location, command ?? step.Uses!);
                }
            }
        }
    }
}
