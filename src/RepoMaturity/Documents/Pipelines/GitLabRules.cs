using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Pipelines;

/// <summary><c>rules</c>, <c>only</c> and <c>except</c> of GitLab CI as triggers.</summary>
internal static class GitLabRules
{
    /// <summary>Triggers of the whole pipeline; without rules GitLab runs it for every branch and tag that is pushed.</summary>
    public static IReadOnlyList<PipelineTrigger> Workflow(DataNode? rules, SnapshotFile file)
    {
        PipelineTrigger[] defaults = Defaults(new Location(file.Path), isDefault: true);
        return rules is { IsSequence: true } ? Rules(rules, defaults, file, null).Triggers : defaults;
    }

    /// <summary>Triggers of a job by its own rules, or null; and why it can never run, or null.</summary>
    public static (IReadOnlyList<PipelineTrigger>? Triggers, string? Never) Job(DataNode job, IReadOnlyList<PipelineTrigger> pipeline, SnapshotFile file)
    {
        if (job["rules"] is { IsSequence: true } rules)
        {
            (List<PipelineTrigger> triggers, bool never) = Rules(rules, pipeline, file, job.TextOf("when"));
            return never ? (null, "rules: when: never") : (triggers, null);
        }

        string? when = job.TextOf("when");
        if (when == "never")
        {
            return (null, "when: never");
        }

        List<PipelineTrigger>? limited = Only(job["only"], job["except"], file);
        if (when == "manual")
        {
            return ([.. (limited ?? [.. pipeline]).Select(t => t with { Kind = TriggerKind.Manual, IsDefault = false, Detail = "when: manual" }).Take(1)], null);
        }

        return (limited, null);
    }

    private static PipelineTrigger[] Defaults(Location at, bool isDefault) =>
    [
        new PipelineTrigger(TriggerKind.Push, [], [], at, isDefault) { Detail = isDefault ? "default of GitLab: every push" : null },
        new PipelineTrigger(TriggerKind.Tag, [], [], at, isDefault) { Detail = isDefault ? "default of GitLab: every push" : null },
    ];

    private static (List<PipelineTrigger> Triggers, bool Never) Rules(DataNode rules, IReadOnlyList<PipelineTrigger> defaults, SnapshotFile file, string? jobWhen)
    {
        List<PipelineTrigger> triggers = [];
        bool any = false;
        foreach (DataNode rule in rules.Items)
        {
            if (!rule.IsMapping)
            {
                continue;
            }

            string? when = rule.TextOf("when") ?? jobWhen;
            any |= when != "never";
            if (when == "never")
            {
                if (rule["if"] is null && rule["changes"] is null && rule["exists"] is null)
                {
                    break;
                }

                continue;
            }

            Location at = rule.In(file);
            DataNode? changes = rule["changes"];
            IReadOnlyList<string> paths = (changes is { IsMapping: true } ? changes["paths"] : changes).Strings();
            IEnumerable<PipelineTrigger> found = rule.TextOf("if") is { } condition ? If(condition, defaults, at) : defaults;
            triggers.AddRange(found.Select(t => t with
            {
                Location = at,
                IsDefault = false,
                Paths = paths,
                Kind = when == "manual" ? TriggerKind.Manual : t.Kind,
                Detail = when == "manual" ? "when: manual" : t.IsDefault ? null : t.Detail,
            }));
        }

        return (triggers, !any || (triggers.Count == 0 && rules.Items.Count > 0));
    }

    private static IEnumerable<PipelineTrigger> If(string condition, IReadOnlyList<PipelineTrigger> defaults, Location at)
    {
        foreach (string term in ConditionText.Split(ConditionText.Unwrap(condition), "||"))
        {
            PipelineTrigger? found = null;
            foreach (string factor in ConditionText.Split(ConditionText.Unwrap(term), "&&"))
            {
                // The event outweighs the branch: a merge request to main is a merge request.
                PipelineTrigger? one = Factor(ConditionText.Unwrap(factor), at);
                found = one is null || (found is not null && one.Kind == TriggerKind.Push) ? found ?? one : one;
            }

            if (found is not null)
            {
                yield return found;
            }
            else
            {
                foreach (PipelineTrigger trigger in defaults)
                {
                    yield return trigger;
                }
            }
        }
    }

