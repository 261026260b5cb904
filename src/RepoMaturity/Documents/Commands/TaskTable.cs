using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Commands;

/// <summary>
/// Reads tasks that a data file lists by name, as npm, hatch, pdm, poe, taskipy, rye, pipenv, pixi, mise and Taskfile do: a string, a
/// list, or a table with the command under <c>cmd</c>, <c>run</c>, <c>shell</c> …
/// </summary>
internal static class TaskTable
{
    private static readonly string[] CommandKeys = ["cmd", "cmds", "run", "shell", "command", "composite", "sequence", "chain"];
    private static readonly string[] NeedKeys = ["deps", "depends", "depends-on", "depends_on", "needs"];

    public static IEnumerable<TaskTarget> Read(SnapshotFile file, DataNode? table, string prefix = "")
    {
        foreach (DataEntry entry in table?.Entries ?? [])
        {
            yield return Target(file, prefix + entry.Key, new Location(file.Path, entry.Line), entry.Value);
        }
    }

    private static TaskTarget Target(SnapshotFile file, string name, Location at, DataNode value)
    {
        List<TaskCommand> commands = [];
        List<string> needs = [];
        Commands(file, value, null, commands);
        foreach (DataNode need in NeedKeys.SelectMany(k => value[k]?.OneOrMany() ?? []))
        {
            if ((need.Text ?? need.TextOf("task")) is { } needed)
            {
                needs.Add(needed);
            }
        }

        string? directory = value.TextOf("dir") ?? value.TextOf("cwd") ?? value.TextOf("working_dir");
        return new TaskTarget(name, at)
        {
            Needs = needs,
            Commands = commands,
            Directory = directory is null ? null : RepositoryPath.Combine(file.Directory, directory),
            FailureIgnored = value["ignore_error"] is { IsTrue: true } ? "ignore_error: true" : null,
        };
    }

    private static void Commands(SnapshotFile file, DataNode value, string? ignored, List<TaskCommand> commands, int depth = 0)
    {
        if (value.Text is { } text)
        {
            // hatch and pdm: a leading dash ignores the exit code.
            bool dash = text.StartsWith("- ", StringComparison.Ordinal);
            commands.Add(new TaskCommand(dash ? text[2..] : text, new Location(file.Path, value.TextLine))
            {
                FailureIgnored = ignored ?? (dash ? "leading - of the task" : null),
                Options = new ShellOptions(ErrExit: text.Contains('\n', StringComparison.Ordinal)),
            });
            return;
        }

        if (value.IsSequence)
        {
            foreach (DataNode item in value.Items.Where(_ => depth < 4))
            {
                Commands(file, item, ignored, commands, depth + 1);
            }

            return;
        }

        if (value.TextOf("task") is { } called && depth > 0)
        {
            commands.Add(new TaskCommand("task " + called, value.In(file)) { Words = ["task", called] });
        }

        ignored ??= value["ignore_error"] is { IsTrue: true } ? "ignore_error: true" : null;
        foreach (string key in CommandKeys.Where(_ => depth < 4))
        {
            if (value[key] is { } inner)
            {
                // A list under cmd is one command, elsewhere it is several.
                if (key == "cmd" && inner.IsSequence)
                {
                    string[] words = [.. inner.Items.Select(i => i.Text ?? "")];
                    commands.Add(new TaskCommand(string.Join(' ', words), inner.In(file)) { Words = words, FailureIgnored = ignored });
                }
                else
                {
                    Commands(file, inner, ignored, commands, depth + 1);
                }
            }
        }
    }
}
