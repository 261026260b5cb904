using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Jobs of Prow that a repository keeps itself: <c>.prow.yaml</c>, <c>.prow/*.yaml</c>.</summary>
internal static class ProwReader
{
    private static readonly (string Key, TriggerKind Kind)[] Sections =
        [("presubmits", TriggerKind.PullRequest), ("postsubmits", TriggerKind.Push), ("periodics", TriggerKind.Schedule)];

    /// <summary>True for a file of lists of jobs.</summary>
    public static bool Fits(DataNode root) => Sections.Any(s => root[s.Key] is { IsSequence: true });

    public static Pipeline Read(PipelineSource source)
    {
        PipelineJob[] jobs =
        [
            .. from section in Sections
               from node in source.Root[section.Key]?.Items ?? []
               where source.Spend()
               select Job(source, node, section.Kind),
        ];
        return new Pipeline(source.File, PipelineHost.Prow, null) { Triggers = [.. jobs.SelectMany(j => j.Triggers!)], Jobs = jobs, Source = source.Root };
    }

    private static PipelineJob Job(PipelineSource source, DataNode node, TriggerKind kind)
    {
        // A check of pull requests that is neither always run nor by what changes waits for a comment.
        DataNode? changed = node["run_if_changed"] ?? node["skip_if_only_changed"];
        bool waits = kind == TriggerKind.PullRequest && changed is null && node["always_run"] is not { IsTrue: true };
        IReadOnlyList<DataNode> containers = node.At("spec", "containers")?.Items ?? [];
        return new PipelineJob(node.TextOf("name") ?? "job", source.At(node))
        {
            Name = node.TextOf("name"),
            Triggers = [new PipelineTrigger(waits ? TriggerKind.Manual : kind, node["branches"].Strings(), [], source.At(node)) { Detail = node.TextOf("cron") ?? node.TextOf("interval") }],
            FailureIgnored = node["optional"] is { IsTrue: true } ? "optional: true" : null,
            Images = [.. containers.Select(c => c.TextOf("image")).OfType<string>()],
            Steps = [.. containers.Select(c => KubernetesPipelineReader.Container(source, c))],
            Source = node,
        };
    }
}
