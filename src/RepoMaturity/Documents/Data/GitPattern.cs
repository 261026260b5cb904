namespace RepoMaturity.Documents.Data;

/// <summary>A path pattern as <c>.gitignore</c> and <c>.gitattributes</c> write it, without backtracking that could run away.</summary>
/// <remarks>
/// Own code on purpose: MAB.DotIgnore is correct, but turns patterns into backtracking regular expressions, and these patterns
/// come from a hostile repository; LibGit2Sharp needs a repository on disk. Checked against git itself.
/// </remarks>
internal sealed class GitPattern
{
    private const int MaxLength = 1_024;
    private readonly string[] _segments;
    private readonly bool _isAnchored;

    private GitPattern(string[] segments, bool isAnchored, bool isDirectory)
    {
        _segments = segments;
        _isAnchored = isAnchored;
        IsDirectory = isDirectory;
    }

    /// <summary>True when the pattern ends in a slash and so fits folders only.</summary>
    public bool IsDirectory { get; }

    /// <summary>The pattern, or null for an empty or overlong one.</summary>
    public static GitPattern? Parse(string text)
    {
        bool isDirectory = text.EndsWith('/');
        string body = isDirectory ? text[..^1] : text;
        bool isAnchored = body.Contains('/', StringComparison.Ordinal);
        body = body.StartsWith('/') ? body[1..] : body;
        return body.Length is 0 or > MaxLength ? null : new GitPattern(body.Split('/'), isAnchored, isDirectory);
    }

    /// <summary>True when a path, relative to the pattern's own file, fits.</summary>
    public bool Matches(string path)
    {
        string[] parts = path.Split('/');
        return _isAnchored ? MatchPath(parts) : MatchSegment(_segments[0], parts[^1]);
    }

    /// <summary>Segment by segment; <c>**</c> takes any number, and the last one seen is the only place to come back to.</summary>
    private bool MatchPath(string[] parts)
    {
        int s = 0;
        int p = 0;
        int star = -1;
        int mark = 0;
        while (p < parts.Length)
        {
            if (s < _segments.Length && _segments[s] == "**")
            {
                // At the end it stands for everything inside, so for one segment at least.
                if (s == _segments.Length - 1)
                {
                    return true;
                }

                star = s++;
                mark = p;
            }
            else if (s < _segments.Length && MatchSegment(_segments[s], parts[p]))
            {
                s++;
                p++;
            }
            else if (star >= 0)
            {
                s = star + 1;
                p = ++mark;
            }
            else
            {
                return false;
            }
        }

        return s == _segments.Length;
    }

    /// <summary><c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a]</c> and a backslash inside one segment.</summary>
    internal static bool MatchSegment(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && MatchOne(pattern, p, text[t], out int next))
            {
                p = next;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return !pattern[p..].ContainsAnyExcept('*');
    }

    private static bool MatchOne(ReadOnlySpan<char> pattern, int at, char c, out int next)
    {
        next = at + 1;
        switch (pattern[at])
        {
            case '?':
                return true;
            case '\\' when at + 1 < pattern.Length:
                next = at + 2;
                return pattern[at + 1] == c;
            case '[':
                return MatchClass(pattern, at, c, out next);
            default:
                return pattern[at] == c;
        }
    }

    private static bool MatchClass(ReadOnlySpan<char> pattern, int at, char c, out int next)
    {
        int i = at + 1;
        bool isNegated = i < pattern.Length && pattern[i] is '!' or '^';
        i += isNegated ? 1 : 0;
        bool isIn = false;
        for (int first = i; i < pattern.Length && (pattern[i] != ']' || i == first); i++)
        {
            if (pattern[i..].StartsWith("[:") && pattern[i..].IndexOf(":]") is > 0 and var close)
            {
                isIn |= IsInNamed(pattern[(i + 2)..(i + close)], c);
                i += close + 1;
                continue;
            }

            i += pattern[i] == '\\' && i + 1 < pattern.Length ? 1 : 0;
            char low = pattern[i];
            char high = low;
            if (i + 2 < pattern.Length && pattern[i + 1] == '-' && pattern[i + 2] != ']')
            {
                i += 2;
                i += pattern[i] == '\\' && i + 1 < pattern.Length ? 1 : 0;
                high = pattern[i];
            }

            isIn |= c >= low && c <= high;
        }

        next = i + 1;
        return i < pattern.Length && isIn != isNegated;
    }

    private static bool IsInNamed(ReadOnlySpan<char> name, char c) => name switch
    {
        "alpha" => char.IsAsciiLetter(c),
        "digit" => char.IsAsciiDigit(c),
        "alnum" => char.IsAsciiLetterOrDigit(c),
        "upper" => char.IsAsciiLetterUpper(c),
        "lower" => char.IsAsciiLetterLower(c),
        "xdigit" => char.IsAsciiHexDigit(c),
        "space" => char.IsWhiteSpace(c),
        "punct" => char.IsPunctuation(c) || char.IsSymbol(c),
        _ => false,
    };
}
