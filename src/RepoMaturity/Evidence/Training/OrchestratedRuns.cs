using RepoMaturity.Documents;
using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>
/// What a workflow engine runs by a definition of this repository and not by a CI host: modules that say on which schedule they run, the jobs of
/// a bundle, schedules of a managed service. Each is read as an execution of the program that it names.
/// </summary>
internal static class OrchestratedRuns
{
    private const int MaxBytes = 1 << 20;

    /// <summary>What a definition leaves out of a notebook's path, and what a template adds to it.</summary>
    private static readonly string[] Endings = ["", ".py", ".ipynb", ".tmpl", ".py.tmpl", ".ipynb.tmpl"];

    private static readonly string[] Resources = ["_scheduler_job\"", "_scheduler_schedule\"", "schedule_expression", "ScheduleExpression"];

    /// <summary>In path order.</summary>
    public static IReadOnlyList<Execution> Find(RepositoryEvidence evidence) => [.. Modules(evidence), .. Definitions(evidence)];

    /// <summary>Modules that give themselves a schedule: a DAG, a deployment of a flow, a recurring run.</summary>
    private static IEnumerable<Execution> Modules(RepositoryEvidence evidence) =>
        from fact in evidence.Technologies.Facts("scheduled-run")
        where fact.Strength == Strength.Used && !evidence.Trees.IsTestPath(fact.Location.Path) && !RunsOnce(evidence, fact.Location)
        select Start(fact.Location.Path, TriggerKind.Schedule, null, fact.Trail);

    /// <summary>Schedules that own infrastructure code sets up; what they start is seldom written beside them.</summary>
    public static IEnumerable<TrailStep> Schedulers(RepositoryEvidence evidence) =>
        from file in evidence.Infrastructure
        where file.Size <= MaxBytes
        let text = evidence.Documents.Text(file)
        from word in Resources
        let at = text?.IndexOf(word, StringComparison.Ordinal) ?? -1
        where at >= 0
        select new TrailStep(new Location(file.Path, text!.AsSpan(0, at).Count('\n') + 1), word);

    private static bool RunsOnce(RepositoryEvidence evidence, Location at) =>
        evidence.Code.Python.Where(s => s.File.Path == at.Path).SelectMany(s => s.Document.Calls)
            .Any(c => c.Line == at.Line && c.Arguments.Any(a => a is { Kind: PythonArgumentKind.String, Value: "@once" }));

    private static IEnumerable<Execution> Definitions(RepositoryEvidence evidence)
    {
        foreach (SnapshotFile file in evidence.Snapshot.Files)
        {
            bool isTemplate = file.Extension is ".tmpl" or ".j2" or ".jinja" or ".jinja2";
            string name = isTemplate ? file.Name[..^file.Extension.Length] : file.Name;
            if (!file.HasContent || file.Size > MaxBytes || !(name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase))
                || !evidence.Trees.IsOwn(file) || evidence.Documents.Bytes(file) is not { } bytes
                || (bytes.AsSpan().IndexOf("create_job"u8) < 0 && bytes.AsSpan().IndexOf("task_key"u8) < 0))
            {
                continue;
            }

            string? filled = isTemplate ? TemplateText.Fill(SourceText.Decode(bytes)) : null;
            DataDocument? document = filled is not null ? YamlLoader.Load(filled) : evidence.Documents.Data(file);
            foreach (Execution execution in document?.Root is { } root ? Jobs(evidence, file, root, filled?.Split('\n')).Concat(Scheduled(evidence, file, root)) : [])
            {
                yield return execution;
            }
        }
    }

    /// <summary>Jobs with tasks that name notebooks or programs, as bundles of Databricks define them.</summary>
    private static IEnumerable<Execution> Jobs(RepositoryEvidence evidence, SnapshotFile file, DataNode root, string[]? lines) =>
        from place in new[] { root["resources"] }.Concat((root["targets"]?.Entries ?? []).Select(t => t.Value["resources"])).OfType<DataNode>()
        from job in place["jobs"]?.Entries ?? []
        let schedule = job.Value["schedule"] ?? job.Value["continuous"]
        let kind = schedule is not null && schedule.TextOf("pause_status") is not "PAUSED" ? TriggerKind.Schedule
            : job.Value["trigger"] is not null ? TriggerKind.Other : TriggerKind.Manual
        let defined = new PipelineJob(job.Key, new Location(file.Path, job.Line))
        from task in job.Value["tasks"]?.Items ?? []
        let path = task.Entries.Where(e => e.Key.EndsWith("notebook_task", StringComparison.Ordinal) || e.Key.EndsWith("spark_python_task", StringComparison.Ordinal))
            .Select(e => e.Value.TextOf("notebook_path") ?? e.Value.TextOf("python_file")).FirstOrDefault(t => t is not null)
        where path is not null
        from choice in lines is null ? [path] : Choices(lines, task.Line, path)
        let program = Resolve(evidence, file.Directory, choice)
        where program is not null
        select Start(program, kind, defined, [new TrailStep(defined.Location, job.Key), new TrailStep(new Location(file.Path, task.Line), task.TextOf("task_key") ?? choice)]);

    /// <summary>Programs of one task in all branches of a template: of keys that stand in several the last one alone is left.</summary>
    private static IEnumerable<string> Choices(string[] lines, int first, string last) =>
        lines.Skip(first).TakeWhile(l => !l.Contains("task_key:", StringComparison.Ordinal))
            .Select(l => l.Trim())
            .Where(l => l.StartsWith("notebook_path:", StringComparison.Ordinal) || l.StartsWith("python_file:", StringComparison.Ordinal))
            .Select(l => l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(' ', '"', '\''))
            .Append(last).Distinct();

    /// <summary>A schedule with the job that it creates.</summary>
    private static IEnumerable<Execution> Scheduled(RepositoryEvidence evidence, SnapshotFile file, DataNode root)
    {
        DataNode? job = root["create_job"];
        string? path = job?.Text ?? job?.TextOf("job");
        if (path is null || root["trigger"] is null || root["is_enabled"] is { IsFalse: true })
        {
            yield break;
        }

        if (Resolve(evidence, file.Directory, path.StartsWith("file:", StringComparison.Ordinal) ? path["file:".Length..] : path) is { } target)
        {
            yield return Start(target, TriggerKind.Schedule, null, [new TrailStep(new Location(file.Path, root["trigger"]!.Line), root.TextOf("name") ?? file.Name)]);
        }
    }

    private static string? Resolve(RepositoryEvidence evidence, string folder, string path)
    {
        string? plain = RepositoryPath.Combine(folder, path);
        return plain is null ? null
            : Endings.Select(e => plain + e).FirstOrDefault(p => evidence.Snapshot.Find(p) is { HasContent: true });
    }

    private static Execution Start(string path, TriggerKind kind, PipelineJob? job, IReadOnlyList<TrailStep> trail) =>
        new(ExecutionKind.Command, path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal) ? "job" : "python", [path], Executor.Orchestrator, trail)
        {
            Job = job ?? new PipelineJob(path, trail[0].Location),
            Triggers = [new PipelineTrigger(kind, [], [], trail[0].Location) { Detail = kind == TriggerKind.Other ? "file arrival" : null }],
            WorkingDirectory = "",
        };
}
