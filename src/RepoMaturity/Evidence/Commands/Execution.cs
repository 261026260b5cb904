using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Who runs a command.</summary>
internal enum Executor
{
    /// <summary>A pipeline of a CI host.</summary>
    Ci,

    /// <summary>An app of a host that reads the repository's configuration, such as pre-commit.ci.</summary>
    Hosted,

    /// <summary>A git hook on the developer's machine.</summary>
    CommitHook,

    /// <summary>A workflow engine.</summary>
    Orchestrator,
}

/// <summary>In which list of a technology an execution is looked up.</summary>
internal enum ExecutionKind
{
    /// <summary>A program with arguments: <c>ruff check src</c>.</summary>
    Command,

    /// <summary>An action or task of a CI host: <c>psf/black</c>, <c>DotNetCoreCLI</c>.</summary>
    Action,

    /// <summary>A hook of pre-commit or its kin by id: <c>ruff-format</c>.</summary>
    Hook,
}

/// <summary>One thing that is run, with who runs it, when, and whether its failure stops the change.</summary>
/// <param name="Kind">Command, action or hook.</param>
/// <param name="Name">The program without path and extension (<c>pytest</c>; a script of the repository keeps its extension), the action without version, or the hook's id.</param>
/// <param name="Arguments">Arguments of the program, after wrappers such as <c>python -m</c>, <c>poetry run</c> and <c>coverage run -m</c> were taken off.</param>
/// <param name="Executor">Who runs it.</param>
/// <param name="Trail">From the outermost place (the workflow's step) to the place where the command is written.</param>
internal sealed record Execution(
    ExecutionKind Kind,
    string Name,
    IReadOnlyList<string> Arguments,
    Executor Executor,
    IReadOnlyList<TrailStep> Trail)
{
    /// <summary>The pipeline that starts it; null for hooks.</summary>
    public Pipeline? Pipeline { get; init; }

    /// <summary>The job that starts it; null for hooks.</summary>
    public PipelineJob? Job { get; init; }

    /// <summary>Triggers that really start it: those of the outermost pipeline, narrowed by the job.</summary>
    public IReadOnlyList<PipelineTrigger> Triggers { get; init; } = [];

    /// <summary>Inputs of an action; empty for commands.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Why its failure does not fail the pipeline (<c>|| true</c>, <c>continue-on-error</c>), or null when it does.</summary>
    public string? FailureIgnored { get; init; }

    /// <summary>Where <see cref="FailureIgnored"/> is written.</summary>
    public Location FailureIgnoredAt { get; init; }

    /// <summary>Folder it runs in, relative to the root; null when it cannot be told.</summary>
    public string? WorkingDirectory { get; init; } = "";

    /// <summary>Where the command itself is written: the last step of the trail.</summary>
    public Location Location => Trail.Count > 0 ? Trail[^1].Location : default;

    /// <summary>True when a pull request or a push to the main branch starts it.</summary>
    public bool OnChange => Executor == Executor.Hosted || BranchFilter.OnChange(Triggers);

    /// <summary>A CI or hosted execution on change whose failure fails it: the house's word Enforced.</summary>
    public bool IsEnforced => Executor is (Executor.Ci or Executor.Hosted) && OnChange && FailureIgnored is null;
}

/// <summary>A reference that a command, step or hook makes to something outside this repository or not found in it.</summary>
/// <param name="Target">The reference as written.</param>
/// <param name="Reason">Why it cannot be followed.</param>
/// <param name="Executor">Who would run it.</param>
/// <param name="Trail">How it is reached.</param>
internal sealed record UnresolvedReference(string Target, string Reason, Executor Executor, IReadOnlyList<TrailStep> Trail)
{
    /// <summary>True when it lies in another repository or beyond a bound, so that what it runs is Open and not missing.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>True when it lies in this repository, beyond a bound.</summary>
    public bool IsBeyondBound { get; init; }

    /// <summary>Says where a reader has to look.</summary>
    public string Advice => $"CI calls {Target}, which {Reason}: look there";

    /// <summary>Triggers that would start it.</summary>
    public IReadOnlyList<PipelineTrigger> Triggers { get; init; } = [];
}
