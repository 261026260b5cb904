using System.Collections.Concurrent;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Commands;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Adds pytest's <c>addopts</c> to the arguments of what runs it, so that <c>--cov-fail-under</c> is seen wherever it is written.</summary>
internal sealed class PytestOptions(DocumentSet documents)
{
    /// <summary>In the order in which pytest looks for its configuration in a folder; the first file with the table is used alone.</summary>
    private static readonly (string File, string[] Table)[] Files =
    [
        ("pytest.toml", ["pytest"]),
        (".pytest.toml", ["pytest"]),
        ("pytest.ini", ["pytest"]),
        (".pytest.ini", ["pytest"]),
        ("pyproject.toml", ["tool", "pytest", "ini_options"]),
        ("pyproject.toml", ["tool", "pytest"]),
        ("tox.ini", ["pytest"]),
        ("setup.cfg", ["tool:pytest"]),
    ];

    private readonly ConcurrentDictionary<string, (IReadOnlyList<string> Words, TrailStep Step)?> _byFolder = new(StringComparer.Ordinal);

    /// <summary>The execution with <c>addopts</c> before its arguments and their place in its trail; unchanged when it does not run pytest.</summary>
    public Execution Complete(Execution execution)
    {
        if (execution is not { Kind: ExecutionKind.Command, Name: "pytest" or "py.test" } || Options(execution) is not { } options)
        {
            return execution;
        }

        // The command itself stays the last step: that is where it is written.
        return execution with { Arguments = [.. options.Words, .. execution.Arguments], Trail = [.. execution.Trail.SkipLast(1), options.Step, .. execution.Trail.TakeLast(1)] };
    }

    private (IReadOnlyList<string> Words, TrailStep Step)? Options(Execution execution)
    {
        IReadOnlyList<string> arguments = execution.Arguments;
        for (int i = 0; i < arguments.Count; i++)
        {
            string? file = arguments[i] is "-c" or "--config-file" && i + 1 < arguments.Count ? arguments[i + 1]
                : arguments[i].StartsWith("--config-file=", StringComparison.Ordinal) ? arguments[i]["--config-file=".Length..]
                : null;
            if (file is not null)
            {
                string? path = RepositoryPath.Combine(execution.WorkingDirectory ?? "", file);
                return path is null ? null : Files.Where(f => path.EndsWith(f.File, StringComparison.Ordinal)).Select(f => Read(path, f.Table).Options).FirstOrDefault(o => o is not null);
            }
        }

        return _byFolder.GetOrAdd(Start(execution), Nearest);
    }

    /// <summary>The folder from which pytest looks upwards: that of its first path, else the one it runs in.</summary>
    private string Start(Execution execution)
    {
        string folder = execution.WorkingDirectory ?? "";
        foreach (string argument in execution.Arguments.Where(a => !a.StartsWith('-')))
        {
            if (RepositoryPath.Combine(folder, argument.Split("::")[0].TrimEnd('/')) is { } path && path.Length > 0)
            {
                if (documents.Snapshot.Find(path) is { } file)
                {
                    return file.Directory;
                }

                if (documents.Snapshot.Files.Any(f => f.Path.StartsWith(path + "/", StringComparison.Ordinal)))
                {
                    return path;
                }
            }
        }

        return folder;
    }

    private (IReadOnlyList<string> Words, TrailStep Step)? Nearest(string start)
    {
        for (string? folder = start; folder is not null; folder = RepositoryPath.Parent(folder))
        {
            foreach ((string name, string[] table) in Files)
            {
                (bool found, var options) = Read(folder.Length == 0 ? name : $"{folder}/{name}", table);
                if (found)
                {
                    return options;
                }
            }
        }

        return null;
    }

    private (bool Found, (IReadOnlyList<string> Words, TrailStep Step)? Options) Read(string path, string[] table)
    {
        if (documents.Snapshot.Find(path) is not { HasContent: true } file || documents.Data(file)?.Root is not { } root || root.At(table) is not { } node)
        {
            return (false, null);
        }

        if (node.Entries.FirstOrDefault(e => e.Key == "addopts") is not { } entry)
        {
            return (true, null);
        }

        string[] words = entry.Value.IsSequence
            ? [.. entry.Value.Items.Where(i => i.Text is not null).Select(i => i.Text!)]
            : [.. ShellScript.Parse((entry.Value.Text ?? "").ReplaceLineEndings(" ")).Commands.SelectMany(c => c.Words).Select(w => w.Text)];
        return (true, (words, new TrailStep(new Location(path, entry.Line, entry.Column), "addopts")));
    }
}
