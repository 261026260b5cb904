using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>The service that reads a pipeline file.</summary>
internal enum PipelineHost
{
    GitHubActions,
    AzurePipelines,
    GitLabCi,
    CircleCi,
    Jenkins,
    CloudBuild,
    Bitbucket,
    Tekton,
    ArgoWorkflows,
    Travis,
    Prow,
    CodeBuild,
}

/// <summary>What starts a pipeline, named as the hosts name it.</summary>
internal enum TriggerKind
{
    Push,
    PullRequest,
    Tag,
    Schedule,
    Manual,
    Release,

    /// <summary>Called by another pipeline of this repository: a reusable workflow, a template.</summary>
    Call,

    /// <summary>An event of the host that is none of the others.</summary>
    Other,
}

/// <summary>One trigger as written.</summary>
/// <param name="Kind">What starts the pipeline.</param>
/// <param name="Branches">Branch filters as written; empty for all.</param>
/// <param name="Paths">Path filters as written; empty for all.</param>
/// <param name="Location">Where it is written.</param>
/// <param name="IsDefault">True when nothing is written and the host's default applies.</param>
internal sealed record PipelineTrigger(
    TriggerKind Kind,
    IReadOnlyList<string> Branches,
    IReadOnlyList<string> Paths,
    Location Location,
    bool IsDefault = false)
{
    /// <summary>The host's own name of the event: <c>pull_request_target</c>, <c>workflow_run</c>; or a cron expression.</summary>
    public string? Detail { get; init; }
}

/// <summary>A pipeline file of any host, normalised. Templates and reusable files are pipelines too, with <see cref="IsCallable"/>.</summary>
internal sealed record Pipeline(SnapshotFile File, PipelineHost Host, string? Name)
{
    public IReadOnlyList<PipelineTrigger> Triggers { get; init; } = [];

    public IReadOnlyList<PipelineJob> Jobs { get; init; } = [];

    /// <summary>Token permissions of the whole file, as written; null when none are.</summary>
    public DataNode? Permissions { get; init; }

    /// <summary>True for a template, a reusable workflow, a composite action: it runs only when called.</summary>
    public bool IsCallable { get; init; }

    /// <summary>
    /// True when the host would read this file where it lies. Files of hosts with free placement (Azure Pipelines, Cloud Build,
    /// Jenkins) are read when the host was told so, which the repository cannot show; they count as read.
    /// </summary>
    public bool IsReadByHost { get; init; } = true;

    /// <summary>Templates, workflows or files of another repository, which cannot be seen from here.</summary>
    public IReadOnlyList<PipelineReference> External { get; init; } = [];

    /// <summary>What could not be understood.</summary>
    public ParseProblem? Problem { get; init; }

    /// <summary>The parsed file, for rules that read the host's own keys; null for Jenkinsfiles.</summary>
    public DataNode? Source { get; init; }
}

/// <summary>A reference to a template, workflow or action, with the place where it is written.</summary>
/// <param name="Target">A path inside the repository, or the reference as written when it leaves the repository.</param>
/// <param name="Location">Where it is written.</param>
/// <param name="IsExternal">True when the target lies in another repository.</param>
internal sealed record PipelineReference(string Target, Location Location, bool IsExternal)
{
    /// <summary>Values passed to the target by name, with the caller's own values put in where they are literal; null for none.</summary>
    public DataNode? Arguments { get; init; }
}

/// <summary>A job: steps that run one after the other on one machine.</summary>
internal sealed record PipelineJob(string Id, Location Location)
{
    public string? Name { get; init; }

    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>The condition as written, such as <c>github.event_name == 'push'</c>.</summary>
    public string? Condition { get; init; }

    /// <summary>Why the job can never run (<c>if: false</c>), or null.</summary>
    public string? NeverRuns { get; init; }

    /// <summary>Why a failure of the job does not fail the pipeline (<c>continue-on-error</c>, <c>allow_failure</c>), or null.</summary>
    public string? FailureIgnored { get; init; }

    /// <summary>
    /// Triggers this job is limited to by rules of its own (GitLab <c>rules</c>/<c>only</c>, CircleCI filters, a plain event test in the
    /// condition); null when all of the pipeline's triggers start it.
    /// </summary>
    public IReadOnlyList<PipelineTrigger>? Triggers { get; init; }

    /// <summary>Deployment environment with its place; a gate only where the host protects it.</summary>
    public string? Environment { get; init; }

    public DataNode? Permissions { get; init; }

    /// <summary>Container image of the job and images of its service containers.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Environment variables visible to all steps, as written.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = EmptyVariables;

    /// <summary>The reusable workflow, or the template of jobs or stages, that this job stands for; or null.</summary>
    public PipelineReference? Calls { get; init; }

    public IReadOnlyList<PipelineStep> Steps { get; init; } = [];

    /// <summary>The parsed node, for rules that read the host's own keys.</summary>
    public DataNode? Source { get; init; }

    internal static readonly IReadOnlyDictionary<string, string> EmptyVariables = new Dictionary<string, string>();
}

/// <summary>One step: a shell script, a use of an action or task, or a call of a template.</summary>
internal sealed record PipelineStep(Location Location)
{
    public string? Name { get; init; }

    /// <summary>The script as the shell gets it, or null.</summary>
    public string? Script { get; init; }

    /// <summary>Line of the script's first line in the file.</summary>
    public int ScriptLine { get; init; }

    /// <summary>The shell: <c>bash</c>, <c>sh</c>, <c>pwsh</c>, <c>cmd</c>, <c>python</c> …; null for the host's default.</summary>
    public string? Shell { get; init; }

    /// <summary>False where the commands of the script go on after one that failed, whatever the host does by default.</summary>
    public bool StopsAtFailure { get; init; } = true;

    /// <summary>Folder the script runs in, relative to the root; null when it cannot be told.</summary>
    public string? WorkingDirectory { get; init; } = "";

    /// <summary>Action, task, orb command or builder image, without its version: <c>actions/checkout</c>, <c>PublishTestResults</c>; or null.</summary>
    public string? Uses { get; init; }

    /// <summary>Version of <see cref="Uses"/> as written: a tag, a branch, a digest.</summary>
    public string? UsesVersion { get; init; }

    /// <summary>Inputs of <see cref="Uses"/> as written, keys as the host names them.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = PipelineJob.EmptyVariables;

    /// <summary>The composite action, template or included file of this repository (or another) that this step calls, or null.</summary>
    public PipelineReference? Calls { get; init; }

    public IReadOnlyDictionary<string, string> Variables { get; init; } = PipelineJob.EmptyVariables;

    public string? Condition { get; init; }

    /// <summary>Why the step can never run, or null.</summary>
    public string? NeverRuns { get; init; }

    /// <summary>Why a failure of the step does not fail the job, or null.</summary>
    public string? FailureIgnored { get; init; }

    /// <summary>The parsed node, for rules that read the host's own keys.</summary>
    public DataNode? Source { get; init; }
}
