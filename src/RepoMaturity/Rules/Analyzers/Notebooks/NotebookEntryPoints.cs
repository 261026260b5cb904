using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Jobs, pipelines and DAGs that start from a notebook.</summary>
internal sealed class NotebookEntryPoints : RepositoryAnalyzer
{
    private const int MaxNodes = 100_000;

    private static readonly string[] Operators =
        ["PapermillOperator", "DatabricksNotebookOperator", "SageMakerNotebookOperator", "jobs.NotebookTask", "NotebookExecutionStep"];

    private static readonly string[] Activities = ["DatabricksNotebook", "SynapseNotebook", "TridentNotebook"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        foreach (SnapshotFile file in evidence.Snapshot.Files.Where(f => f.HasContent && f.Extension is ".yml" or ".yaml" or ".json" && evidence.Trees.IsOwn(f)))
        {
            context.CancellationToken.ThrowIfCancellationRequested();

            // Looked for in the text first: most data files are not worth parsing.
            if (evidence.Documents.Text(file) is { } text && (text.Contains("notebook_task", StringComparison.Ordinal) || Activities.Any(a => text.Contains(a, StringComparison.Ordinal))))
            {
                foreach (DataEntry entry in (evidence.Documents.Data(file)?.Roots ?? []).SelectMany(Tasks).Take(1))
                {
                    context.Fail(new Location(file.Path, entry.Line, entry.Column), entry.Value.IsScalar ? entry.Value.Text! : entry.Key);
                }
            }
        }

        // Templates are no YAML before they are filled in, so their lines are read.
        foreach (SnapshotFile file in evidence.Snapshot.Files.Where(f => f.HasContent && f.Extension is ".tmpl" or ".j2" or ".jinja" && Path.GetExtension(f.Name[..^f.Extension.Length]) is ".yml" or ".yaml" or ".json" && evidence.Trees.IsOwn(f)))
        {
            int line = 0;
            foreach (ReadOnlySpan<char> text in (evidence.Documents.Text(file) ?? "").AsSpan().EnumerateLines())
            {
                line++;
                if (text.TrimStart(" -").StartsWith("notebook_task:", StringComparison.Ordinal))
                {
                    context.Fail(new Location(file.Path, line), "notebook_task");
                    break;
                }
            }
        }

        foreach (var source in evidence.Code.Python.Where(s => !s.IsTest))
        {
            foreach (var call in source.Document.Calls.Where(c => Operators.Any(o => c.Target.EndsWith(o, StringComparison.Ordinal))).Take(1))
            {
                context.Fail(source.At(call.Line), call.Target);
            }
        }

        foreach (Execution execution in evidence.Executions.Where(e => e.Executor == Executor.Orchestrator && e.Name is "papermill" or "runipy"))
        {
            context.Fail(execution.Location, execution.Name, execution.Trail);
        }
    }

    private static IEnumerable<DataEntry> Tasks(DataNode root)
    {
        Stack<DataNode> open = new([root]);
        for (int seen = 0; seen < MaxNodes && open.TryPop(out DataNode? node); seen++)
        {
            foreach (DataEntry entry in node.Entries)
            {
                if (entry.Key == "notebook_task" || (entry.Key == "type" && Activities.Contains(entry.Value.Text, StringComparer.Ordinal)))
                {
                    yield return entry;
                }

                open.Push(entry.Value);
            }

            foreach (DataNode item in node.Items)
            {
                open.Push(item);
            }
        }
    }
}
