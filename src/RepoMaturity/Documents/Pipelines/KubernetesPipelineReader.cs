using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Pipelines that run in Kubernetes: Tekton and Argo Workflows.</summary>
internal static class KubernetesPipelineReader
{
    private static readonly string[] Shells = ["sh", "bash", "ash"];

    public static Pipeline ReadTekton(PipelineSource source, IReadOnlyList<DataNode> roots)
    {
        List<PipelineJob> jobs = [];
        bool callable = true;
        foreach (DataNode root in roots.Where(r => r.TextOf("apiVersion")?.StartsWith("tekton.dev/", StringComparison.Ordinal) == true))
        {
            callable &= root.TextOf("kind") is "Task" or "ClusterTask" or "Pipeline";
            DataNode? spec = root["spec"];
            string name = Name(root);
            if ((spec?["steps"] ?? spec.Below("taskSpec")?["steps"]) is { } steps)
            {
                jobs.Add(Task(source, name, steps));
            }

            DataNode? tasks = spec?["tasks"] ?? spec.Below("pipelineSpec")?["tasks"];
            foreach (DataNode task in tasks?.Items ?? [])
            {
                string id = task.TextOf("name") ?? name;
                PipelineJob job = task.At("taskSpec", "steps") is { } own ? Task(source, id, own)
                    : new PipelineJob(id, source.At(task)) { Steps = [new PipelineStep(source.At(task)) { Uses = task.At("taskRef", "name")?.Text, Inputs = Parameters(task["params"]), Source = task }] };
                jobs.Add(job with { Needs = task["runAfter"].Strings(), Source = task });
            }
        }

        return new Pipeline(source.File, PipelineHost.Tekton, Name(source.Root))
        {
            Triggers = [new PipelineTrigger(callable ? TriggerKind.Call : TriggerKind.Manual, [], [], source.At(source.Root), IsDefault: true) { Detail = "configured at the host" }],
            Jobs = jobs,
            IsCallable = callable,
            Source = source.Root,
        };
    }

    public static Pipeline ReadArgo(PipelineSource source, IReadOnlyList<DataNode> roots)
    {
        List<PipelineJob> jobs = [];
        List<PipelineTrigger> triggers = [];
        foreach (DataNode root in roots.Where(r => r.TextOf("apiVersion")?.StartsWith("argoproj.io/", StringComparison.Ordinal) == true))
        {
            DataNode? spec = root["spec"];
            if (root.TextOf("kind") == "CronWorkflow")
            {
                foreach (string cron in (spec?["schedules"] ?? spec?["schedule"]).Strings())
                {
                    triggers.Add(new PipelineTrigger(spec?["suspend"] is { IsTrue: true } ? TriggerKind.Other : TriggerKind.Schedule, [], [], source.At(spec!["schedules"] ?? spec["schedule"]!)) { Detail = cron });
                }

                spec = spec?["workflowSpec"];
            }

            foreach (DataNode template in spec?["templates"]?.Items ?? [])
            {
                if ((template["container"] ?? template["script"]) is { } container)
                {
                    jobs.Add(new PipelineJob(template.TextOf("name") ?? "template", source.At(template))
                    {
                        Images = container.TextOf("image") is { } image ? [image] : [],
                        FailureIgnored = template.At("continueOn", "failed") is { IsTrue: true } ? "continueOn: failed" : null,
                        Steps = [Container(source, container)],
                        Source = template,
                    });
                }
            }
        }

        bool callable = roots.All(r => r.TextOf("kind") is "WorkflowTemplate" or "ClusterWorkflowTemplate");
        if (triggers.Count == 0)
        {
            triggers.Add(new PipelineTrigger(callable ? TriggerKind.Call : TriggerKind.Manual, [], [], source.At(source.Root), IsDefault: true) { Detail = "configured at the host" });
        }

        return new Pipeline(source.File, PipelineHost.ArgoWorkflows, Name(source.Root)) { Triggers = triggers, Jobs = jobs, IsCallable = callable, Source = source.Root };
    }

    private static PipelineJob Task(PipelineSource source, string id, DataNode steps) => new(id, source.At(steps))
    {
        Images = [.. steps.Items.Select(s => s.TextOf("image")).OfType<string>().Distinct()],
        Steps = [.. steps.Items.TakeWhile(_ => source.Spend()).Select(s => Container(source, s) with { FailureIgnored = s.TextOf("onError") == "continue" ? "onError: continue" : null })],
        Source = steps,
    };

    /// <summary>What a container starts.</summary>
    internal static PipelineStep Container(PipelineSource source, DataNode node)
    {
        DataNode? script = node["script"] ?? node["source"];
        IReadOnlyList<DataNode> words = [.. node["command"]?.OneOrMany() ?? [], .. node["args"]?.OneOrMany() ?? []];
        if (script is null && words is [{ Text: { } shell }, { Text: ['-', .., 'c'] or "-c" }, { } body, ..] && Shells.Contains(shell[(shell.LastIndexOf('/') + 1)..]))
        {
            script = body;
        }

        string? text = script?.Text ?? (words.Count > 0 ? string.Join(' ', words.Select(w => w.Text)) : null);
        return new PipelineStep(source.At(node))
        {
            Name = node.TextOf("name"),
            Uses = node.TextOf("image"),
            Script = text,
            ScriptLine = script?.TextLine ?? (words.Count > 0 ? words[0].Line : 0),
            Shell = node["source"] is null ? null : node["command"].Strings() is [var program, ..] ? program : null,
            WorkingDirectory = node.TextOf("workingDir") is null ? "" : null,
            Variables = Parameters(node["env"]),
            Source = node,
        };
    }

    private static IReadOnlyDictionary<string, string> Parameters(DataNode? list)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (DataNode item in list?.Items ?? [])
        {
            if (item.TextOf("name") is { } name && item.TextOf("value") is { } value)
            {
                values[name] = value;
            }
        }

        return values;
    }

    private static string Name(DataNode root) => root.At("metadata", "name")?.Text ?? root.At("metadata", "generateName")?.Text ?? root.TextOf("kind") ?? "pipeline";

    private static DataNode? Below(this DataNode? node, string key) => node?[key];
}
