using System.Text;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Infrastructure;

/// <summary>An attribute of a block.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The expression as written, without comments; here-documents are part of it.</param>
/// <param name="Line">Line on which the expression begins, from 1.</param>
internal sealed record HclAttribute(string Name, string Value, int Line);

/// <summary>A block: <c>resource "type" "name" { … }</c>.</summary>
internal sealed record HclBlock(string Type, IReadOnlyList<string> Labels, int Line)
{
    public List<HclAttribute> Attributes { get; } = [];

    public List<HclBlock> Blocks { get; } = [];

    public HclAttribute? this[string name] => Attributes.Find(a => a.Name == name);
}

/// <summary>Blocks and attributes of a Terraform file; expressions stay text and nothing is evaluated.</summary>
internal sealed class HclFile
{
    private const int MaxDepth = 50;
    private const int MaxLength = 1 << 20;

    private readonly string _text;
    private int _at;
    private int _line = 1;

    private HclFile(string text)
    {
        _text = text.Length > MaxLength ? text[..MaxLength] : text;
        Root = new HclBlock("", [], 1);
        ReadBody(Root, 0);
    }

    /// <summary>Holds the file's outermost blocks.</summary>
    public HclBlock Root { get; }

    public static HclFile? Of(DocumentSet documents, SnapshotFile file) => documents.Get(file, static (_, bytes) => Parse(SourceText.Decode(bytes)));

    public static HclFile Parse(string text) => new(text);

    private bool AtEnd => _at >= _text.Length;

    private void ReadBody(HclBlock block, int depth)
    {
        List<string> words = [];
        while (!AtEnd)
        {
            char c = _text[_at];
            if (SkipComment() || char.IsWhiteSpace(c))
            {
                if (c == '\n')
                {
                    words.Clear();
                }

                Step();
            }
            else if (c == '}')
            {
                Step();
                return;
            }
            else if (c == '{')
            {
                HclBlock inner = new(words.Count > 0 ? words[0] : "", [.. words.Skip(1)], _line);
                block.Blocks.Add(inner);
                words.Clear();
                Step();
                if (depth >= MaxDepth)
                {
                    _at = _text.Length;
                    return;
                }

                ReadBody(inner, depth + 1);
            }
            else if (c == '=' && words.Count > 0)
            {
                Step();
                block.Attributes.Add(ReadExpression(words[^1]));
                words.Clear();
            }
            else
            {
                words.Add(c == '"' ? ReadString().Trim('"') : ReadWord());
            }
        }
    }

    /// <summary>Moves to the end of a comment's last line, so that the caller sees its line break; false when there is none.</summary>
    private bool SkipComment()
    {
        ReadOnlySpan<char> rest = _text.AsSpan(_at);
        if (rest.StartsWith("/*"))
        {
            int end = rest.IndexOf("*/");
            for (int stop = end < 0 ? _text.Length : _at + end + 1; _at < stop;)
            {
                Step();
            }

            return true;
        }

        if (!rest.StartsWith("#") && !rest.StartsWith("//"))
        {
            return false;
        }

        int length = rest.IndexOf('\n');
        _at = length < 0 ? _text.Length : _at + length - 1;
        return true;
    }

    /// <summary>Everything to the end of the line on which all brackets are closed.</summary>
    private HclAttribute ReadExpression(string name)
    {
        StringBuilder value = new();
        int open = 0;
        int line = _line;
        while (!AtEnd)
        {
            char c = _text[_at];
            if (c == '"')
            {
                value.Append(ReadString());
            }
            else if (_text.AsSpan(_at).StartsWith("<<"))
            {
                value.Append(ReadHereDocument());
            }
            else if (SkipComment())
            {
                Step();
            }
            else if ((c == '\n' && open <= 0) || (c == '}' && open == 0))
            {
                break;
            }
            else
            {
                open += c is '{' or '[' or '(' ? 1 : c is '}' or ']' or ')' ? -1 : 0;
                value.Append(c);
                Step();
            }
        }

        return new HclAttribute(name, value.ToString().TrimEnd(), line);
    }

    private string ReadString()
    {
        int start = _at;
        Step();
        while (!AtEnd && _text[_at] is not ('"' or '\n'))
        {
            _at += _text[_at] == '\\' && _at + 1 < _text.Length && _text[_at + 1] != '\n' ? 2 : 1;
        }

        if (!AtEnd && _text[_at] == '"')
        {
            Step();
        }

        return _text[start..Math.Min(_at, _text.Length)];
    }

    private string ReadHereDocument()
    {
        int start = _at;
        int end = _text.IndexOf('\n', _at);
        string delimiter = end < 0 ? "" : _text[(_at + 2)..end].TrimStart('-').Trim();
        while (!AtEnd)
        {
            int next = _text.IndexOf('\n', _at);
            ReadOnlySpan<char> line = _text.AsSpan(_at, (next < 0 ? _text.Length : next) - _at);
            if (_at > start && line.Trim().SequenceEqual(delimiter))
            {
                _at += line.Length;
                break;
            }

            _at = next < 0 ? _text.Length : next + 1;
            _line += next < 0 ? 0 : 1;
        }

        return _text[start.._at];
    }

    private string ReadWord()
    {
        int start = _at;
        Step();
        while (!AtEnd && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private void Step()
    {
        if (!AtEnd)
        {
            _line += _text[_at] == '\n' ? 1 : 0;
            _at++;
        }
    }
}
