namespace RepoMaturity.Documents.Data;

/// <summary>
/// INI text as Python's ConfigParser reads it: root mapping of sections, each a mapping of scalars; keys before any section lie
/// in the root itself, a key without a value is null, case is kept, a repeated section goes on where it stopped.
/// </summary>
/// <remarks>
/// Own code, since no library keeps line numbers. Line n of a scalar's text (from 0) is line <see cref="DataNode.TextLine"/> + n
/// of the file: comment lines inside a value become empty lines instead of vanishing.
/// </remarks>
internal static class IniLoader
{
    internal const int MaxKeys = 200_000;

    public static DataDocument Load(string text)
    {
        MappingBuilder root = new(1, 1);
        Dictionary<string, (MappingBuilder Keys, int Line, int Column)> sections = new(StringComparer.Ordinal);
        List<string> order = [];
        MappingBuilder current = root;
        Value? value = null;
        ParseProblem? problem = null;
        int line = 0;
        int keys = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            line++;
            ReadOnlySpan<char> content = raw.TrimStart();
            int indent = raw.Length - content.Length;
            content = content.TrimEnd();
            if (content.IsEmpty || content[0] is '#' or ';')
            {
                value?.Lines.Add("");
                continue;
            }

            if (value is not null && indent > value.Indent)
            {
                value.Lines.Add(content.ToString());
                continue;
            }

            value?.CloseInto(current);
            value = null;
            int bracket = content[0] == '[' ? content.LastIndexOf(']') : -1;
            if (bracket > 1)
            {
                string name = content[1..bracket].Trim().ToString();
                if (!sections.TryGetValue(name, out var section))
                {
                    section = (new MappingBuilder(line, indent + 1), line, indent + 1);
                    sections.Add(name, section);
                    order.Add(name);
                }

                current = section.Keys;
            }
            else if (++keys > MaxKeys)
            {
                problem = new ParseProblem($"INI with more than {MaxKeys} keys", line);
                break;
            }
            else if (Value.Open(content, line, indent) is { } opened)
            {
                value = opened;
            }
            else
            {
                problem ??= new ParseProblem("invalid INI: a value without a key", line);
            }
        }

        value?.CloseInto(current);
        foreach (string name in order)
        {
            (MappingBuilder section, int l, int c) = sections[name];
            root.Add(name, section.ToNode(), l, c);
        }

        return new DataDocument([root.ToNode()], problem);
    }

    /// <summary>A key whose value may go on below.</summary>
    private sealed class Value
    {
        public required string Key { get; init; }

        public required int Line { get; init; }

        public required int Indent { get; init; }

        public required int Column { get; init; }

        public required bool HasDelimiter { get; init; }

        public List<string> Lines { get; } = [];

        public static Value? Open(ReadOnlySpan<char> content, int line, int indent)
        {
            int delimiter = content.IndexOfAny('=', ':');
            ReadOnlySpan<char> key = delimiter < 0 ? content : content[..delimiter].TrimEnd();
            if (key.IsEmpty)
            {
                return null;
            }

            ReadOnlySpan<char> rest = delimiter < 0 ? [] : content[(delimiter + 1)..];
            ReadOnlySpan<char> text = rest.TrimStart();
            int column = indent + content.Length - text.Length + 1;
            return new Value { Key = key.ToString(), Line = line, Indent = indent, Column = column, HasDelimiter = delimiter >= 0, Lines = { text.ToString() } };
        }

        public void CloseInto(MappingBuilder mapping)
        {
            while (Lines.Count > 1 && Lines[^1].Length == 0)
            {
                Lines.RemoveAt(Lines.Count - 1);
            }

            bool isNull = !HasDelimiter && Lines.Count == 1;
            mapping.Add(
                Key,
                isNull ? DataNode.Null(Line, Column) : DataNode.Scalar(string.Join('\n', Lines), Line, Column),
                Line,
                Indent + 1);
        }
    }
}
