using System.Text;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A notebook that CI executes.</summary>
/// <param name="Notebook">The notebook.</param>
/// <param name="Run">What executes it.</param>
/// <param name="Module">The test or program that names it; null when the command does.</param>
internal sealed record ExecutedNotebook(SnapshotFile Notebook, Execution Run, SnapshotFile? Module)
{
    /// <summary>From the pipeline to the notebook.</summary>
    public IReadOnlyList<TrailStep> Trail =>
        [.. Run.Trail, .. Module is null ? Array.Empty<TrailStep>() : [new TrailStep(new Location(Module.Path), "")], new TrailStep(new Location(Notebook.Path), "executed")];
}

/// <summary>Finds notebooks that CI executes: by a command with their paths, or by a test or program that names them and imports what executes notebooks.</summary>
internal static class ExecutedNotebooks
{
    private static readonly string[] Runners = ["pytest", "python", "unittest"];

    /// <summary>In the order of the executions.</summary>
    /// <param name="documents">The snapshot's files.</param>
    /// <param name="executions">What CI runs.</param>
    /// <param name="executors">Technologies that execute notebooks.</param>
    public static IReadOnlyList<ExecutedNotebook> Find(DocumentSet documents, IReadOnlyList<Execution> executions, IReadOnlyList<Technology> executors)
    {
        SnapshotFile[] notebooks = [.. documents.Snapshot.Files.Where(f => f is { Extension: ".ipynb", HasContent: true })];
        if (notebooks.Length == 0)
        {
            return [];
        }

        Execution[] ci = [.. executions.Where(e => e is { Executor: Executor.Ci, WorkingDirectory: not null })];
        IEnumerable<ExecutedNotebook> named =
            from execution in ci
            where executors.Any(t => t.Executions.Any(s => s.Kind == ExecutionKind.Command && (s.Capabilities.Count == 0 || s.Capabilities.Contains("notebook-execution")) && TechnologyMatcher.Matches(s, execution)))
            from notebook in ByCommand(documents.Snapshot, notebooks, execution)
            select new ExecutedNotebook(notebook, execution, null);
        return [.. named, .. ByModules(documents, notebooks, ci, [.. executors.SelectMany(t => t.Imports)])];
    }

    private static IEnumerable<SnapshotFile> ByCommand(RepositorySnapshot snapshot, SnapshotFile[] notebooks, Execution execution)
    {
        List<string> paths = [];
        List<string> ignored = [];
        for (int i = 0; i < execution.Arguments.Count; i++)
        {
            (string option, string? value) = PytestArguments.Split(execution.Arguments, execution.Name is "pytest", ref i);
            if (option is "" or "--ignore" && value is not null)
            {
                (option.Length == 0 ? paths : ignored).Add(value);
            }
        }

        if (execution.Name is "pytest" && !paths.Any(p => snapshot.HasDirectory(RepositoryPath.Combine(execution.WorkingDirectory!, p) ?? "?") || p.EndsWith(".ipynb", StringComparison.Ordinal)))
        {
            paths.Add(".");
        }

        return paths.SelectMany(p => Under(notebooks, execution.WorkingDirectory!, p, below: true))
            .Except(ignored.SelectMany(p => Under(notebooks, execution.WorkingDirectory!, p, below: true)));
    }

    /// <summary>Paths written as text in modules that CI runs and that import something that executes notebooks.</summary>
    private static IEnumerable<ExecutedNotebook> ByModules(DocumentSet documents, SnapshotFile[] notebooks, Execution[] ci, string[] roots)
    {
        (Execution Run, string Scope)[] scopes =
        [
            .. from execution in ci
               where Runners.Contains(execution.Name)
               let named = execution.Arguments.Select(a => ExecutionScope.Named(documents.Snapshot, execution.WorkingDirectory!, a)).OfType<string>().ToArray()
               from scope in named.Length > 0 ? named : [execution.WorkingDirectory!]
               select (execution, scope),
        ];
        byte[][] marks = [.. roots.Select(Encoding.UTF8.GetBytes)];
        return
            from file in documents.Snapshot.Files
            where file is { Extension: ".py", HasContent: true }
            let runs = scopes.Where(s => s.Scope == file.Path || (RepositoryPath.IsWithin(file.Path, s.Scope) && file.Name.Contains("test", StringComparison.Ordinal))).ToArray()
            where runs.Length > 0
            let source = documents.Bytes(file)
            where source is not null && Array.Exists(marks, m => source.AsSpan().IndexOf(m) >= 0)
                && PythonModule.Of(documents, file)?.Imports.Any(i => roots.Contains(i.Target.Split('.')[0])) == true
            let texts = PythonStrings.Of(source)
            let below = source.AsSpan().IndexOf("rglob"u8) >= 0 || source.AsSpan().IndexOf("**"u8) >= 0 || source.AsSpan().IndexOf("os.walk"u8) >= 0
            from run in runs.DistinctBy(r => (r.Run.Pipeline, r.Run.WorkingDirectory, r.Run.OnChange, r.Run.FailureIgnored))
            from notebook in texts.SelectMany(t => Under(notebooks, run.Run.WorkingDirectory!, t, below)).Distinct()
            select new ExecutedNotebook(notebook, run.Run, file);
    }

    /// <summary>The notebook of a path, those that a glob finds, or those of a folder.</summary>
    private static IEnumerable<SnapshotFile> Under(SnapshotFile[] notebooks, string directory, string text, bool below)
    {
        if (text.Length == 0 || RepositoryPath.Combine(directory, text) is not { } path)
        {
            return [];
        }

        return text.Contains('*', StringComparison.Ordinal) ? new FilePattern("/" + path) is var pattern ? notebooks.Where(pattern.IsMatch) : []
            : notebooks.Where(n => n.Path == path || n.Directory == path || (below && RepositoryPath.IsWithin(n.Path, path)));
    }
}
