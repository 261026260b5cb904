using System.Text;
using System.Text.Json;

namespace RepoMaturity.Documents.Data;

/// <summary>JSON bytes to <see cref="DataNode"/>s without recursion; comments, trailing commas, a byte order mark and Python's NaN are allowed.</summary>
internal static class JsonLoader
{
    internal const int MaxDepth = 256;
    internal const int MaxNodes = 2_000_000;
    private static readonly string[] NotNumbers = ["NaN", "-Infinity", "Infinity"];

    /// <summary>Reads UTF-8 bytes, or UTF-16 with a mark; broken text keeps what stands before the error.</summary>
    public static DataDocument Load(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            bytes = Encoding.UTF8.GetBytes(SourceText.Decode(bytes));
        }

        int mark = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        return new Reader().Read(bytes[mark..]);
    }

    /// <summary>JSON5 as configuration files use it: comments are blanked and the rest is read as YAML's flow style.</summary>
    public static DataDocument LoadJson5(ReadOnlySpan<byte> bytes)
    {
        byte[] text = Encoding.UTF8.GetBytes(SourceText.Decode(bytes));
        Scan(text, blankComments: true, notNumbers: null);
        return YamlLoader.Load(text);
    }

    /// <summary>Walks over strings and comments; blanks comments, or replaces words that are no JSON numbers by a zero and notes their places.</summary>
    private static void Scan(Span<byte> text, bool blankComments, Dictionary<int, string>? notNumbers)
    {
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (c == '"' || (c == '\'' && blankComments))
            {
                for (i++; i < text.Length && text[i] != c && text[i] != '\n'; i++)
                {
                    i += text[i] == '\\' ? 1 : 0;
                }
            }
            else if (c == '/' && i + 1 < text.Length && text[i + 1] is (byte)'/' or (byte)'*')
            {
                ReadOnlySpan<byte> close = text[i + 1] == '/' ? "\n"u8 : "*/"u8;
                int length = text[(i + 2)..].IndexOf(close);
                int end = length < 0 ? text.Length : i + 2 + length + (close.Length == 2 ? 2 : 0);
                for (; i < end; i++)
                {
                    text[i] = blankComments && text[i] != '\n' ? (byte)' ' : text[i];
                }

                i--;
            }
            else if (notNumbers is not null && c is (byte)'N' or (byte)'I' or (byte)'-')
            {
                foreach (string word in NotNumbers)
                {
                    if (text.Length - i >= word.Length && Ascii.Equals(text.Slice(i, word.Length), word))
                    {
                        notNumbers![i] = word;
                        text.Slice(i, word.Length).Fill((byte)' ');
                        text[i] = (byte)'0';
                        i += word.Length - 1;
                        break;
                    }
                }
            }
        }
    }

    /// <summary>A container that is still open.</summary>
    private sealed class Open(bool isMapping, int line, int column)
    {
        private readonly MappingBuilder? _mapping = isMapping ? new MappingBuilder(line, column) : null;
        private readonly List<DataNode> _items = [];

        public (string Name, int Line, int Column) Key { get; set; } = ("", line, column);

        public void Add(DataNode node)
        {
            if (_mapping is null)
            {
                _items.Add(node);
            }
            else
            {
                _mapping.Add(Key.Name, node, Key.Line, Key.Column);
            }
        }

        public DataNode ToNode() => _mapping?.ToNode() ?? DataNode.Sequence(_items, line, column);
    }

    private sealed class Reader
    {
        private readonly Stack<Open> _open = [];
        private readonly Dictionary<int, string> _notNumbers = [];
        private DataNode? _root;
        private int _position;
        private int _line = 1;
        private int _column = 1;

        public DataDocument Read(ReadOnlySpan<byte> text)
        {
            if (text.IndexOf("NaN"u8) >= 0 || text.IndexOf("Infinity"u8) >= 0)
            {
                byte[] copy = text.ToArray();
                Scan(copy, blankComments: false, _notNumbers);
                text = copy;
            }

            ParseProblem? problem = null;
            Utf8JsonReader reader = new(text, new JsonReaderOptions
            {
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
                MaxDepth = MaxDepth,
            });
            try
            {
                int nodes = 0;
                while (problem is null && reader.Read())
                {
                    Advance(text, (int)reader.TokenStartIndex);
                    Take(ref reader);
                    if (++nodes > MaxNodes)
                    {
                        problem = new ParseProblem($"JSON with more than {MaxNodes} nodes", _line);
                    }
                }
            }
            catch (JsonException e)
            {
                string message = e.Message;
                int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
                problem = new ParseProblem("invalid JSON: " + (end < 0 ? message : message[..end]), (int)(e.LineNumber ?? 0) + 1);
            }

            while (_open.TryPop(out Open? unfinished))
            {
                Put(unfinished.ToNode());
            }

            return new DataDocument(_root is null ? [] : [_root], problem);
        }

        private void Take(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    _open.Push(new Open(reader.TokenType == JsonTokenType.StartObject, _line, _column));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    Put(_open.Pop().ToNode());
                    break;
                case JsonTokenType.PropertyName:
                    _open.Peek().Key = (TextOf(ref reader), _line, _column);
                    break;
                case JsonTokenType.Null:
                    Put(DataNode.Null(_line, _column));
                    break;
                case JsonTokenType.String:
                    Put(DataNode.Scalar(TextOf(ref reader), _line, _column, quoted: true));
                    break;
                default:
                    string text = _notNumbers.GetValueOrDefault((int)reader.TokenStartIndex) ?? Encoding.UTF8.GetString(reader.ValueSpan);
                    Put(DataNode.Scalar(text, _line, _column));
                    break;
            }
        }

        private void Put(DataNode node)
        {
            if (_open.TryPeek(out Open? parent))
            {
                parent.Add(node);
            }
            else
            {
                _root = node;
            }
        }

        /// <summary>Text of a string; invalid UTF-8 or a lone surrogate leaves it as written.</summary>
        private static string TextOf(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                return Encoding.UTF8.GetString(reader.ValueSpan);
            }
        }

        private void Advance(ReadOnlySpan<byte> text, int to)
        {
            ReadOnlySpan<byte> passed = text[_position..to];
            _position = to;
            int newline = passed.LastIndexOf((byte)'\n');
            if (newline >= 0)
            {
                _line += passed.Count((byte)'\n');
                _column = 1;
                passed = passed[(newline + 1)..];
            }

            _column += Encoding.UTF8.GetCharCount(passed);
        }
    }
}
