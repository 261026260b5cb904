using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Commands;

/// <summary>The task files of a snapshot, by tool and folder; each is read once. Not safe for parallel use.</summary>
internal sealed class TaskFileSet(DocumentSet documents)
{
    private delegate TaskFile? Reader(DocumentSet documents, SnapshotFile file);

    /// <summary>A tool's files in the order the tool looks for them; it goes up through the folders when <paramref name="LooksUp"/>.</summary>
    private sealed record Format(string Tool, string[] Names, Reader Read, bool LooksUp = false);

    private static readonly Format[] Formats =
    [
        new("make", ["GNUmakefile", "makefile", "Makefile"], Makefile.Read),
        new("just", ["justfile", "Justfile", ".justfile"], Justfile.Read, LooksUp: true),
        new("tox", ["tox.ini", "setup.cfg", "pyproject.toml", "tox.toml"], ToxFile.Read),
        new("nox", ["noxfile.py"], PythonTasks.Nox),
        new("invoke", ["tasks.py"], PythonTasks.Invoke, LooksUp: true),
        new("npm", ["package.json"], (d, f) => Table(d, f, "npm", "scripts"), LooksUp: true),
        new("hatch", ["hatch.toml", "pyproject.toml"], Hatch, LooksUp: true),
        new("pdm", ["pyproject.toml"], (d, f) => Table(d, f, "pdm", "tool", "pdm", "scripts"), LooksUp: true),
        new("poe", ["pyproject.toml", "poe_tasks.toml"], (d, f) => Table(d, f, "poe", "tool", "poe", "tasks"), LooksUp: true),
        new("taskipy", ["pyproject.toml"], (d, f) => Table(d, f, "taskipy", "tool", "taskipy", "tasks"), LooksUp: true),
        new("rye", ["pyproject.toml"], (d, f) => Table(d, f, "rye", "tool", "rye", "scripts"), LooksUp: true),
        new("pipenv", ["Pipfile"], (d, f) => Table(d, f, "pipenv", "scripts"), LooksUp: true),
        new("pixi", ["pixi.toml", "pyproject.toml"], Pixi, LooksUp: true),
        new("mise", ["mise.toml", ".mise.toml"], (d, f) => Table(d, f, "mise", "tasks"), LooksUp: true),
        new("task", ["Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml", "Taskfile.dist.yml"], (d, f) => Table(d, f, "task", "tasks"), LooksUp: true),
    ];

    private readonly Dictionary<(string Tool, string Path), TaskFile?> _read = [];

    /// <summary>The file that a tool reads when it is started in a folder, or null.</summary>
    public TaskFile? Find(string tool, string directory)
    {
        Format format = Array.Find(Formats, f => f.Tool == tool)!;
        for (string? at = directory; at is not null; at = format.LooksUp ? RepositoryPath.Parent(at) : null)
        {
            foreach (string name in format.Names)
            {
                if (Read(format, at.Length == 0 ? name : at + "/" + name) is { } file)
                {
                    return file;
                }
            }
        }

        return null;
    }

    /// <summary>The file at a path read as that tool does, or null.</summary>
    public TaskFile? At(string tool, string path) => Read(Array.Find(Formats, f => f.Tool == tool)!, path);

    /// <summary>Every task file, in path order, then by tool.</summary>
    public IEnumerable<TaskFile> All()
    {
        foreach (SnapshotFile file in documents.Snapshot.Files)
        {
            foreach (Format format in Formats)
            {
                if (format.Names.Contains(file.Name) && Read(format, file.Path) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    private TaskFile? Read(Format format, string path)
    {
        if (!_read.TryGetValue((format.Tool, path), out TaskFile? known))
        {
            known = documents.Snapshot.Find(path) is { HasContent: true } file ? format.Read(documents, file) : null;
            _read.Add((format.Tool, path), known);
        }

        return known;
    }

    private static TaskFile? Table(DocumentSet documents, SnapshotFile file, string tool, params string[] keys)
    {
        DataNode? table = documents.Data(file)?.Root?.At(keys);
        List<TaskTarget> targets = [.. TaskTable.Read(file, table)];
        return targets.Count == 0 ? null : new TaskFile(file, tool, targets) { Defaults = targets.Any(t => t.Name == "default") ? ["default"] : [] };
    }

    /// <summary>Scripts of all environments: <c>lint:check</c>, and <c>test</c> for the default one.</summary>
    private static TaskFile? Hatch(DocumentSet documents, SnapshotFile file)
    {
        DataNode? root = documents.Data(file)?.Root;
        DataNode? environments = file.Name == "hatch.toml" ? root?["envs"] : root?.At("tool", "hatch", "envs");
        List<TaskTarget> targets = [];
        foreach (DataEntry environment in environments?.Entries ?? [])
        {
            targets.AddRange(TaskTable.Read(file, environment.Value["scripts"], environment.Key == "default" ? "" : environment.Key + ":"));
        }

        return targets.Count == 0 ? null : new TaskFile(file, "hatch", targets);
    }

    private static TaskFile? Pixi(DocumentSet documents, SnapshotFile file)
    {
        DataNode? root = documents.Data(file)?.Root;
        root = file.Name == "pixi.toml" ? root : root?.At("tool", "pixi");
        List<TaskTarget> targets = [.. TaskTable.Read(file, root?["tasks"])];
        foreach (DataEntry feature in root?["feature"]?.Entries ?? [])
        {
            targets.AddRange(TaskTable.Read(file, feature.Value["tasks"]).Where(t => targets.All(k => k.Name != t.Name)));
        }

        return targets.Count == 0 ? null : new TaskFile(file, "pixi", targets);
    }
}
