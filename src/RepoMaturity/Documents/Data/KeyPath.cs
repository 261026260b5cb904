using System.Text;

namespace RepoMaturity.Documents.Data;

/// <summary>
/// A path of keys: <c>tool.ruff.lint.select</c>; a segment <c>*</c> is any key or item, <c>**</c> any number
/// of them, none included; a key with dots stands in quotes
/// (<c>'tool:pytest'.addopts</c>, <c>'mypy-foo.*'</c>).
/// </summary>
internal static class KeyPath
{
    /// <summary>All nodes that the path reaches, with the name and place of the last key, in the file's order.</summary>
    public static IEnumerable<DataEntry> Find(DataNode root, string path)
    {
        List<string> segments = Split(path);
        IEnumerable<DataEntry> level = [new DataEntry("", root, root.Line, root.Column)];
        if (segments is ["**", not ("*" or "**"), ..])
        {
            // Many that look anywhere look for one name each in the same file.
            level = root.EntriesBelow(segments[1]);
            segments.RemoveRange(0, 2);
        }

        foreach (string segment in segments)
        {
            level = level.SelectMany(e => Step(e, segment));
        }

        return level;
    }

    private static IEnumerable<DataEntry> Step(DataEntry at, string segment)
    {
        if (segment == "**")
        {
            return Below(at);
        }

        if (segment == "*")
        {
            return at.Value.Entries.Concat(at.Value.Items.Select(i => new DataEntry(at.Key, i, i.Line, i.Column)));
        }

        return segment.EndsWith('*')
            ? at.Value.Entries.Where(e => e.Key.StartsWith(segment[..^1], StringComparison.Ordinal))
            : at.Value.Entries.Where(e => e.Key == segment);
    }

    /// <summary>A node and all below it; what an alias shares is met once.</summary>
    internal static IEnumerable<DataEntry> Below(DataEntry top)
    {
        HashSet<DataNode> seen = new(ReferenceEqualityComparer.Instance);
        Stack<DataEntry> open = new([top]);
        while (open.TryPop(out DataEntry? entry))
        {
            if (seen.Add(entry.Value))
            {
                yield return entry;
                foreach (DataEntry child in Step(entry, "*").Reverse())
                {
                    open.Push(child);
                }
            }
        }
    }

    private static List<string> Split(string path)
    {
        List<string> segments = [];
        StringBuilder segment = new();
        bool quoted = false;
        foreach (char c in path)
        {
            if (c == '\'')
            {
                quoted = !quoted;
            }
            else if (c == '.' && !quoted)
            {
                segments.Add(segment.ToString());
                segment.Clear();
            }
            else
            {
                segment.Append(c);
            }
        }

        segments.Add(segment.ToString());
        return segments;
    }
}
