using System.Text.RegularExpressions;

namespace RepoMaturity.Evidence;

/// <summary>
/// A pattern of a rule. Plain words between bars, such as <c>^(strict|all)$</c> or <c>first|second</c>, are compared as they are; anything
/// else is a regular expression, built when a text first holds the words that it needs. One that repeats something is matched without backtracking, so that no text can slow
/// it down; that takes a hundred times longer to build, and without repeats the pattern's own length bounds the steps.
/// </summary>
internal sealed class TextPattern
{
    private const string IgnoreCase = "(?i)";
    private readonly string[]? _words;
    private readonly bool _whole;
    private readonly StringComparison _comparison;
    private readonly Lazy<Regex>? _regex;
    private readonly Lazy<List<string[]>>? _needed;

    public TextPattern(string pattern, bool ignoreCase = false)
    {
        bool folded = ignoreCase || pattern.StartsWith(IgnoreCase, StringComparison.Ordinal);
        _comparison = folded ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        string text = pattern.StartsWith(IgnoreCase, StringComparison.Ordinal) ? pattern[IgnoreCase.Length..] : pattern;
        _whole = text.StartsWith('^') && text.EndsWith('$');
        string inner = _whole ? text[1..^1] : text;
        bool grouped = inner.StartsWith('(') && inner.EndsWith(')');

        // Without the group, an anchor would belong to the first or last word only.
        if ((grouped || !_whole || !inner.Contains('|', StringComparison.Ordinal)) && (grouped ? inner[1..^1] : inner).All(IsPlain))
        {
            _words = (grouped ? inner[1..^1] : inner).Split('|');
            return;
        }

        _needed = new(() => NeededWords.Of(text));
        bool repeats = text.AsSpan().ContainsAny('*', '+', '{');
        RegexOptions options = (repeats ? RegexOptions.NonBacktracking : RegexOptions.None) | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        _regex = new(() => new Regex(pattern, options | RegexOptions.CultureInvariant));
    }

    public bool IsMatch(ReadOnlySpan<char> text)
    {
        if (_words is null)
        {
            foreach (string[] oneOf in _needed!.Value)
            {
                if (!ContainsAny(text, oneOf))
                {
                    return false;
                }
            }

            return _regex!.Value.IsMatch(text);
        }

        foreach (string word in _words)
        {
            if (_whole ? text.Equals(word, _comparison) : text.Contains(word, _comparison))
            {
                return true;
            }
        }

        return false;
    }

    private bool ContainsAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (string word in words)
        {
            if (text.Contains(word, _comparison))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '|' or ' ' or '-' or '_' or '/' or ':' or ';' or ',';
}
