using System.Collections.Immutable;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A task that is defined and that no pipeline and no hook reaches.</summary>
/// <param name="Tool">The program that would run it.</param>
/// <param name="Target">The task.</param>
internal sealed record UncalledTask(string Tool, TaskTarget Target);

/// <summary>
/// All that pipelines and commit hooks run: each command is parsed as shell and followed through the task files, scripts and images
/// of the same repository, to the tools at the end of the trail.
/// </summary>
internal sealed partial class CommandGraph
{
    internal const int MaxDepth = 16;
    internal const int MaxExecutions = 20_000;
    private const int MaxSteps = 1_000_000;

    // Of one pipeline, or of all hooks, so that a large one does not hide what comes after it.
    private const int MaxExecutionsOfRoot = 4_000;
    private const int MaxStepsOfRoot = 100_000;
    private const string PytestVariable = "PYTEST_ADDOPTS";

    private readonly DocumentSet _documents;
    private readonly PipelineSet _pipelines;
    private readonly TaskFileSet _tasks;
    private readonly List<Execution> _executions = [];
    private readonly List<UnresolvedReference> _unresolved = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private int _steps;
    private int _stepsBefore;
    private int _executionsBefore;
    private bool _isExhausted;
    private long _parsed;

    public CommandGraph(DocumentSet documents, PipelineSet pipelines)
    {
        _documents = documents;
        _pipelines = pipelines;
        _tasks = new TaskFileSet(documents);
        foreach (Pipeline pipeline in pipelines.Pipelines)
        {
            FollowRoot(pipeline);
        }

        StartRoot();
        FollowHooks();
        Uncalled = [.. _tasks.All().SelectMany(f => f.Targets.Where(t => t.Name.Length > 0 && t.Commands.Count > 0 && !_called.Contains(KeyOf(f, t))).Select(t => new UncalledTask(f.Tool, t)))];
    }

    /// <summary>Everything that runs: by pipeline path and position, hooks last.</summary>
    public IReadOnlyList<Execution> Executions => _executions;

    /// <summary>References that could not be followed.</summary>
    public IReadOnlyList<UnresolvedReference> Unresolved => _unresolved;

    /// <summary>The first thing that CI calls and that cannot be seen from here, since it lies in another repository or beyond a bound; null when there is none.</summary>
    /// <param name="onChange">Only what a pull request or a push to the main branch starts.</param>
    /// <param name="withBounds">False for what lies in another repository only.</param>
    public UnresolvedReference? LeavesRepository(bool onChange, bool withBounds = true) =>
        _unresolved.FirstOrDefault(u => u.IsUnseen && (withBounds || !u.IsBeyondBound) && (!onChange || BranchFilter.OnChange(u.Triggers)));

    /// <summary>As <see cref="LeavesRepository(bool, bool)"/>, of what a kind of trigger starts.</summary>
    public UnresolvedReference? LeavesRepository(TriggerKind trigger) => _unresolved.FirstOrDefault(u => u.IsUnseen && u.Triggers.Any(t => t.Kind == trigger));

    /// <summary>Tasks that nothing calls, by path and position.</summary>
    public IReadOnlyList<UncalledTask> Uncalled { get; }

    private RepositorySnapshot Snapshot => _documents.Snapshot;

    private static string KeyOf(TaskFile file, TaskTarget target) => $"{file.Tool}\n{file.File.Path}\n{target.Name}";

    /// <summary>False when a bound is reached, or when the trail is at this file or task already.</summary>
    private bool Enter(CommandWalk walk, string key, out CommandWalk inner)
    {
        inner = walk with { Open = walk.Open.Add(key) };
        return !walk.Open.Contains(key) && IsWithin(walk.Open.Count < MaxDepth) && HasBudget();
    }

    private bool HasBudget() => IsWithin(++_steps <= MaxSteps && _steps - _stepsBefore <= MaxStepsOfRoot
        && _executions.Count < MaxExecutions && _executions.Count - _executionsBefore < MaxExecutionsOfRoot);

    private void StartRoot() => (_stepsBefore, _executionsBefore, _isExhausted) = (_steps, _executions.Count, false);

    private bool IsWithin(bool holds)
    {
        _isExhausted |= !holds;
        return holds;
    }

    private void Emit(ExecutionKind kind, string name, IEnumerable<string> arguments, CommandWalk walk, IReadOnlyDictionary<string, string>? inputs = null)
    {
        if (_executions.Count >= MaxExecutions)
        {
            return;
        }

        string[] words = [.. EnvironmentOptions(name, walk), .. arguments.Select(a => a.Replace(CommandWalk.Root + "/", "", StringComparison.Ordinal).Replace(CommandWalk.Root, ".", StringComparison.Ordinal))];
        string identity = $"{kind}\n{walk.Executor}\n{walk.Pipeline?.File.Path}\n{walk.Job?.Location}\n{walk.Job?.Id}\n{name}\n{string.Join('\n', words)}\n\n{string.Join('\n', walk.Trail)}\n{walk.FailureIgnored}";
        if (!_seen.Add(identity))
        {
            return;
        }

        // The tool's own way to say that findings do not matter.
        bool exitsZero = walk.FailureIgnored is null && Array.IndexOf(words, "--exit-zero") >= 0;
        _executions.Add(new Execution(kind, name, words, walk.Executor, walk.Trail)
        {
            Pipeline = walk.Pipeline,
            Job = walk.Job,
            Triggers = walk.Triggers,
            Inputs = inputs ?? PipelineJob.EmptyVariables,
            FailureIgnored = exitsZero ? "--exit-zero" : walk.FailureIgnored,
            FailureIgnoredAt = exitsZero && walk.Trail.Count > 0 ? walk.Trail[^1].Location : walk.FailureIgnoredAt,
            WorkingDirectory = walk.Directory,
        });
    }

    /// <summary>What pytest reads from its environment; tox hands that variable on only where it is told to.</summary>
    private static IReadOnlyList<string> EnvironmentOptions(string name, CommandWalk walk) =>
        name is not ("pytest" or "py.test") || walk.Tasks?.Tool == "tox" || !walk.Variables.ContainsKey(PytestVariable) ? []
        : walk.Lookup(PytestVariable) is { } value && !value.Contains('$', StringComparison.Ordinal) ? [.. ShellScript.Parse(value).Commands.SelectMany(c => c.Words).Select(w => w.Text)]
        : ["$" + PytestVariable];

    private void Unfollowed(string target, string reason, CommandWalk walk, bool isUnseen = false, bool isBeyondBound = false)
    {
        if (_unresolved.Count < MaxExecutions && _seen.Add($"?{target}\n{reason}\n{walk.Executor}\n{string.Join('\n', walk.Trail)}"))
        {
            _unresolved.Add(new UnresolvedReference(TrailText.Shorten(target), reason, walk.Executor, walk.Trail) { IsUnseen = isUnseen, IsBeyondBound = isBeyondBound, Triggers = walk.Triggers });
        }
    }

    private static ImmutableDictionary<string, string> Over(ImmutableDictionary<string, string> outer, IReadOnlyDictionary<string, string> inner) =>
        inner.Count == 0 ? outer : outer.SetItems(inner);
}
