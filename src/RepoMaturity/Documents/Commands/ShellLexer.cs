using System.Text;

namespace RepoMaturity.Documents.Commands;

/// <summary>What a <see cref="ShellToken"/> is.</summary>
internal enum ShellTokenKind
{
    Word,
    Operator,
    Newline,
    End,
}

/// <summary>A token with its line from 0; <see cref="Text"/> is the operator, or the word without quotes.</summary>
internal readonly record struct ShellToken(ShellTokenKind Kind, string Text, ShellWord? Word, int Line, IReadOnlyList<ShellNode> Substitutions)
{
    public bool Is(string op) => Kind == ShellTokenKind.Operator && Text == op;

    /// <summary>True for an unquoted literal word: the only words that can be reserved.</summary>
    public bool IsReserved(string word) => Kind == ShellTokenKind.Word && Text == word && Word!.Parts is [{ IsQuoted: false, IsExpansion: false }];
}

/// <summary>Text to tokens: quotes, expansions, comments, redirections and here-documents; redirections are dropped.</summary>
internal sealed class ShellLexer(string text, int firstLine, int depth)
{
    internal const int MaxDepth = 8;
    private static readonly string[] Operators = ["&&", "||", ";;&", ";;", ";&", "|&", ";", "|", "&", "(", ")"];

    private readonly Queue<(string Delimiter, bool StripTabs)> _hereDocuments = new();
    private readonly List<ShellPart> _parts = [];
    private readonly StringBuilder _literal = new();
    private List<ShellNode> _substitutions = [];
    private int _at;
    private int _line = firstLine;

    public ShellToken Next()
    {
        while (true)
        {
            SkipBlanks();
            if (_at >= text.Length)
            {
                return new(ShellTokenKind.End, "", null, _line, []);
            }

            char c = text[_at];
            if (c == '\n')
            {
                int line = _line;
                _at++;
                _line++;
                SkipHereDocuments();
                return new(ShellTokenKind.Newline, "\n", null, line, []);
            }

            if (TryRedirection())
            {
                continue;
            }

            foreach (string op in Operators)
            {
                if (string.CompareOrdinal(text, _at, op, 0, op.Length) == 0)
                {
                    _at += op.Length;
                    return new(ShellTokenKind.Operator, op, null, _line, []);
                }
            }

            return ReadWord();
        }
    }

