using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace RepoMaturity.Documents.Data;

/// <summary>TOML text to one tree: dotted keys, tables and arrays of tables are merged; broken text keeps what could be read.</summary>
internal static class TomlLoader
{
    private const int MaxDepth = 128;

    public static DataDocument Load(string text)
    {
        DocumentSyntax document;
        try
        {
            document = SyntaxParser.Parse(text, sourceName: null, validate: false);
        }
        catch (TomlException e)
        {
            return new DataDocument([], new ParseProblem("invalid TOML: " + e.Message));
        }

        Table root = new(1, 1);
        AddAll(root, document.KeyValues, 0);
        foreach (TableSyntaxBase table in document.Tables)
        {
            if (table.Name is { } name && Descend(root, name, table is TableArraySyntax) is { } target)
            {
                AddAll(target, table.Items, 0);
            }
        }

        return new DataDocument([ToNode(root)], ProblemOf(document));
    }

    private static ParseProblem? ProblemOf(DocumentSyntax document)
    {
        foreach (DiagnosticMessage message in document.Diagnostics)
        {
            if (message.Kind == DiagnosticMessageKind.Error)
            {
                return new ParseProblem("invalid TOML: " + message.Message, message.Span.Start.Line + 1);
            }
        }

        return null;
    }

    /// <summary>The table that a header names; null when the name is taken by a value or too deep.</summary>
    private static Table? Descend(Table root, KeySyntax name, bool isArray)
    {
        Table? table = root;
        List<BareKeyOrStringValueSyntax> keys = KeysOf(name);
        for (int i = 0; i < keys.Count && table is not null; i++)
        {
            table = table.Child(keys[i], appends: isArray && i == keys.Count - 1);
        }

        return keys.Count is 0 or > MaxDepth ? null : table;
    }

    private static void AddAll(Table table, SyntaxList<KeyValueSyntax> items, int depth)
    {
        foreach (KeyValueSyntax item in items)
        {
            Add(table, item, depth);
        }
    }

    private static void Add(Table table, KeyValueSyntax? item, int depth)
    {
        if (item?.Key is not { } key || item.Value is not { } value)
        {
            return;
        }

        List<BareKeyOrStringValueSyntax> keys = KeysOf(key);
        if (keys.Count is 0 or > MaxDepth)
        {
            return;
        }

        Table? target = table;
        for (int i = 0; i < keys.Count - 1 && target is not null; i++)
        {
            target = target.Child(keys[i], appends: false);
        }

        if (ValueOf(value, depth + 1) is { } known)
        {
            target?.Set(keys[^1], known);
        }
    }

    /// <summary>A <see cref="Table"/> for an inline table, else a <see cref="DataNode"/>; null for what could not be parsed.</summary>
    private static object? ValueOf(ValueSyntax value, int depth)
    {
        (int line, int column) = PlaceOf(value);
        switch (value)
        {
            case StringValueSyntax text:
                string raw = text.Token?.Text ?? "";
                bool startsBelow = raw.StartsWith("\"\"\"\n", StringComparison.Ordinal) || raw.StartsWith("\"\"\"\r\n", StringComparison.Ordinal)
                    || raw.StartsWith("'''\n", StringComparison.Ordinal) || raw.StartsWith("'''\r\n", StringComparison.Ordinal);
                return DataNode.Scalar(text.Value ?? "", line, column, quoted: true, startsBelow ? line + 1 : line);
            case BooleanValueSyntax boolean:
                return DataNode.Scalar(boolean.Value ? "true" : "false", line, column);
            case ArraySyntax array:
                List<DataNode> items = [];
                foreach (ArrayItemSyntax item in array.Items)
                {
                    if (depth < MaxDepth && item.Value is { } v && ValueOf(v, depth + 1) is { } known)
                    {
                        items.Add(known as DataNode ?? ToNode((Table)known));
                    }
                }

                return DataNode.Sequence(items, line, column);
            case InlineTableSyntax inline:
                Table table = new(line, column);
                foreach (InlineTableItemSyntax item in inline.Items)
                {
                    if (depth < MaxDepth)
                    {
                        Add(table, item.KeyValue, depth);
                    }
                }

                return table;
            default:
                return value.ToString()?.Trim() is { Length: > 0 } written ? DataNode.Scalar(written, line, column) : null;
        }
    }

    private static List<BareKeyOrStringValueSyntax> KeysOf(KeySyntax key)
    {
        List<BareKeyOrStringValueSyntax> keys = [];
        if (key.Key is { } first)
        {
            keys.Add(first);
        }

        foreach (DottedKeyItemSyntax item in key.DotKeys)
        {
            if (item.Key is { } next && keys.Count <= MaxDepth)
            {
                keys.Add(next);
            }
        }

        return keys;
    }

    private static string NameOf(BareKeyOrStringValueSyntax key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax text => text.Value ?? "",
        _ => "",
    };

    private static (int Line, int Column) PlaceOf(SyntaxNode node) => (node.Span.Start.Line + 1, node.Span.Start.Column + 1);

    private static DataNode ToNode(Table table)
    {
        MappingBuilder mapping = new(table.Line, table.Column);
        foreach ((string name, Slot slot) in table.Slots)
        {
            DataNode value = slot.Value switch
            {
                DataNode node => node,
                Table child => ToNode(child),
                List<Table> list => DataNode.Sequence([.. list.Select(ToNode)], list[0].Line, list[0].Column),
                _ => DataNode.Null(slot.Line, slot.Column),
            };
            mapping.Add(name, value, slot.Line, slot.Column);
        }

        return mapping.ToNode();
    }

    /// <summary>A value under a key: a <see cref="DataNode"/>, a <see cref="Table"/> or a list of tables.</summary>
    private sealed record Slot(object Value, int Line, int Column);

    private sealed class Table(int line, int column)
    {
        private readonly OrderedDictionary<string, Slot> _slots = new(StringComparer.Ordinal);

        public int Line => line;

        public int Column => column;

        public IEnumerable<KeyValuePair<string, Slot>> Slots => _slots;

        public void Set(BareKeyOrStringValueSyntax key, object value)
        {
            (int l, int c) = PlaceOf(key);
            _slots[NameOf(key)] = new Slot(value, l, c);
        }

        /// <summary>The table under a key, made when missing; the last one of an array of tables; null when a plain value stands there.</summary>
        public Table? Child(BareKeyOrStringValueSyntax key, bool appends)
        {
            string name = NameOf(key);
            (int l, int c) = PlaceOf(key);
            if (!_slots.TryGetValue(name, out Slot? slot))
            {
                Table first = new(l, c);
                _slots.Add(name, new Slot(appends ? new List<Table> { first } : first, l, c));
                return first;
            }

            switch (slot.Value)
            {
                case List<Table> list when appends:
                    list.Add(new Table(l, c));
                    return list[^1];
                case List<Table> list:
                    return list[^1];
                case Table table when !appends:
                    return table;
                default:
                    return null;
            }
        }
    }
}
