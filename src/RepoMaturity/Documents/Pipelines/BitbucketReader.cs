using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Bitbucket Pipelines: every step is a job with its own container.</summary>
internal static class BitbucketReader
{
    private const int MaxDepth = 8;

    public static Pipeline Read(PipelineSource source)
    {
        List<PipelineJob> jobs = [];
        List<PipelineTrigger> triggers = [];
        foreach (DataEntry section in source.Root["pipelines"]?.Entries ?? [])
        {
            if (section.Key == "default")
            {
                Add(new PipelineTrigger(TriggerKind.Push, [], [], source.At(section)), section.Value);
                continue;
            }

            foreach (DataEntry entry in section.Value.Entries)
            {
                TriggerKind kind = section.Key switch
                {
                    "branches" => TriggerKind.Push,
                    "pull-requests" => TriggerKind.PullRequest,
                    "tags" => TriggerKind.Tag,
                    "custom" => TriggerKind.Manual,
                    _ => TriggerKind.Other,
                };
                Add(new PipelineTrigger(kind, kind == TriggerKind.Manual || entry.Key is "**" ? [] : [entry.Key], [], source.At(entry)) { Detail = kind == TriggerKind.Manual ? entry.Key : null }, entry.Value);
            }
        }

        return new Pipeline(source.File, PipelineHost.Bitbucket, null) { Triggers = triggers, Jobs = jobs, Source = source.Root };

        void Add(PipelineTrigger trigger, DataNode list)
        {
            triggers.Add(trigger);
            ReadSteps(source, list, trigger, jobs, null, 0);
        }
    }

    private static void ReadSteps(PipelineSource source, DataNode list, PipelineTrigger trigger, List<PipelineJob> jobs, DataNode? stage, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        foreach (DataNode item in list.Items)
        {
            if (!source.Spend())
            {
                return;
            }

            if (item["step"] is { } step)
            {
                jobs.Add(Job(source, step, trigger, stage, jobs.Count));
            }
            else if ((item["parallel"] ?? item["stage"]) is { } group)
            {
                ReadSteps(source, group["steps"] ?? group, trigger, jobs, item["stage"] ?? stage, depth + 1);
            }
        }
    }

    private static PipelineJob Job(PipelineSource source, DataNode step, PipelineTrigger trigger, DataNode? stage, int index)
    {
        DataNode? image = step["image"] ?? source.Root["image"];
        bool manual = (step.TextOf("trigger") ?? stage?.TextOf("trigger")) == "manual";
        IReadOnlyList<string> paths = step.At("condition", "changesets", "includePaths").Strings();
        return new PipelineJob(step.TextOf("name") ?? $"step {index + 1}", source.At(step))
        {
            Name = step.TextOf("name"),
            Triggers = [trigger with { Kind = manual ? TriggerKind.Manual : trigger.Kind, Paths = paths }],
            Environment = step.TextOf("deployment") ?? stage?.TextOf("deployment"),
            FailureIgnored = step.At("on-fail", "strategy")?.Text == "ignore" ? "on-fail: ignore" : null,
            Images = (image?.Text ?? image?.TextOf("name")) is { } name ? [name] : [],
            Services = step["services"].Strings(),
            Steps = [.. Steps(source, step["script"], null), .. Steps(source, step["after-script"], "after-script")],
            Source = step,
        };
    }

    private static IEnumerable<PipelineStep> Steps(PipelineSource source, DataNode? script, string? ignored)
    {
        List<DataNode> lines = [];
        foreach (DataNode item in script?.Items ?? [])
        {
            if (item["pipe"] is { Text: { } pipe })
            {
                foreach (PipelineStep step in Flush())
                {
                    yield return step;
                }

                (string name, string? version) = PipelineNodes.SplitVersion(pipe, ':');
                yield return new PipelineStep(source.At(item)) { Uses = name, UsesVersion = version, Inputs = item["variables"].Texts(), FailureIgnored = ignored, Source = item };
            }
            else
            {
                lines.Add(item);
            }
        }

        foreach (PipelineStep step in Flush())
        {
            yield return step;
        }

        IEnumerable<PipelineStep> Flush()
        {
            DataNode list = DataNode.Sequence([.. lines], 0, 0);
            lines.Clear();
            return [.. PipelineText.Pieces(list).Select(p => new PipelineStep(new(source.File.Path, p.Line)) { Script = p.Script, ScriptLine = p.Line, FailureIgnored = ignored, Source = script })];
        }
    }
}