    private static PipelineTrigger? Factor(string factor, Location at)
    {
        string[] sides = factor.Split("==", 2, StringSplitOptions.TrimEntries);
        string name = sides[0];
        string? value = sides.Length == 2 ? sides[1].Trim('"', '\'') : null;
        return (name, value) switch
        {
            ("$CI_PIPELINE_SOURCE", "merge_request_event") => New(TriggerKind.PullRequest),
            ("$CI_PIPELINE_SOURCE", "push") => New(TriggerKind.Push),
            ("$CI_PIPELINE_SOURCE", "schedule") => New(TriggerKind.Schedule),
            ("$CI_PIPELINE_SOURCE", "web") => New(TriggerKind.Manual),
            ("$CI_PIPELINE_SOURCE", "parent_pipeline") => New(TriggerKind.Call),
            ("$CI_PIPELINE_SOURCE", { } other) => New(TriggerKind.Other) with { Detail = other },
            ("$CI_COMMIT_BRANCH" or "$CI_COMMIT_REF_NAME" or "$CI_COMMIT_REF_SLUG", { } branch) => New(TriggerKind.Push) with { Branches = [branch] },
            ("$CI_COMMIT_TAG", _) => New(TriggerKind.Tag),
            ("$CI_COMMIT_BRANCH", null) => New(TriggerKind.Push),
            ("$CI_MERGE_REQUEST_ID" or "$CI_MERGE_REQUEST_IID" or "$CI_OPEN_MERGE_REQUESTS", null) => New(TriggerKind.PullRequest),
            ("$CI_MERGE_REQUEST_TARGET_BRANCH_NAME", { } target) => New(TriggerKind.PullRequest) with { Branches = [target] },
            _ => Match(factor, "$CI_COMMIT_TAG", TriggerKind.Tag) ?? Match(factor, "$CI_COMMIT_BRANCH", TriggerKind.Push) ?? Match(factor, "$CI_COMMIT_REF_NAME", TriggerKind.Push),
        };

        PipelineTrigger New(TriggerKind kind) => new(kind, [], [], at);

        PipelineTrigger? Match(string text, string variable, TriggerKind kind) =>
            text.StartsWith(variable, StringComparison.Ordinal) && text.Split("=~", 2, StringSplitOptions.TrimEntries) is [var left, var pattern] && left == variable
                ? New(kind) with { Branches = [pattern] }
                : null;
    }

    private static List<PipelineTrigger>? Only(DataNode? only, DataNode? except, SnapshotFile file)
    {
        if (only is null && except is null)
        {
            return null;
        }

        Location at = (only ?? except)!.In(file);
        IReadOnlyList<string> refs = only is { IsMapping: true } ? only["refs"].Strings() : only.Strings();
        IReadOnlyList<string> paths = only is { IsMapping: true } ? only["changes"].Strings() : [];
        IReadOnlyList<string> not = except is { IsMapping: true } ? except["refs"].Strings() : except.Strings();
        List<PipelineTrigger> triggers = [];
        List<string> branches = [];
        foreach (string name in refs.Count > 0 ? refs : ["branches", "tags"])
        {
            TriggerKind? kind = name switch
            {
                "merge_requests" or "external_pull_requests" => TriggerKind.PullRequest,
                "tags" => TriggerKind.Tag,
                "schedules" => TriggerKind.Schedule,
                "web" => TriggerKind.Manual,
                "api" or "triggers" or "pipelines" or "chat" => TriggerKind.Other,
                "branches" or "pushes" => TriggerKind.Push,
                _ => null,
            };
            if (kind is null)
            {
                branches.Add(name);
            }
            else if (!not.Contains(name))
            {
                triggers.Add(new PipelineTrigger(kind.Value, kind == TriggerKind.Push ? PipelineNodes.Filters([], [.. not.Where(n => n is not ("tags" or "merge_requests" or "schedules" or "web"))]) : [], paths, at));
            }
        }

        if (branches.Count > 0)
        {
            triggers.Add(new PipelineTrigger(TriggerKind.Push, branches, paths, at));
        }

        return triggers;
    }
}
