using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>
/// Works off the template expressions of an Azure Pipelines file: puts literal values in, takes the branches of <c>${{ if }}</c> that
/// are certain, keeps all of the uncertain ones, and unrolls <c>${{ each }}</c> over known lists.
/// </summary>
internal sealed class AzureTemplateExpander(AzureScope scope)
{
    /// <summary>Key under which an item keeps the uncertain condition it was found under.</summary>
    internal const string ConditionKey = "${{ if }}";

    /// <summary>Key under which an item passed by a caller keeps the path of the caller's file.</summary>
    internal const string PathKey = "${{ file }}";

    private const int MaxNodes = 200_000;
    private const int MaxDepth = 96;
    private int _nodes;

    public DataNode Expand(DataNode node) => Expand(node, 0);

    /// <summary>Marks the mappings of a value as written in <paramref name="path"/>, for the template it is passed to.</summary>
    public static DataNode Mark(DataNode node, string path, int depth = 0)
    {
        if (depth > MaxDepth || node.IsScalar || node.Kind == DataNodeKind.Null)
        {
            return node;
        }

        if (node.IsSequence)
        {
            return DataNode.Sequence([.. node.Items.Select(i => i.IsMapping && i[PathKey] is null ? Tag(Mark(i, path, depth + 1), PathKey, path) : i)], node.Line, node.Column);
        }

        return DataNode.Mapping([.. node.Entries.Select(e => e with { Value = Mark(e.Value, path, depth + 1) })], node.Line, node.Column);
    }

    private DataNode Expand(DataNode node, int depth)
    {
        if (depth > MaxDepth || ++_nodes > MaxNodes)
        {
            return DataNode.Null(node.Line, node.Column);
        }

        return node.Kind switch
        {
            DataNodeKind.Scalar => Scalar(node),
            DataNodeKind.Sequence => DataNode.Sequence([.. Items(node, depth)], node.Line, node.Column),
            DataNodeKind.Mapping => Mapping(node, depth),
            _ => node,
        };
    }

    private DataNode Scalar(DataNode node)
    {
        string text = node.Text!;
        if (!text.Contains("${{", StringComparison.Ordinal))
        {
            return node;
        }

        if (Inside(text) is { } whole && scope.Find(whole) is { } value)
        {
            return value.IsScalar ? DataNode.Scalar(value.Text!, node.Line, node.Column, value.IsQuoted, node.TextLine) : value;
        }

        string put = PipelineText.Substitute(text, "${{", "}}", e => AzureExpressions.Value(e, scope));
        return DataNode.Scalar(put, node.Line, node.Column, node.IsQuoted, node.TextLine);
    }

    private IEnumerable<DataNode> Items(DataNode sequence, int depth)
    {
        bool? taken = false;
        foreach (DataNode item in sequence.Items)
        {
            if (item is { IsMapping: true, Entries: [{ } only, ..] } && Inside(only.Key) is { } directive && item.Entries.Count == 1)
            {
                foreach ((DataNode body, string? condition) in Bodies(directive, only.Value, depth, ref taken))
                {
                    foreach (DataNode inner in body.IsSequence ? body.Items : body.Kind == DataNodeKind.Null ? [] : [body])
                    {
                        yield return condition is null || !inner.IsMapping ? inner : Tag(inner, ConditionKey, condition);
                    }
                }

                continue;
            }

            DataNode expanded = Expand(item, depth + 1);
            if (item.IsScalar && expanded.IsSequence)
            {
                foreach (DataNode inner in expanded.Items)
                {
                    yield return inner;
                }

                continue;
            }

            yield return expanded;
        }
    }

