using System.Text.RegularExpressions;
using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Privileges;

/// <summary>Statements of AWS policies, as data and as text inside an expression.</summary>
internal static partial class StatementGrants
{
    /// <summary>The managed policy that allows everything.</summary>
    public const string Administrator = ":policy/AdministratorAccess";

    private const int MaxNodes = 100_000;

    /// <summary>Statements anywhere in a template, and managed policies by name.</summary>
    public static IEnumerable<RoleGrant> Read(SnapshotFile file, DataNode root)
    {
        HashSet<DataNode> seen = new(ReferenceEqualityComparer.Instance);
        Stack<DataNode> open = new([root]);
        while (open.TryPop(out DataNode? node) && seen.Count < MaxNodes)
        {
            if (!seen.Add(node))
            {
                continue;
            }

            if (node["Action"] is { } action && node.TextOf("Effect") is "Allow")
            {
                yield return Of(action.In(file), action.Strings(), node["Condition"] is null && node["Principal"] is null ? node["Resource"].Strings() : []);
            }

            foreach (DataNode policy in node["ManagedPolicyArns"]?.OneOrMany().Where(p => p.Text?.EndsWith(Administrator, StringComparison.Ordinal) == true) ?? [])
            {
                yield return new RoleGrant(policy.In(file), "AdministratorAccess", true);
            }

            foreach (DataNode child in node.Entries.Select(e => e.Value).Concat(node.Items).Reverse())
            {
                open.Push(child);
            }
        }
    }

    /// <summary>Statements in the text of a policy, JSON or an expression, that begins on a line.</summary>
    public static IEnumerable<RoleGrant> Read(SnapshotFile file, string text, int line)
    {
        foreach (Match action in ActionPattern().Matches(text))
        {
            if (Enclosing(text, action.Index) is { } statement && !DenyPattern().IsMatch(statement))
            {
                string resource = LimitPattern().IsMatch(statement) ? "" : ResourcePattern().Match(statement).Groups[1].Value;
                yield return Of(new Location(file.Path, line + text.AsSpan(0, action.Index).Count('\n')), Quoted(action.Groups[1].Value), Quoted(resource));
            }
        }
    }

    /// <summary>Everything, or everything that a service can do with everything it holds: <c>s3:*</c> on <c>*</c>.</summary>
    /// <param name="at">Where it is written.</param>
    /// <param name="actions">What is allowed.</param>
    /// <param name="resources">What it is allowed on; none when a condition or a principal limits the statement.</param>
    public static RoleGrant Of(Location at, IEnumerable<string> actions, IEnumerable<string> resources)
    {
        string? wide = actions.FirstOrDefault(a => a == "*") ?? (resources.Contains("*") ? actions.FirstOrDefault(a => a.EndsWith(":*", StringComparison.Ordinal)) : null);
        return new RoleGrant(at, wide is null ? "IAM statement" : wide == "*" ? "Action '*'" : $"'{wide}' on Resource '*'", wide is not null);
    }

    /// <summary>The texts in quotes.</summary>
    public static string[] Quoted(string text) => [.. text.Split('"').Where((_, i) => i % 2 == 1)];

    /// <summary>The innermost braces around a place.</summary>
    private static string? Enclosing(string text, int at)
    {
        int start = at;
        for (int depth = 0; start >= 0 && (text[start] != '{' || depth > 0); start--)
        {
            depth += text[start] == '}' ? 1 : text[start] == '{' ? -1 : 0;
        }

        if (start < 0)
        {
            return null;
        }

        int end = start;
        for (int depth = 0; end < text.Length && (depth += text[end] == '{' ? 1 : text[end] == '}' ? -1 : 0) > 0;)
        {
            end++;
        }

        return text[start..end];
    }

    [GeneratedRegex("""\bAction"?\s*[:=]\s*(\[[^\]]*\]|"[^"]*")""", RegexOptions.NonBacktracking)]
    private static partial Regex ActionPattern();

    [GeneratedRegex("""\bResource"?\s*[:=]\s*(\[[^\]]*\]|"[^"]*")""", RegexOptions.NonBacktracking)]
    private static partial Regex ResourcePattern();

    [GeneratedRegex("""\b(Condition|Principal)"?\s*[:=]""", RegexOptions.NonBacktracking)]
    private static partial Regex LimitPattern();

    [GeneratedRegex("""\bEffect"?\s*[:=]\s*"Deny""", RegexOptions.NonBacktracking)]
    private static partial Regex DenyPattern();
}
