namespace RepoMaturity.Documents.Pipelines;

/// <summary>What a <c>condition:</c> of Azure Pipelines says about the reason of the run, where it says so plainly.</summary>
internal static class AzureConditions
{
    private const int MaxDepth = 8;
    private const int MaxLength = 4_000;
    private const int MaxTriggers = 100;

    /// <summary>Why the condition can never hold, or null.</summary>
    public static string? NeverRuns(string? condition) =>
        condition is { Length: <= MaxLength } && IsFalse(condition, 0) ? "condition: " + condition.Trim() : null;

    /// <summary>The triggers under which all conditions can hold; null when they say nothing of it.</summary>
    public static IReadOnlyList<PipelineTrigger>? Narrow(IReadOnlyList<string?> conditions, IReadOnlyList<PipelineTrigger> triggers)
    {
        if (triggers.Count > MaxTriggers)
        {
            return null;
        }

        List<PipelineTrigger> narrowed = [.. triggers];
        foreach (string condition in conditions.OfType<string>().Where(c => c.Length <= MaxLength))
        {
            narrowed = [.. narrowed.Select(t => Test(condition, t, 0)).OfType<PipelineTrigger>()];
        }

        return narrowed.SequenceEqual(triggers) ? null : narrowed;
    }

    private static bool IsFalse(string condition, int depth) =>
        condition.Trim().Equals("false", StringComparison.OrdinalIgnoreCase)
        || (depth < MaxDepth && ConditionText.Call(condition) is { } call && call.Name switch
        {
            "and" => call.Arguments.Any(a => IsFalse(a, depth + 1)),
            "or" => call.Arguments.Count > 0 && call.Arguments.All(a => IsFalse(a, depth + 1)),
            "eq" => call.Arguments is [var left, var right] && IsLiteral(left) && IsLiteral(right) && !Same(left, right),
            "ne" => call.Arguments is [var left, var right] && IsLiteral(left) && IsLiteral(right) && Same(left, right),
            _ => false,
        });

    private static bool IsLiteral(string text) =>
        text is ['\'', .., '\''] || text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static bool Same(string left, string right) => left.Trim('\'').Equals(right.Trim('\''), StringComparison.OrdinalIgnoreCase);

    private static PipelineTrigger? Test(string condition, PipelineTrigger trigger, int depth)
    {
        if (trigger.Kind == TriggerKind.Call || depth > MaxDepth || ConditionText.Call(condition) is not { } call)
        {
            return trigger;
        }

        switch (call.Name)
        {
            case "and":
                return call.Arguments.Aggregate((PipelineTrigger?)trigger, (t, a) => t is null ? null : Test(a, t, depth + 1));
            case "or":
                // Each way in may leave another branch filter; the widest that is left stands for all.
                List<PipelineTrigger> left = [.. call.Arguments.Select(a => Test(a, trigger, depth + 1)).OfType<PipelineTrigger>()];
                return left.Count == 0 ? null : left.Contains(trigger) ? trigger : left.Count == 1 ? left[0] : trigger;
            case "not" when call.Arguments is [var inner] && ConditionText.Call(inner) is { Name: "eq" or "ne" } negated:
                return Compare(negated.Arguments, negated.Name == "ne", trigger);
            case "eq" or "ne":
                return Compare(call.Arguments, call.Name == "eq", trigger);
            default:
                return trigger;
        }
    }

    private static PipelineTrigger? Compare(IReadOnlyList<string> sides, bool equal, PipelineTrigger trigger)
    {
        if (sides is not [var variable, var literal])
        {
            return trigger;
        }

        string name = variable.Trim().Replace("variables['", "", StringComparison.OrdinalIgnoreCase).Replace("variables.", "", StringComparison.OrdinalIgnoreCase)
            .Replace("']", "", StringComparison.Ordinal).ToLowerInvariant();
        string value = literal.Trim().Trim('\'');
        switch (name)
        {
            case "build.reason":
                bool? match = value.ToLowerInvariant() switch
                {
                    "pullrequest" => trigger.Kind == TriggerKind.PullRequest,
                    "individualci" or "batchedci" => trigger.Kind is TriggerKind.Push or TriggerKind.Tag,
                    "schedule" => trigger.Kind == TriggerKind.Schedule,
                    "manual" => trigger.Kind == TriggerKind.Manual,
                    "resourcetrigger" => trigger.Kind == TriggerKind.Other,
                    _ => null,
                };
                return match is null || match == equal ? trigger : null;
            case "build.sourcebranch" or "build.sourcebranchname" when equal && trigger.Kind == TriggerKind.PullRequest:
                return value.StartsWith("refs/pull", StringComparison.Ordinal) ? trigger : null;
            case "build.sourcebranch" or "build.sourcebranchname" when equal && trigger.Kind == TriggerKind.Push:
                return value.StartsWith("refs/tags", StringComparison.Ordinal) ? null : trigger with { Branches = [Short(value)] };
            default:
                return trigger;
        }
    }

    private static string Short(string branch) => branch.StartsWith("refs/heads/", StringComparison.Ordinal) ? branch["refs/heads/".Length..] : branch;
}
