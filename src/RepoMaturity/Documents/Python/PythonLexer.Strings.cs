namespace RepoMaturity.Documents.Python;

/// <content>Strings, and strings with replacement fields after PEP 701, which reads the older ones the same way.</content>
internal ref partial struct PythonLexer
{
    /// <summary>Fields open at once; CPython allows 150.</summary>
    private const int MaxFields = 150;

    /// <summary>An open replacement field.</summary>
    /// <param name="Text">The string around it.</param>
    /// <param name="Depth">Bracket depth inside it.</param>
    /// <param name="InSpecification">True when it stands in another field's format specification.</param>
    private readonly record struct Field(FormatString Text, int Depth, bool InSpecification);

    private readonly record struct FormatString(byte Quote, bool IsTriple, bool IsRaw);

    private readonly bool IsAtField => _fields.Count > 0 && _fields.Peek().Depth == _depth;

    /// <summary>Reads a string whose prefix begins at <paramref name="start"/>; the position is at its quote.</summary>
    private void String(int start)
    {
        byte quote = _source[_position];
        bool triple = Peek(1) == quote && Peek(2) == quote;
        ReadOnlySpan<byte> prefix = _source[start.._position];
        bool raw = prefix.ContainsAny((byte)'r', (byte)'R');
        if (prefix.ContainsAny("fFtT"u8) && _fields.Count < MaxFields)
        {
            _position += triple ? 3 : 1;
            Emit(TokenKind.FStringStart, start, _line, _lineStart);
            Text(new FormatString(quote, triple, raw), inSpecification: false);
            return;
        }

        int line = _line;
        int lineStart = _lineStart;
        _position += triple ? 3 : 1;
        while (_position < _end)
        {
            int length = triple
                ? _source[_position.._end].IndexOfAny(quote, (byte)'\\', (byte)'\n')
                : _source[_position.._end].IndexOfAny([quote, (byte)'\\', (byte)'\n', (byte)'\r']);
            if (length < 0)
            {
                break;
            }

            _position += length;
            byte c = _source[_position];
            if (c == quote)
            {
                if (!triple || (Peek(1) == quote && Peek(2) == quote))
                {
                    _position += triple ? 3 : 1;
                    Emit(TokenKind.String, start, line, lineStart);
                    return;
                }

                _position++;
            }
            else if (c == '\\')
            {
                Escape();
            }
            else if (triple)
            {
                Newline();
            }
            else
            {
                Report("string never closed", line);
                Emit(TokenKind.String, start, line, lineStart);
                return;
            }
        }

        Report("string never closed", line);
        _position = _end;
        Emit(TokenKind.String, start, line, lineStart);
    }

    /// <summary>Skips a backslash and what it escapes.</summary>
    private void Escape()
    {
        _position++;
        if (_position < _end)
        {
            if (_source[_position] is (byte)'\n' or (byte)'\r')
            {
                Newline();
            }
            else
            {
                _position++;
            }
        }
    }

    /// <summary>Reads literal text up to the next field, the end of the specification's field, or the end of the string.</summary>
    private void Text(FormatString text, bool inSpecification)
    {
        int line = _line;
        while (_position < _end)
        {
            int length = _source[_position.._end].IndexOfAny([text.Quote, (byte)'\\', (byte)'\n', (byte)'\r', (byte)'{', (byte)'}']);
            if (length < 0)
            {
                break;
            }

            _position += length;
            byte c = _source[_position];
            if (c == text.Quote)
            {
                if (!text.IsTriple || (Peek(1) == c && Peek(2) == c))
                {
                    if (inSpecification)
                    {
                        break;
                    }

                    CountCode(line);
                    Take(TokenKind.FStringEnd, text.IsTriple ? 3 : 1);
                    return;
                }

                _position++;
            }
            else if (c == '\\')
            {
                if (text.IsRaw && Peek(1) is '{' or '}')
                {
                    _position++;
                }
                else if (!text.IsRaw && Peek(1) == 'N' && Peek(2) == '{')
                {
                    int close = _source[_position.._end].IndexOfAny((byte)'}', text.Quote);
                    _position = close < 0 ? _end : _position + close + (_source[_position + close] == '}' ? 1 : 0);
                }
                else if (Peek(1) is '{' or '}')
                {
                    _position++;
                }
                else
                {
                    Escape();
                }
            }
            else if (c is (byte)'\n' or (byte)'\r')
            {
                if (!text.IsTriple)
                {
                    break;
                }

                Newline();
            }
            else if (c == '{')
            {
                if (Peek(1) == '{' && !inSpecification)
                {
                    _position += 2;
                    continue;
                }

                if (_fields.Count == MaxFields)
                {
                    break;
                }

                CountCode(line);
                Open(TokenKind.FieldOpen);
                _fields.Push(new Field(text, _depth, inSpecification));
                return;
            }
            else if (inSpecification)
            {
                CloseField();
                return;
            }
            else
            {
                _position += Peek(1) == '}' ? 2 : 1;
            }
        }

        Report("string never closed", line);
        while (_fields.TryPop(out Field field))
        {
            _depth = field.Depth - 1;
            Emit(TokenKind.FieldClose, _position, _line, _lineStart);
        }

        Emit(TokenKind.FStringEnd, _position, _line, _lineStart);
    }

    /// <summary>At the brace that ends a field: goes on with the text around it.</summary>
    private void CloseField()
    {
        Field field = _fields.Pop();
        Take(TokenKind.FieldClose, 1);
        _depth--;
        Text(field.Text, field.InSpecification);
    }
}