    private DataNode Mapping(DataNode mapping, int depth)
    {
        List<DataEntry> entries = [];
        bool? taken = false;
        foreach (DataEntry entry in mapping.Entries)
        {
            if (entry.Key == ConditionKey || entry.Key == PathKey || Inside(entry.Key) is not { } directive)
            {
                string key = PipelineText.Substitute(entry.Key, "${{", "}}", e => AzureExpressions.Value(e, scope));
                entries.Add(entry with { Key = key, Value = Expand(entry.Value, depth + 1) });
                continue;
            }

            foreach ((DataNode body, _) in Bodies(directive, entry.Value, depth, ref taken))
            {
                foreach (DataEntry inner in body.Entries)
                {
                    // Branches that exclude each other write the same key; a list of steps is the sum of them, else the first stands.
                    int known = entries.FindIndex(e => e.Key == inner.Key);
                    if (known < 0)
                    {
                        entries.Add(inner);
                    }
                    else if (entries[known].Value.IsSequence && inner.Value.IsSequence)
                    {
                        DataNode old = entries[known].Value;
                        entries[known] = entries[known] with { Value = DataNode.Sequence([.. old.Items, .. inner.Value.Items], old.Line, old.Column) };
                    }
                }
            }
        }

        return DataNode.Mapping(entries, mapping.Line, mapping.Column);
    }

    /// <summary>The bodies a directive stands for, expanded, with the condition when it is uncertain.</summary>
    private List<(DataNode Body, string? Condition)> Bodies(string directive, DataNode value, int depth, ref bool? taken)
    {
        if (directive == "insert")
        {
            return [(Expand(value, depth + 1), null)];
        }

        if (directive.StartsWith("each ", StringComparison.Ordinal))
        {
            return Each(directive["each ".Length..], value, depth);
        }

        bool follows = directive.StartsWith("else", StringComparison.Ordinal);
        string expression = directive switch
        {
            _ when directive.StartsWith("if ", StringComparison.Ordinal) => directive["if ".Length..],
            _ when directive.StartsWith("elseif ", StringComparison.Ordinal) => directive["elseif ".Length..],
            "else" => "true",
            _ => directive,
        };
        bool? holds = scope.IsOpen ? null : AzureExpressions.Decide(expression, scope);
        bool? before = follows ? taken : false;
        bool? chosen = before == true || holds == false ? false : before == false ? holds : null;
        taken = follows ? taken == true || chosen == true ? true : taken == null || chosen == null ? null : false : chosen;
        return chosen == false ? [] : [(Expand(value, depth + 1), chosen == true ? null : directive)];
    }

    private List<(DataNode Body, string? Condition)> Each(string loop, DataNode value, int depth)
    {
        string[] parts = loop.Split(" in ", 2, StringSplitOptions.TrimEntries);
        DataNode? list = parts.Length == 2 ? scope.Find(parts[1]) : null;
        if (list is null || scope.IsOpen)
        {
            return [(Expand(value, depth + 1), parts.Length == 2 ? "each " + loop : null)];
        }

        List<(DataNode, string?)> bodies = [];
        IEnumerable<DataNode> items = list.IsMapping ? list.Entries.Select(Pair) : list.Items;
        foreach (DataNode item in items)
        {
            scope.Set(parts[0], item);
            bodies.Add((Expand(value, depth + 1), null));
        }

        scope.Remove(parts[0]);
        return bodies;
    }

    private static DataNode Pair(DataEntry entry) => DataNode.Mapping(
        [new("key", DataNode.Scalar(entry.Key, entry.Line, entry.Column), entry.Line, entry.Column), new("value", entry.Value, entry.Line, entry.Column)],
        entry.Line,
        entry.Column);

    private static DataNode Tag(DataNode node, string key, string text) => node.IsMapping
        ? DataNode.Mapping([.. node.Entries.Where(e => e.Key != key), new(key, DataNode.Scalar(Join(node, key, text), node.Line, node.Column), node.Line, node.Column)], node.Line, node.Column)
        : node;

    private static string Join(DataNode node, string key, string text) =>
        key == ConditionKey && node.TextOf(key) is { } inner ? $"{text} and {inner}" : text;

    /// <summary>The inside of a text that is one expression and nothing else.</summary>
    private static string? Inside(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        return trimmed.StartsWith("${{") && trimmed.EndsWith("}}") && trimmed.IndexOf("}}") == trimmed.Length - 2 ? trimmed[3..^2].Trim().ToString() : null;
    }
}
