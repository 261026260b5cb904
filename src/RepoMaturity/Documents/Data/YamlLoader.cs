using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RepoMaturity.Documents.Data;

/// <summary>YAML text to <see cref="DataNode"/>s, from parser events so that depth and size stay bounded.</summary>
/// <remarks>
/// Aliases share the anchored node and are never expanded, so a bomb costs nothing; merge keys (<c>&lt;&lt;</c>) are
/// applied to mappings with few keys only. Duplicate keys keep the last value, as most hosts do.
/// </remarks>
internal static class YamlLoader
{
    internal const int MaxDepth = 128;
    internal const int MaxNodes = 500_000;
    private const int MaxMergedKeys = 1_000;

    public static DataDocument Load(string text)
    {
        List<DataNode> roots = [];
        using StringReader reader = new(text);
        Reader state = new(new Parser(reader));
        try
        {
            state.ReadStream(roots);
            return new DataDocument(roots, state.Problem) { Duplicates = state.Duplicates };
        }
        catch (YamlException e)
        {
            return new DataDocument(roots, new ParseProblem("invalid YAML: " + FirstLine(e.Message), (int)e.Start.Line));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The library's own slip on some text that ends inside a flow sequence.
            return new DataDocument(roots, new ParseProblem("invalid YAML", state.Line));
        }
    }

    public static DataDocument Load(ReadOnlySpan<byte> utf8) => Load(Encoding.UTF8.GetString(utf8));

    private static string FirstLine(string message)
    {
        int end = message.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private sealed class Reader(IParser parser)
    {
        private readonly Dictionary<AnchorName, DataNode> _anchors = [];
        private int _nodes;
        private int _merged;

        public ParseProblem? Problem { get; private set; }

        public List<DataEntry> Duplicates { get; } = [];

        /// <summary>Line of the node read last.</summary>
        public int Line { get; private set; }

        public void ReadStream(List<DataNode> roots)
        {
            while (parser.MoveNext())
            {
                if (parser.Current is DocumentStart)
                {
                    parser.MoveNext();
                    if (parser.Current is DocumentEnd)
                    {
                        continue;
                    }

                    roots.Add(ReadNode(0));
                    if (Problem is not null)
                    {
                        return;
                    }
                }
            }
        }

        private DataNode ReadNode(int depth)
        {
            ParsingEvent at = parser.Current!;
            int line = (int)at.Start.Line;
            int column = (int)at.Start.Column;
            Line = line;
            if (depth > MaxDepth || ++_nodes > MaxNodes)
            {
                Problem = new ParseProblem($"YAML deeper than {MaxDepth} levels or with more than {MaxNodes} nodes", line);
                return DataNode.Null(line, column);
            }

            switch (at)
            {
                case AnchorAlias alias:
                    return _anchors.TryGetValue(alias.Value, out DataNode? known) ? known : DataNode.Null(line, column);
                case Scalar scalar:
                    return Anchored(scalar.Anchor, ReadScalar(scalar, line, column));
                case SequenceStart sequence:
                    List<DataNode> items = [];
                    while (Problem is null && parser.MoveNext() && parser.Current is not SequenceEnd)
                    {
                        items.Add(ReadNode(depth + 1));
                    }

                    return Anchored(sequence.Anchor, DataNode.Sequence(items, line, column, TagOf(sequence.Tag)));
                case MappingStart mapping:
                    return Anchored(mapping.Anchor, ReadMapping(mapping, line, column, depth));
                default:
                    return DataNode.Null(line, column);
            }
        }

        private DataNode ReadMapping(MappingStart mapping, int line, int column, int depth)
        {
            List<DataEntry> entries = [];
            Dictionary<string, int> index = new(StringComparer.Ordinal);
            List<DataNode> merges = [];
            while (Problem is null && parser.MoveNext() && parser.Current is not MappingEnd)
            {
                DataNode key = ReadNode(depth + 1);
                if (Problem is not null || !parser.MoveNext())
                {
                    break;
                }

                DataNode value = ReadNode(depth + 1);
                string name = key.Text ?? "";
                if (name == "<<" && !key.IsQuoted)
                {
                    merges.AddRange(value.OneOrMany());
                }
                else if (index.TryGetValue(name, out int old))
                {
                    entries[old] = new DataEntry(name, value, key.Line, key.Column);
                    Duplicates.Add(entries[old]);
                }
                else
                {
                    index.Add(name, entries.Count);
                    entries.Add(new DataEntry(name, value, key.Line, key.Column));
                }
            }

            foreach (DataEntry inherited in merges.SelectMany(m => m.Entries))
            {
                if (_merged < MaxMergedKeys && index.TryAdd(inherited.Key, entries.Count))
                {
                    _merged++;
                    entries.Add(inherited);
                }
            }

            return DataNode.Mapping(entries, line, column, TagOf(mapping.Tag));
        }

        private static DataNode ReadScalar(Scalar scalar, int line, int column)
        {
            bool block = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded;
            bool quoted = block || scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted;
            if (!quoted && scalar.Value is "" or "~" or "null" or "Null" or "NULL" && scalar.Tag.IsEmpty)
            {
                return DataNode.Null(line, column);
            }

            return DataNode.Scalar(scalar.Value, line, column, quoted, block ? line + 1 : line, TagOf(scalar.Tag));
        }

        private static string? TagOf(TagName tag) => tag.IsEmpty || tag.IsNonSpecific ? null : tag.Value;

        private DataNode Anchored(AnchorName anchor, DataNode node)
        {
            if (!anchor.IsEmpty)
            {
                _anchors[anchor] = node;
            }

            return node;
        }
    }
}
