using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>Shapes that the hosts' YAML has in common.</summary>
internal static class PipelineNodes
{
    /// <summary>The texts of a scalar or of a sequence of scalars; empty for nothing.</summary>
    public static IReadOnlyList<string> Strings(this DataNode? node) =>
        node is null ? [] : [.. node.OneOrMany().Where(n => n.Text is not null).Select(n => n.Text!)];

    /// <summary>The scalars of a mapping by key; sequences become lines, deeper mappings are left out.</summary>
    public static IReadOnlyDictionary<string, string> Texts(this DataNode? node)
    {
        if (node is not { IsMapping: true, Entries.Count: > 0 })
        {
            return PipelineJob.EmptyVariables;
        }

        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (DataEntry entry in node.Entries)
        {
            switch (entry.Value.Kind)
            {
                case DataNodeKind.Scalar:
                    texts[entry.Key] = entry.Value.Text!;
                    break;
                case DataNodeKind.Null:
                    texts[entry.Key] = "";
                    break;
                case DataNodeKind.Sequence:
                    texts[entry.Key] = string.Join('\n', entry.Value.Strings());
                    break;
            }
        }

        return texts;
    }

    /// <summary>Variables of an inner scope over those of the outer ones.</summary>
    public static IReadOnlyDictionary<string, string> Over(this IReadOnlyDictionary<string, string> inner, IReadOnlyDictionary<string, string> outer)
    {
        if (inner.Count == 0 || outer.Count == 0)
        {
            return inner.Count == 0 ? outer : inner;
        }

        Dictionary<string, string> merged = new(outer, StringComparer.Ordinal);
        foreach ((string key, string value) in inner)
        {
            merged[key] = value;
        }

        return merged;
    }

    /// <summary>Exclusions as the hosts' negated patterns, after a pattern for everything where no inclusion is written.</summary>
    public static IReadOnlyList<string> Filters(IReadOnlyList<string> included, IReadOnlyList<string> excluded) =>
        excluded.Count == 0 ? included : [.. included.Count == 0 ? ["**"] : included, .. excluded.Select(e => "!" + e)];

    /// <summary><c>actions/checkout@v4</c> to name and version; no version gives null.</summary>
    public static (string Name, string? Version) SplitVersion(string reference, char separator = '@')
    {
        int at = reference.LastIndexOf(separator);
        return at <= 0 ? (reference, null) : (reference[..at], reference[(at + 1)..]);
    }
}
