using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Commands;

/// <summary>A file that defines tasks by name: Makefile, justfile, tox.ini, noxfile.py, package.json …</summary>
/// <param name="File">The file.</param>
/// <param name="Tool">The program that reads it: <c>make</c>, <c>tox</c>, <c>npm</c>.</param>
/// <param name="Targets">Its tasks in the order of the file.</param>
internal sealed record TaskFile(SnapshotFile File, string Tool, IReadOnlyList<TaskTarget> Targets)
{
    /// <summary>Names of the tasks that run when none is named.</summary>
    public IReadOnlyList<string> Defaults { get; init; } = [];

    /// <summary>Variables that a make command line may override, as written.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    private readonly Dictionary<string, TaskTarget> _byName = ByName(Targets);

    public TaskTarget? Find(string name) => _byName.GetValueOrDefault(name);

    private static Dictionary<string, TaskTarget> ByName(IReadOnlyList<TaskTarget> targets)
    {
        Dictionary<string, TaskTarget> byName = new(StringComparer.Ordinal);
        foreach (TaskTarget target in targets)
        {
            byName.TryAdd(target.Name, target);
        }

        return byName;
    }
}

/// <summary>A task, target, recipe, environment, session or script.</summary>
internal sealed record TaskTarget(string Name, Location Location)
{
    /// <summary>Tasks that run before it.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    public IReadOnlyList<TaskCommand> Commands { get; init; } = [];

    /// <summary>Folder its commands run in, from the root; null for the folder of the file.</summary>
    public string? Directory { get; init; }

    /// <summary>Why its failure is ignored, or null.</summary>
    public string? FailureIgnored { get; init; }
}

/// <summary>A command, or a small script, of a task.</summary>
/// <param name="Text">Shell text as written, prefixes taken off.</param>
/// <param name="Location">Where its first line is written.</param>
internal sealed record TaskCommand(string Text, Location Location)
{
    /// <summary>Why its failure does not fail the task, or null.</summary>
    public string? FailureIgnored { get; init; }

    /// <summary>How the tool starts the shell.</summary>
    public ShellOptions Options { get; init; }

    /// <summary>Program and arguments when the tool starts it without a shell; then <see cref="Text"/> is for the eye.</summary>
    public IReadOnlyList<string>? Words { get; init; }
}
