namespace RepoMaturity.Documents.Pipelines;

/// <summary>What an <c>if:</c> of GitHub Actions says about events, where it says so plainly.</summary>
internal static class GitHubConditions
{
    private const int MaxDepth = 8;
    private const int MaxLength = 4_000;
    private const int MaxTriggers = 100;

    /// <summary>The expression without <c>${{ }}</c>, trimmed.</summary>
    public static string? Bare(string? condition)
    {
        string? text = condition?.Trim();
        return text is not null && text.StartsWith("${{", StringComparison.Ordinal) && text.EndsWith("}}", StringComparison.Ordinal)
            && text.IndexOf("}}", StringComparison.Ordinal) == text.Length - 2
            ? text[3..^2].Trim()
            : text;
    }

    /// <summary>Why the condition can never hold, or null.</summary>
    public static string? NeverRuns(string? condition) =>
        Bare(condition) is { Length: > 0 and <= MaxLength } text && ConditionText.Split(text, "||").All(term => ConditionText.Split(term, "&&").Any(IsFalse))
            ? "if: " + condition!.Trim()
            : null;

    /// <summary>The triggers under which the condition can hold; null when it does not say, or says all.</summary>
    /// <remarks>Tests it does not know are taken as able to hold, so that a trigger is dropped only when it cannot start the job.</remarks>
    public static IReadOnlyList<PipelineTrigger>? Narrow(string? condition, IReadOnlyList<PipelineTrigger> triggers)
    {
        if (Bare(condition) is not { Length: > 0 and <= MaxLength } text || triggers.Count > MaxTriggers)
        {
            return null;
        }

        IReadOnlyList<PipelineTrigger> narrowed = Apply(text, triggers, 0);
        return narrowed.SequenceEqual(triggers) ? null : narrowed;
    }

    /// <summary>True for a test of a secret, by itself or through a variable that holds it; the token that the host makes for each run is always there.</summary>
    public static bool AsksForSecret(string condition, IReadOnlyDictionary<string, string> variables) =>
        IsOfSecret(condition) || variables.Any(v => condition.Contains("env." + v.Key, StringComparison.Ordinal) && IsOfSecret(v.Value));

    private static bool IsOfSecret(string text) =>
        text.Replace("secrets.GITHUB_TOKEN", "", StringComparison.OrdinalIgnoreCase).Contains("secrets.", StringComparison.Ordinal);

    private static bool IsFalse(string term) => term.Trim('(', ')', ' ').ToLowerInvariant() is "false" or "!true";

    private static IReadOnlyList<PipelineTrigger> Apply(string text, IReadOnlyList<PipelineTrigger> triggers, int depth)
    {
        text = ConditionText.Unwrap(text);
        if (depth > MaxDepth)
        {
            return triggers;
        }

        IReadOnlyList<string> terms = ConditionText.Split(text, "||");
        if (terms.Count > 1)
        {
            List<PipelineTrigger> all = [.. terms.SelectMany(t => Apply(t, triggers, depth + 1))];
            return [.. triggers.SelectMany(t => all.Contains(t) ? [t] : all.Where(a => a.Location == t.Location && a.Kind == t.Kind)).Distinct()];
        }

        IReadOnlyList<string> factors = ConditionText.Split(text, "&&");
        if (factors.Count > 1)
        {
            return factors.Aggregate(triggers, (left, factor) => Apply(factor, left, depth + 1));
        }

        return [.. triggers.Select(t => Test(text, t)).OfType<PipelineTrigger>()];
    }

    /// <summary>The trigger as the test leaves it, or null when the test cannot hold under it.</summary>
    private static PipelineTrigger? Test(string test, PipelineTrigger trigger)
    {
        if (trigger.Kind == TriggerKind.Call)
        {
            return trigger;
        }

        if (Compare(test, "github.event_name") is { } byEvent)
        {
            bool same = trigger.Kind == TriggerKind.Schedule ? byEvent.Value == "schedule" : EventOf(trigger) == byEvent.Value;
            return same == byEvent.IsEqual ? trigger : null;
        }

        if (Compare(test, "github.ref") is { IsEqual: true } byRef)
        {
            return byRef.Value.StartsWith("refs/heads/", StringComparison.Ordinal) ? OnBranch(trigger, byRef.Value["refs/heads/".Length..])
                : byRef.Value.StartsWith("refs/tags/", StringComparison.Ordinal) ? OnTag(trigger)
                : trigger;
        }

        if (Compare(test, "github.ref_name") is { IsEqual: true } byName)
        {
            return OnBranch(trigger, byName.Value);
        }

        string compact = test.Replace(" ", "", StringComparison.Ordinal);
        return compact == "startsWith(github.ref,'refs/tags/')" || compact.StartsWith("startsWith(github.ref,'refs/tags", StringComparison.Ordinal)
            || compact == "github.ref_type=='tag'"
            ? OnTag(trigger)
            : trigger;
    }

    private static string? EventOf(PipelineTrigger trigger) => trigger.Detail?.Split(' ', 2)[0];

    private static PipelineTrigger? OnBranch(PipelineTrigger trigger, string branch) => trigger.Kind switch
    {
        TriggerKind.Push => trigger.Branches is [var only] && only == branch ? trigger : trigger with { Branches = [branch] },
        TriggerKind.PullRequest when trigger.Detail != "pull_request_target" => null,
        TriggerKind.Tag or TriggerKind.Release => null,
        _ => trigger,
    };

    private static PipelineTrigger? OnTag(PipelineTrigger trigger) => trigger.Kind switch
    {
        TriggerKind.Push => trigger.Branches.Count == 0 ? trigger with { Kind = TriggerKind.Tag } : null,
        TriggerKind.PullRequest or TriggerKind.Schedule => null,
        _ => trigger,
    };

    /// <summary>Reads <c>name == 'value'</c> and its kin, either way round.</summary>
    private static (string Value, bool IsEqual)? Compare(string test, string name)
    {
        foreach (bool equal in (ReadOnlySpan<bool>)[true, false])
        {
            IReadOnlyList<string> sides = ConditionText.Split(test, equal ? "==" : "!=");
            if (sides.Count == 2)
            {
                (string left, string right) = sides[0] == name ? (sides[0], sides[1]) : (sides[1], sides[0]);
                return left == name && right is ['\'', .., '\''] ? (right[1..^1], equal) : null;
            }
        }

        return null;
    }
}
