using RepoMaturity.Documents.Pipelines;

namespace RepoMaturity.Evidence.Privileges;

/// <summary>Expressions of GitHub whose value a stranger writes: titles, bodies, messages and names of branches.</summary>
internal static class UntrustedText
{
    private const int MaxDepth = 8;

    /// <summary>What a stranger writes, with the events that carry it. A <c>*</c> is one segment.</summary>
    private static readonly (string Path, string[] Events)[] Sources =
    [
        ("github.event.issue.title", ["issues", "issue_comment"]),
        ("github.event.issue.body", ["issues", "issue_comment"]),
        ("github.event.discussion.title", ["discussion", "discussion_comment"]),
        ("github.event.discussion.body", ["discussion", "discussion_comment"]),
        ("github.event.comment.body", ["issue_comment", "discussion_comment", "pull_request_review_comment", "commit_comment"]),
        ("github.event.review.body", ["pull_request_review"]),
        ("github.event.pages.*.page_name", ["gollum"]),
        ("github.event.pull_request.title", PullRequests),
        ("github.event.pull_request.body", PullRequests),
        ("github.event.pull_request.head.ref", PullRequests),
        ("github.event.pull_request.head.label", PullRequests),
        ("github.event.pull_request.head.repo.default_branch", PullRequests),
        ("github.head_ref", ["pull_request", "pull_request_target"]),
        ("github.event.commits.*.message", ["push"]),
        ("github.event.commits.*.author.name", ["push"]),
        ("github.event.commits.*.author.email", ["push"]),
        ("github.event.head_commit.message", ["push"]),
        ("github.event.head_commit.author.name", ["push"]),
        ("github.event.head_commit.author.email", ["push"]),
        ("github.event.workflow_run.head_branch", ["workflow_run"]),
        ("github.event.workflow_run.display_title", ["workflow_run"]),
        ("github.event.workflow_run.head_commit.message", ["workflow_run"]),
        ("github.event.workflow_run.head_commit.author.name", ["workflow_run"]),
        ("github.event.workflow_run.head_commit.author.email", ["workflow_run"]),
    ];

    /// <summary>Events that run the base repository's workflow with its token for what a stranger does.</summary>
    private static readonly string[] Privileged =
        ["pull_request_target", "issues", "issue_comment", "discussion", "discussion_comment", "workflow_run", "gollum", "commit_comment"];

    private static string[] PullRequests => ["pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment"];

    public static bool IsPrivileged(string @event) => Privileged.Contains(@event);

    /// <summary>Untrusted values that end up in a text, with the events that carry each.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<string> Events)> In(string text)
    {
        for (int open = text.IndexOf("${{", StringComparison.Ordinal); open >= 0; open = text.IndexOf("${{", open + 3, StringComparison.Ordinal))
        {
            int close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                yield break;
            }

            foreach (string reference in Values(text[(open + 3)..close], 0))
            {
                if (EventsOf(reference) is { Count: > 0 } events)
                {
                    yield return (reference, events);
                }
            }
        }
    }

    /// <summary>True when the value may hold line breaks; titles and names of branches cannot.</summary>
    public static bool HasLines(string name) =>
        name.EndsWith(".body", StringComparison.Ordinal) || name.EndsWith(".message", StringComparison.Ordinal);

    /// <summary>References whose value the expression may yield; comparisons and tests yield true or false only.</summary>
    private static IEnumerable<string> Values(string expression, int depth)
    {
        string text = ConditionText.Unwrap(expression);
        if (text.Length == 0 || depth > MaxDepth || text[0] is '!' or '\'')
        {
            return [];
        }

        IReadOnlyList<string> parts = ConditionText.Split(text, "||");
        if (parts.Count > 1)
        {
            return parts.SelectMany(p => Values(p, depth + 1));
        }

        // Of `a && b` the value is b, or an a that is false or empty.
        parts = ConditionText.Split(text, "&&");
        if (parts.Count > 1)
        {
            return Values(parts[^1], depth + 1);
        }

        return ((ReadOnlySpan<string>)["==", "!=", "<", ">"]).ToArray().Any(o => ConditionText.Split(text, o).Count > 1) ? []
            : ConditionText.Call(text) is { } call
                ? call.Name.ToLowerInvariant() is "format" or "join" or "tojson" or "fromjson" ? call.Arguments.SelectMany(a => Values(a, depth + 1)) : []
                : [text];
    }

    /// <summary>Events under which a reference holds untrusted text; a whole context holds all that lies in it.</summary>
    private static IReadOnlyList<string> EventsOf(string reference)
    {
        string[] asked = reference.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).ToLowerInvariant().Split('.');
        return asked is ["github", ..]
            ? [.. Sources.Where(s => IsPrefix(asked, s.Path.Split('.'))).SelectMany(s => s.Events).Distinct()]
            : [];
    }

    private static bool IsPrefix(string[] asked, string[] source) =>
        asked.Length <= source.Length && asked.Zip(source).All(p => p.First == p.Second || p.Second == "*" || p.First == "*");
}
