using System.Buffers;

namespace RepoMaturity.Documents.CSharp;

/// <summary>
/// Bounds from above how deeply C# nests, by its characters: many times faster than Roslyn's lexer. It steps over comments and strings; what
/// takes more to be read, it does not judge: raw, verbatim and unfinished strings, conditional code, leftovers of a merge.
/// </summary>
internal ref struct CSharpNesting
{
    private const string RareNewLines = "\u0085\u2028\u2029";
    private static readonly SearchValues<char> Marks = SearchValues.Create("()[]{}<?;/\"'#");
    private static readonly SearchValues<char> InString = SearchValues.Create("\"'\\\r\n");
    private static readonly SearchValues<char> InInterpolated = SearchValues.Create("\"\\{\r\n");
    private static readonly SearchValues<char> InHole = SearchValues.Create("\"'\\/{}\r\n");

    // Roslyn takes lines that begin so for what git leaves of a conflict, and skips text after some.
    private static readonly SearchValues<string> Conflicts = SearchValues.Create(
        [.. from start in "\r\n" from mark in "<=|>" select start + new string(mark, 7)], StringComparison.Ordinal);

    private readonly ReadOnlySpan<char> _source;
    private int _at;

    private CSharpNesting(ReadOnlySpan<char> source) => _source = source;

    /// <summary>True when brackets surely nest no deeper than this, and no more than this many <c>&lt;</c> and <c>?</c> stand in one statement.</summary>
    public static bool IsWithin(ReadOnlySpan<char> source, int limit) =>
        source is not ['<' or '=' or '|' or '>', ..] && !source.ContainsAny(RareNewLines) && !source.ContainsAny(Conflicts) && new CSharpNesting(source).Scan(limit);

    private bool Scan(int limit)
    {
        int nesting = 0;
        int round = 0;
        int marks = 0;
        while (_source[_at..].IndexOfAny(Marks) is >= 0 and int next)
        {
            _at += next + 1;
            char mark = _source[_at - 1];
            switch (mark)
            {
                case '(' or '[':
                    nesting++;
                    round++;
                    break;
                case ')' or ']':
                    nesting = Math.Max(0, nesting - 1);
                    round = Math.Max(0, round - 1);
                    break;
                case '{':
                    nesting++;
                    marks = round == 0 ? 0 : marks;
                    break;
                case '}':
                    nesting = Math.Max(0, nesting - 1);
                    marks = round == 0 ? 0 : marks;
                    break;
                case ';':
                    marks = round == 0 ? 0 : marks;
                    break;
                case '<' or '?':
                    marks++;
                    break;
                default:
                    if (!Skip(mark, limit))
                    {
                        return false;
                    }

                    break;
            }

            if (nesting > limit || marks > limit)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Steps over what begins with a character that has been read; false when that is not sure.</summary>
    private bool Skip(char mark, int limit)
    {
        ReadOnlySpan<char> before = _source[..(_at - 1)];
        ReadOnlySpan<char> rest = _source[_at..];
        switch (mark)
        {
            case '/':
                return rest switch
                {
                    ['/', ..] => Move(rest.IndexOfAny('\r', '\n')),
                    ['*', ..] => Move(rest[1..].IndexOf("*/") is >= 0 and int end ? end + 3 : -1),
                    _ => true,
                };
            case '#':
                ReadOnlySpan<char> line = before[(before.LastIndexOfAny('\r', '\n') + 1)..];
                bool isHarmless = rest.StartsWith("region") || rest.StartsWith("endregion") || rest.StartsWith("pragma") || rest.StartsWith("nullable");
                return isHarmless && !line.ContainsAnyExcept(' ', '\t') && Move(rest.IndexOfAny('\r', '\n'));
            case '"' when before is [.., '$']:
                return before is not [.., '@' or '$', '$'] && rest is not ['"', '"', ..] && SkipInterpolated(limit);
            case '"' when before is [.., '@'] || rest is ['"', '"', ..]:
                return false;
            default:
                return SkipString(mark);
        }
    }

    /// <summary>To a place, or to the end when it was not found.</summary>
    private bool Move(int length)
    {
        _at = length < 0 ? _source.Length : _at + length;
        return true;
    }

    private bool SkipString(char quote)
    {
        while (_source[_at..].IndexOfAny(InString) is >= 0 and int next)
        {
            _at += next + 1;
            char mark = _source[_at - 1];
            if (mark == quote)
            {
                return true;
            }

            if (mark == '\\' ? !SkipEscape() : mark is not ('"' or '\''))
            {
                return false;
            }
        }

        return false;
    }

    private bool SkipEscape() => _at < _source.Length && _source[_at] is not ('\r' or '\n') && Move(1);

    /// <summary>A string on one line whose values hold no strings, comments or braces themselves, and which is too short to nest.</summary>
    private bool SkipInterpolated(int limit)
    {
        int start = _at;
        while (_source[_at..].IndexOfAny(InInterpolated) is >= 0 and int next)
        {
            _at += next + 1;
            switch (_source[_at - 1])
            {
                case '"':
                    return _at - start < limit;
                case '\\' when SkipEscape():
                case '{' when _source[_at..] is ['{', ..] && Move(1):
                    break;
                case '{' when _source[_at..].IndexOfAny(InHole) is >= 0 and int end && _source[(_at + end)..] is ['}', not '}', ..]:
                    _at += end + 1;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }
}
