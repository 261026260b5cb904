using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace RepoMaturity.Documents.Python;

/// <summary>Cuts UTF-8 source into the tokens of one logical line at a time. Never throws; what is broken is skipped and reported.</summary>
internal ref partial struct PythonLexer
{
    /// <summary>Tokens kept of one logical line; the rest of a longer one (a data table) is skipped and reported.</summary>
    internal const int MaxTokens = 1 << 20;

    private readonly ReadOnlySpan<byte> _source;
    private readonly PythonSegments _segments;
    private readonly List<PythonDirective> _directives = [];
    private readonly List<PythonDirective> _magics = [];
    private readonly Stack<Field> _fields = new();
    private int _segment;
    private int _end;
    private int _position;
    private int _lineStart;
    private int _line = 1;
    private int _depth;
    private int _openLine;
    private int _lastCodeLine;
    private Token[] _tokens = ArrayPool<Token>.Shared.Rent(256);

    public PythonLexer(ReadOnlySpan<byte> source, PythonSegments segments)
    {
        _source = source;
        _segments = segments;
        _segment = -1;
        if (!Utf8.IsValid(source))
        {
            Report("not UTF-8", 1);
        }
    }

    /// <summary>Tokens of the current logical line; none when it was a magic only.</summary>
    public readonly ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>Columns of white space before the current logical line, tabs to multiples of eight.</summary>
    public int Indent { get; private set; }

    /// <summary>True when the current logical line has a semicolon outside brackets.</summary>
    public bool HasSemicolon { get; private set; }

    /// <summary>Line of the current logical line's last token's end.</summary>
    public readonly int EndLine => _lastCodeLine;

    public int CodeLines { get; set; }

    public int CommentLines { get; private set; }

    public readonly List<PythonDirective> Directives => _directives;

    public readonly List<PythonDirective> Magics => _magics;

    /// <summary>The first problem.</summary>
    public ParseProblem? Problem { get; private set; }

    public void Report(string message, int line) => Problem ??= new ParseProblem(message, _segments.LineOf(line));

    /// <summary>Moves to the next segment; false after the last.</summary>
    public bool NextSegment()
    {
        if (++_segment >= _segments.Ends.Count)
        {
            return false;
        }

        _end = Math.Min(_segments.Ends[_segment], _source.Length);
        _depth = 0;
        return true;
    }

    /// <summary>Reads the next logical line of the segment; false at its end.</summary>
    public bool ReadLine()
    {
        Count = 0;
        HasSemicolon = false;
        _depth = 0;
        _fields.Clear();
        if (!SkipToCode())
        {
            return false;
        }

        if (!(_segments.IsInteractive && TryMagicLine()))
        {
            ReadTokens();
        }

        return true;
    }

    /// <summary>Gives the buffer back; to be called once, last.</summary>
    public void Release()
    {
        ArrayPool<Token>.Shared.Return(_tokens);
        _tokens = [];
    }

    /// <summary>Skips blank lines, comments, merge markers and template lines; stops at the first byte of code.</summary>
    private bool SkipToCode()
    {
        while (_position < _end)
        {
            if (_position == _lineStart && IsMergeMarker())
            {
                Report("merge conflict marker", _line);
                SkipLine();
                continue;
            }

            int column = 0;
            for (; _position < _end; _position++)
            {
                byte c = _source[_position];
                if (c == ' ')
                {
                    column++;
                }
                else if (c == '\t')
                {
                    column = ((column / 8) + 1) * 8;
                }
                else if (c == '\f')
                {
                    column = 0;
                }
                else
                {
                    break;
                }
            }

            if (_position >= _end)
            {
                return false;
            }

            switch (_source[_position])
            {
                case (byte)'\n' or (byte)'\r':
                    Newline();
                    continue;
                case (byte)'#':
                    Comment();
                    continue;
                case (byte)'{' when Peek(1) is (byte)'%' or (byte)'#':
                    Report("template placeholder", _line);
                    SkipLine();
                    continue;
                default:
                    Indent = column;
                    return true;
            }
        }

        return false;
    }

    private void ReadTokens()
    {
        while (_position < _end)
        {
            byte c = _source[_position];
            switch (c)
            {
                case (byte)' ' or (byte)'\t' or (byte)'\f':
                    _position++;
                    break;
                case (byte)'\n' or (byte)'\r':
                    Newline();
                    if (_depth == 0 || IsBracketNeverClosed())
                    {
                        return;
                    }

                    break;
                case (byte)'#':
                    Comment();
                    break;
                case (byte)'\\':
                    Continuation();
                    break;
                case >= (byte)'0' and <= (byte)'9':
                    Number();
                    break;
                case (byte)'"' or (byte)'\'':
                    String(_position);
                    break;
                case (byte)'_' or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or >= 0x80:
                    Name();
                    break;
                default:
                    if (!Punctuation(c))
                    {
                        return;
                    }

                    break;
            }
        }
    }

    private readonly int Peek(int offset) => _position + offset < _end ? _source[_position + offset] : -1;

    private void Emit(TokenKind kind, int start, int line, int lineStart)
    {
        CountCode(line);
        if (Count == _tokens.Length)
        {
            if (Count == MaxTokens)
            {
                Report("statement too long, read in part", line);
                return;
            }

            Token[] larger = ArrayPool<Token>.Shared.Rent(Math.Min(Count * 2, MaxTokens));
            _tokens.AsSpan(0, Count).CopyTo(larger);
            ArrayPool<Token>.Shared.Return(_tokens);
            _tokens = larger;
        }

        _tokens[Count++] = new Token(kind, start, _position, line, start - lineStart);
    }

    /// <summary>Consumes <paramref name="length"/> bytes as a token.</summary>
    private void Take(TokenKind kind, int length)
    {
        int start = _position;
        _position += length;
        Emit(kind, start, _line, _lineStart);
    }

    /// <summary>Counts the lines from <paramref name="first"/> to the current one as code, each once.</summary>
    private void CountCode(int first)
    {
        if (_line > _lastCodeLine)
        {
            CodeLines += _line - Math.Max(_lastCodeLine, first - 1);
            _lastCodeLine = _line;
        }
    }

    /// <summary>Consumes a line end: LF, CRLF or CR.</summary>
    private void Newline()
    {
        if (_source[_position] == '\r' && Peek(1) == '\n')
        {
            _position++;
        }

        _position++;
        _line++;
        _lineStart = _position;
    }

    private void SkipToLineEnd()
    {
        int length = _source[_position.._end].IndexOfAny((byte)'\n', (byte)'\r');
        _position = length < 0 ? _end : _position + length;
    }

    private void SkipLine()
    {
        SkipToLineEnd();
        if (_position < _end)
        {
            Newline();
        }
    }

    private readonly bool IsMergeMarker()
    {
        ReadOnlySpan<byte> rest = _source[_position.._end];
        if (rest.Length < 7 || rest[0] is not ((byte)'<' or (byte)'=' or (byte)'>' or (byte)'|') || rest[..7].ContainsAnyExcept(rest[0]))
        {
            return false;
        }

        return rest.Length == 7 || rest[7] is (byte)' ' or (byte)'\n' or (byte)'\r';
    }

    /// <summary>At the start of a line inside brackets: true when the line can only begin a new statement.</summary>
    private bool IsBracketNeverClosed()
    {
        if (IsMergeMarker())
        {
            Report("merge conflict marker", _line);
            SkipLine();
        }

        int p = _position;
        while (p < _end && _source[p] is (byte)' ' or (byte)'\t')
        {
            p++;
        }

        int start = p;
        while (p < _end && p - start < 9 && _source[p] is >= (byte)'a' and <= (byte)'z')
        {
            p++;
        }

        if (p == start || (p < _end && IsNamePart[_source[p]]) || !PythonKeywords.BeginsStatementOnly(PythonKeywords.KindOf(_source[start..p])))
        {
            return false;
        }

        Report("bracket never closed", _openLine);
        return true;
    }

    private void Continuation()
    {
        _position++;
        if (_position < _end && _source[_position] is (byte)'\n' or (byte)'\r')
        {
            Newline();
        }
        else
        {
            Report("unexpected character after a line continuation", _line);
        }
    }

    private void Name()
    {
        int start = _position;
        int p = start + 1;
        while (p < _end && IsNamePart[_source[p]])
        {
            p++;
        }

        if (p < _end && p - start <= 3 && _source[p] is (byte)'"' or (byte)'\'' && IsStringPrefix(_source[start..p]))
        {
            _position = p;
            String(start);
            return;
        }

        _position = p;
        Emit(PythonKeywords.KindOf(_source[start..p]), start, _line, _lineStart);
    }

    private static bool IsStringPrefix(ReadOnlySpan<byte> prefix) => !prefix.ContainsAnyExcept(StringPrefixes);

    private void Number()
    {
        int start = _position;
        if (_source[start] == '0' && Peek(1) is 'x' or 'X' or 'o' or 'O' or 'b' or 'B')
        {
            _position += 2;
            while (_position < _end && (char.IsAsciiHexDigit((char)_source[_position]) || _source[_position] == '_'))
            {
                _position++;
            }
        }
        else
        {
            Digits();
            if (Peek(0) == '.')
            {
                _position++;
                Digits();
            }

            if (Peek(0) is 'e' or 'E' && (IsDigit(Peek(1)) || (Peek(1) is '+' or '-' && IsDigit(Peek(2)))))
            {
                _position += 2;
                Digits();
            }
        }

        if (Peek(0) is 'j' or 'J' or 'l' or 'L')
        {
            _position++;
        }

        Emit(TokenKind.Number, start, _line, _lineStart);
    }

    private void Digits()
    {
        while (_position < _end && (IsDigit(_source[_position]) || _source[_position] == '_'))
        {
            _position++;
        }
    }

    private static bool IsDigit(int c) => c is >= '0' and <= '9';

    /// <summary>Reads an operator, a bracket or a field's end; false when the rest of the line was taken as a magic.</summary>
    private bool Punctuation(byte c)
    {
        int next = Peek(1);
        switch (c)
        {
            case (byte)'(':
                Open(TokenKind.ParenOpen);
                break;
            case (byte)'[':
                Open(TokenKind.SquareOpen);
                break;
            case (byte)'{':
                if (next == '{')
                {
                    Report("template placeholder", _line);
                }

                Open(TokenKind.BraceOpen);
                break;
            case (byte)')':
                Close(TokenKind.ParenClose);
                break;
            case (byte)']':
                Close(TokenKind.SquareClose);
                break;
            case (byte)'}':
                if (IsAtField)
                {
                    CloseField();
                }
                else
                {
                    Close(TokenKind.BraceClose);
                }

                break;
            case (byte)',':
                Take(TokenKind.Comma, 1);
                break;
            case (byte)':':
                if (IsAtField)
                {
                    _position++;
                    Text(_fields.Peek().Text, inSpecification: true);
                }
                else
                {
                    Take(next == '=' ? TokenKind.Walrus : TokenKind.Colon, next == '=' ? 2 : 1);
                }

                break;
            case (byte)';':
                HasSemicolon |= _depth == 0;
                Take(TokenKind.Semicolon, 1);
                break;
            case (byte)'.':
                if (IsDigit(next))
                {
                    Number();
                }
                else if (next == '.' && Peek(2) == '.')
                {
                    Take(TokenKind.Ellipsis, 3);
                }
                else
                {
                    Take(TokenKind.Dot, 1);
                }

                break;
            case (byte)'=':
                Take(next == '=' ? TokenKind.Equal : TokenKind.Assign, next == '=' ? 2 : 1);
                break;
            case (byte)'-':
                Take(next == '>' ? TokenKind.Arrow : next == '=' ? TokenKind.Operator : TokenKind.Minus, next is '>' or '=' ? 2 : 1);
                break;
            case (byte)'*':
                if (next == '*')
                {
                    Take(Peek(2) == '=' ? TokenKind.Operator : TokenKind.DoubleStar, Peek(2) == '=' ? 3 : 2);
                }
                else
                {
                    Take(next == '=' ? TokenKind.Operator : TokenKind.Star, next == '=' ? 2 : 1);
                }

                break;
            case (byte)'/':
                if (next == '/')
                {
                    Take(TokenKind.Operator, Peek(2) == '=' ? 3 : 2);
                }
                else
                {
                    Take(next == '=' ? TokenKind.Operator : TokenKind.Slash, next == '=' ? 2 : 1);
                }

                break;
            case (byte)'@':
                Take(next == '=' ? TokenKind.Operator : TokenKind.At, next == '=' ? 2 : 1);
                break;
            case (byte)'<' or (byte)'>':
                if (next == c)
                {
                    Take(TokenKind.Operator, Peek(2) == '=' ? 3 : 2);
                }
                else
                {
                    if (c == '<' && next == '>')
                    {
                        Report("Python 2 operator <>", _line);
                    }

                    Take(TokenKind.Operator, next == '=' || (c == '<' && next == '>') ? 2 : 1);
                }

                break;
            case (byte)'!' when next == '=':
                Take(TokenKind.Operator, 2);
                break;
            case (byte)'!' when IsAtField:
                _position++;
                while (_position < _end && IsNamePart[_source[_position]])
                {
                    _position++;
                }

                break;
            case (byte)'!' or (byte)'?' when _segments.IsInteractive && _depth == 0:
                MagicRest(wholeLine: c == '?');
                return false;
            case (byte)'%' when _segments.IsInteractive && _depth == 0 && Count > 0 && _tokens[Count - 1].Kind == TokenKind.Assign:
                MagicRest(wholeLine: false);
                return false;
            case (byte)'%' when next == '}':
                Report("template placeholder", _line);
                Take(TokenKind.Operator, 1);
                break;
            case (byte)'+' or (byte)'%' or (byte)'&' or (byte)'|' or (byte)'^' or (byte)'~':
                Take(TokenKind.Operator, next == '=' ? 2 : 1);
                break;
            default:
                Report(c == '`' ? "Python 2 backquote" : "unexpected character", _line);
                _position++;
                break;
        }

        return true;
    }

    private void Open(TokenKind kind)
    {
        if (_depth++ == 0)
        {
            _openLine = _line;
        }

        Take(kind, 1);
    }

    private void Close(TokenKind kind)
    {
        if (_depth == 0 || IsAtField)
        {
            Report("closing bracket without an opening one", _line);
            _position++;
            return;
        }

        _depth--;
        Take(kind, 1);
    }

    /// <summary>Reads a comment; keeps what speaks to a tool.</summary>
    private void Comment()
    {
        int start = _position;
        SkipToLineEnd();
        if (_lastCodeLine != _line)
        {
            CommentLines++;
        }

        ReadOnlySpan<byte> text = _source[start.._position];
        while (!text.IsEmpty)
        {
            text = text[1..];
            ReadOnlySpan<byte> trimmed = text.TrimStart(" \t#:"u8);
            if (ToolDirectives.IsDirective(trimmed))
            {
                _directives.Add(new PythonDirective(_segments.LineOf(_line), Encoding.UTF8.GetString(trimmed.Trim(" \t"u8))));
                return;
            }

            int hash = text.IndexOf((byte)'#');
            text = hash < 0 ? [] : text[hash..];
        }
    }

    private static readonly SearchValues<byte> StringPrefixes = SearchValues.Create("rRbBuUfFtT"u8);
    private static readonly bool[] IsNamePart = NameParts();

    private static bool[] NameParts()
    {
        bool[] parts = new bool[256];
        for (int c = 0; c < 256; c++)
        {
            parts[c] = c >= 0x80 || c == '_' || char.IsAsciiLetterOrDigit((char)c);
        }

        return parts;
    }
}