    /// <summary>Reads on to the closing <c>))</c> or <c>]]</c>, in which operators mean something else.</summary>
    public string SkipPast(string close)
    {
        int from = _at;
        int end = text.IndexOf(close, _at, StringComparison.Ordinal);
        int to = end < 0 ? text.Length : end + close.Length;
        _line += text.AsSpan(_at, to - _at).Count('\n');
        _at = to;
        return text[from..to];
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c is ' ' or '\t' or '\r')
            {
                _at++;
            }
            else if (c == '\\' && IsNewline(_at + 1, out int next))
            {
                _at = next;
                _line++;
            }
            else if (c == '#')
            {
                int end = text.IndexOf('\n', _at);
                _at = end < 0 ? text.Length : end;
            }
            else
            {
                return;
            }
        }
    }

    private bool IsNewline(int at, out int next)
    {
        next = at < text.Length && text[at] == '\r' ? at + 1 : at;
        return next < text.Length && text[next++] == '\n';
    }

    private void SkipHereDocuments()
    {
        while (_hereDocuments.TryDequeue(out var document))
        {
            while (_at < text.Length)
            {
                int end = text.IndexOf('\n', _at);
                end = end < 0 ? text.Length : end;
                ReadOnlySpan<char> line = text.AsSpan(_at, end - _at).TrimEnd('\r');
                _at = Math.Min(end + 1, text.Length);
                _line++;
                if ((document.StripTabs ? line.TrimStart('\t') : line).SequenceEqual(document.Delimiter))
                {
                    break;
                }
            }
        }
    }

    private bool TryRedirection()
    {
        int at = _at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        if (at == _at && at + 1 < text.Length && text[at] == '&' && text[at + 1] == '>')
        {
            at++;
        }

        if (at >= text.Length || text[at] is not ('<' or '>') || (at + 1 < text.Length && text[at + 1] == '('))
        {
            return false;
        }

        bool hereDocument = text[at] == '<' && at + 1 < text.Length && text[at + 1] == '<' && !(at + 2 < text.Length && text[at + 2] == '<');
        while (at < text.Length && text[at] is '<' or '>' or '&' or '|')
        {
            at++;
        }

        bool stripTabs = hereDocument && at < text.Length && text[at] == '-';
        _at = stripTabs || (at < text.Length && text[at] == '-') ? at + 1 : at;
        SkipBlanks();
        if (_at < text.Length && text[_at] is not ('\n' or ';' or '|' or ')') && !(text[_at - 1] == '-' && !stripTabs))
        {
            List<ShellNode> kept = _substitutions;
            string target = ReadWord().Text;
            _substitutions = kept;
            if (hereDocument)
            {
                _hereDocuments.Enqueue((target, stripTabs));
            }
        }

        return true;
    }

    private ShellToken ReadWord()
    {
        int line = _line;
        int start = _at;
        _parts.Clear();
        _literal.Clear();
        _substitutions = [];
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c is ' ' or '\t' or '\n' or '\r' or ';' or '&' or '|' or ')')
            {
                break;
            }

            if (c == '(')
            {
                // name=(a b) is an array, @(a|b) a pattern; elsewhere a parenthesis ends the word.
                if (_at > start && text[_at - 1] is '=' or '@' or '?' or '*' or '+' or '!' && _at > start)
                {
                    int end = Closing(_at, '(', ')');
                    AddLiteral(text[(_at + 1)..Math.Max(_at + 1, end)].Replace('\n', ' ').Trim(), quoted: true);
                    Advance(end + 1);
                    continue;
                }

                break;
            }

            if (c is '<' or '>')
            {
                if (_at + 1 < text.Length && text[_at + 1] == '(')
                {
                    Substitution(_at + 2, quoted: false);
                    continue;
                }

                break;
            }

            ReadPart(c);
        }

        if (_at == start)
        {
            // A stray character: take it, so that the lexer always moves on.
            AddLiteral(text[_at++].ToString(), quoted: false);
        }

        Flush(quoted: false);
        ShellWord word = new([.. _parts]);
        return new(ShellTokenKind.Word, word.Text, word, line, _substitutions);
    }

    private void ReadPart(char c)
    {
        switch (c)
        {
            case '\\' when IsNewline(_at + 1, out int next):
                _at = next;
                _line++;
                break;
            case '\\' when _at + 1 < text.Length:
                AddLiteral(text[_at + 1].ToString(), quoted: true);
                _at += 2;
                break;
            case '\'':
                int end = text.IndexOf('\'', _at + 1);
                end = end < 0 ? text.Length : end;
                AddLiteral(text[(_at + 1)..end], quoted: true);
                Advance(end + 1);
                break;
            case '"':
                _at++;
                ReadDoubleQuoted();
                break;
            case '$':
                Dollar(quoted: false);
                break;
            case '`':
                Backtick(quoted: false);
                break;
            default:
                _literal.Append(c);
                _at++;
                break;
        }
    }

    private void ReadDoubleQuoted()
    {
        Flush(quoted: false);
        _parts.Add(new ShellPart("", IsQuoted: true));
        while (_at < text.Length && text[_at] != '"')
        {
            char c = text[_at];
            if (c == '\\' && _at + 1 < text.Length)
            {
                if (IsNewline(_at + 1, out int next))
                {
                    _at = next;
                    _line++;
                    continue;
                }

                if (text[_at + 1] is not ('"' or '\\' or '$' or '`'))
                {
                    _literal.Append('\\');
                }

                _literal.Append(text[_at + 1]);
                _at += 2;
            }
            else if (c == '$')
            {
                Flush(quoted: true);
                Dollar(quoted: true);
            }
            else if (c == '`')
            {
                Flush(quoted: true);
                Backtick(quoted: true);
            }
            else
            {
                _line += c == '\n' ? 1 : 0;
                _literal.Append(c);
                _at++;
            }
        }

        Flush(quoted: true);
        _at = Math.Min(_at + 1, text.Length);
    }

    private void Dollar(bool quoted)
    {
        char next = _at + 1 < text.Length ? text[_at + 1] : '\0';
        if (next == '(')
        {
            if (_at + 2 < text.Length && text[_at + 2] == '(')
            {
                AddExpansion(Closing(_at + 1, '(', ')') + 1, quoted, null, null);
            }
            else
            {
                Substitution(_at + 2, quoted);
            }
        }
        else if (next == '{')
        {
            int end = Closing(_at + 1, '{', '}');
            ReadOnlySpan<char> inner = text.AsSpan(_at + 2, Math.Max(0, Math.Min(end, text.Length) - _at - 2));
            int length = NameLength(inner);
            string name = inner[..length].ToString();
            ReadOnlySpan<char> rest = inner[length..];
            string? fallback = rest is [':', '-', .. var d] && d.IndexOfAny("$`") < 0 ? d.Trim("\"'").ToString()
                : rest is ['-', .. var e] && e.IndexOfAny("$`") < 0 ? e.Trim("\"'").ToString()
                : null;
            bool plain = rest.IsEmpty || rest is [':', '-', ..] or ['-', ..] || rest.SequenceEqual("[@]") || rest.SequenceEqual("[*]");
            AddExpansion(end + 1, quoted && !rest.SequenceEqual("[@]"), length > 0 && plain ? name : null, fallback);
        }
        else if (next is '@' or '*' or '#' or '?' or '!' or '$' || char.IsAsciiDigit(next))
        {
            AddExpansion(_at + 2, quoted && next != '@', next is '#' or '!' or '$' ? null : next.ToString(), null);
        }
        else if (next is '\'' or '"' && !quoted)
        {
            _at++;
        }
        else
        {
            int length = NameLength(text.AsSpan(Math.Min(_at + 1, text.Length)));
            if (length == 0)
            {
                _literal.Append('$');
                _at++;
            }
            else
            {
                AddExpansion(_at + 1 + length, quoted, text.Substring(_at + 1, length), null);
            }
        }
    }

    private static int NameLength(ReadOnlySpan<char> span)
    {
        int length = 0;
        while (length < span.Length && (span[length] == '_' || char.IsAsciiLetter(span[length]) || (length > 0 && char.IsAsciiDigit(span[length]))))
        {
            length++;
        }

        return length > 0 || span is not [>= '0' and <= '9', ..] ? length : 1;
    }

    /// <summary><c>$(name)</c> of one word stays opaque: it is a variable of make or of a CI host more often than a command.</summary>
    private void Substitution(int inner, bool quoted)
    {
        int end = Closing(inner - 1, '(', ')');
        string body = text[inner..Math.Max(inner, Math.Min(end, text.Length))];
        string trimmed = body.Trim();
        bool single = trimmed.AsSpan().IndexOfAny(" \t\n") < 0;
        if (!single && depth < MaxDepth)
        {
            _substitutions.Add(ShellParser.Parse(body, _line, depth + 1));
        }

        AddExpansion(end + 1, quoted, single && trimmed.Length > 0 && NameLength(trimmed) == trimmed.Length ? trimmed : null, null);
    }

    private void Backtick(bool quoted)
    {
        int end = _at + 1;
        while (end < text.Length && text[end] != '`')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        end = Math.Min(end, text.Length);
        if (depth < MaxDepth)
        {
            _substitutions.Add(ShellParser.Parse(text[(_at + 1)..end], _line, depth + 1));
        }

        AddExpansion(end + 1, quoted, null, null);
    }

    /// <summary>Index of the bracket that closes the one at <paramref name="open"/>, quotes respected; the text's length when there is none.</summary>
    private int Closing(int open, char left, char right)
    {
        int level = 0;
        for (int i = open; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\')
            {
                i++;
            }
            else if (c == left)
            {
                level++;
            }
            else if (c == right && --level == 0)
            {
                return i;
            }
            else if (c is '\'' or '"' && left == '(')
            {
                int close = i + 1;
                while (close < text.Length && text[close] != c)
                {
                    close += text[close] == '\\' && c == '"' ? 2 : 1;
                }

                i = close;
            }
        }

        return text.Length;
    }

    private void AddLiteral(string value, bool quoted)
    {
        Flush(quoted: false);
        _parts.Add(new ShellPart(value, quoted));
    }

    private void AddExpansion(int end, bool quoted, string? variable, string? fallback)
    {
        Flush(quoted);
        end = Math.Min(end, text.Length);
        _parts.Add(new ShellPart(text[_at..end], quoted) { IsExpansion = true, Variable = variable, Default = fallback });
        Advance(end);
    }

    private void Flush(bool quoted)
    {
        if (_literal.Length > 0)
        {
            _parts.Add(new ShellPart(_literal.ToString(), quoted));
            _literal.Clear();
        }
    }

    private void Advance(int to)
    {
        to = Math.Min(to, text.Length);
        _line += text.AsSpan(_at, to - _at).Count('\n');
        _at = to;
    }
}
