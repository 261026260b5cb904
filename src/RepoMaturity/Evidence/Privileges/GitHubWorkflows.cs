using RepoMaturity.Documents;
using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Secrets;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Privileges;

/// <summary>A step that a workflow of GitHub runs, itself or in an action or workflow of this repository that it calls.</summary>
/// <param name="Workflow">The outermost workflow.</param>
/// <param name="Root">Its job.</param>
/// <param name="File">The file in which the step is written.</param>
/// <param name="Job">The job in which the step is written.</param>
/// <param name="Step">The step, with what the callers pass put in.</param>
/// <param name="Trail">The calls that lead to the step; empty when the workflow holds it.</param>
internal sealed record WorkflowStep(Pipeline Workflow, PipelineJob Root, Pipeline File, PipelineJob Job, PipelineStep Step, IReadOnlyList<TrailStep> Trail)
{
    /// <summary>Events that start the step, named as the host names them; <c>schedule</c> for every timer.</summary>
    public IEnumerable<string> Events => GitHubWorkflows.Events(Workflow, Root);

    /// <summary>The lines of the script that the step runs, its own or one handed to an action that runs scripts.</summary>
    public IEnumerable<ScriptLine> Script =>
        GitHubWorkflows.Script(Step) is { } script
            ? script.Text.Split('\n').Select((l, i) => new ScriptLine(l.Trim(), new Location(File.File.Path, script.Line + i)))
            : [];

    /// <summary>Conditions under which it runs, outermost first.</summary>
    public IEnumerable<string> Conditions => new[] { Root.Condition, Job.Condition, Step.Condition }.OfType<string>();

    /// <summary>The trail to a place in the step's file.</summary>
    public IReadOnlyList<TrailStep> To(Location location, string text) => [.. Trail, new TrailStep(location, text)];
}

/// <summary>Workflows, reusable workflows and composite actions of GitHub, as the rules about privileges read them.</summary>
internal static class GitHubWorkflows
{
    private const int MaxCalls = 5;
    private const int MaxSteps = 20_000;

    /// <summary>Actions that run a script, with the input that holds it.</summary>
    private static readonly Dictionary<string, string> ScriptInputs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["actions/github-script"] = "script",
        ["azure/cli"] = "inlineScript",
        ["azure/powershell"] = "inlineScript",
        ["appleboy/ssh-action"] = "script",
        ["nick-fields/retry"] = "command",
    };

    /// <summary>Own files of GitHub that the host reads, or that a template ships: workflows and composite actions.</summary>
    public static IEnumerable<Pipeline> Files(RepositoryEvidence evidence) =>
        PipelineSecrets.Pipelines(evidence).Where(p => p is { Host: PipelineHost.GitHubActions, Source: not null });

    /// <summary>Workflows that something can start; those that only others call run with the token of the caller.</summary>
    public static IEnumerable<Pipeline> Started(RepositoryEvidence evidence) =>
        Files(evidence).Where(p => !p.IsCallable && p.Triggers.Count > 0 && p.Jobs.Any(j => j.NeverRuns is null));

    /// <summary>Names of the events that start a job.</summary>
    public static IEnumerable<string> Events(Pipeline workflow, PipelineJob job) =>
        (job.Triggers ?? workflow.Triggers).Select(t => t.Kind == TriggerKind.Schedule ? "schedule" : t.Detail?.Split(' ', 2)[0] ?? "").Distinct();

    /// <summary>The script of a step with its first line, also one that an action runs.</summary>
    public static (string Text, int Line)? Script(PipelineStep step) =>
        step.Script is { } script ? (script, step.ScriptLine)
        : step.Uses is { } uses && ScriptInputs.TryGetValue(uses, out string? name) && step.Inputs.TryGetValue(name, out string? text)
            ? (text, step.Source?["with"]?[name]?.TextLine ?? step.Location.Line)
            : null;

    /// <summary>All steps that can run, with those of called actions and workflows.</summary>
    public static IEnumerable<WorkflowStep> Steps(RepositoryEvidence evidence) =>
        Started(evidence).SelectMany(w => w.Jobs.SelectMany(j => Walk(evidence, w, j, w, j, [], 0))).Take(MaxSteps);

    private static IEnumerable<WorkflowStep> Walk(
        RepositoryEvidence evidence,
        Pipeline workflow,
        PipelineJob root,
        Pipeline file,
        PipelineJob job,
        IReadOnlyList<TrailStep> trail,
        int depth)
    {
        if (job.NeverRuns is not null || depth > MaxCalls)
        {
            yield break;
        }

        foreach (PipelineStep step in job.Steps.Where(s => s.NeverRuns is null))
        {
            yield return new WorkflowStep(workflow, root, file, job, step, trail);
        }

        foreach (PipelineReference call in job.Steps.Where(s => s.NeverRuns is null).Select(s => s.Calls).Append(job.Calls).OfType<PipelineReference>())
        {
            if (evidence.Called(call) is not { } called)
            {
                continue;
            }

            TrailStep[] longer = [.. trail, new TrailStep(call.Location, call.Target)];
            foreach (WorkflowStep step in called.Jobs.SelectMany(j => Walk(evidence, workflow, root, called, j, longer, depth + 1)))
            {
                yield return step;
            }
        }
    }

    /// <summary>Actions, workflows and images of others that the files use, each where it is written.</summary>
    public static IEnumerable<(string Reference, Location Location)> External(RepositoryEvidence evidence) =>
        Files(evidence).SelectMany(f => External(f, evidence.Snapshot.Name));

    private static IEnumerable<(string Reference, Location Location)> External(Pipeline file, string repository)
    {
        HashSet<DataNode> seen = new(ReferenceEqualityComparer.Instance);
        foreach (PipelineJob job in file.Jobs)
        {
            foreach (DataNode? uses in job.Steps.Select(s => s.Source?["uses"]).Prepend(job.Source?["uses"]))
            {
                if (uses?.Text is { } text && seen.Add(uses) && !text.StartsWith('.') && !IsUnknown(text) && text.AsSpan().ContainsAny('/', '@') && !IsOwn(text, repository))
                {
                    yield return (text, uses.In(file.File));
                }
            }
        }
    }

    /// <summary>True when the reference, or a part of it, is filled in later.</summary>
    public static bool IsUnknown(string reference) =>
        reference.Contains('$', StringComparison.Ordinal) || reference.Contains(TemplateText.Placeholder, StringComparison.Ordinal);

    /// <summary>True for <c>owner/repository/path@version</c> of this repository.</summary>
    private static bool IsOwn(string reference, string repository) =>
        reference.Split('/', 3) is [_, var name, _] && name.Equals(repository, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a full commit id, or a digest of an image.</summary>
    public static bool IsPinned(string reference)
    {
        string version = PipelineNodes.SplitVersion(reference).Version ?? "";
        return version.StartsWith("sha256:", StringComparison.Ordinal)
            || (version.Length is 40 or 64 && version.All(char.IsAsciiHexDigit));
    }

    /// <summary>True for actions of the host itself.</summary>
    public static bool IsFirstParty(string reference) =>
        reference.StartsWith("actions/", StringComparison.OrdinalIgnoreCase) || reference.StartsWith("github/", StringComparison.OrdinalIgnoreCase);
}
