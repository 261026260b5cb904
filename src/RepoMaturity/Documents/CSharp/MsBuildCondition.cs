namespace RepoMaturity.Documents.CSharp;

/// <summary>
/// Decides an MSBuild condition where the repository alone can: true, false, or null when it hangs on something from outside
/// (the configuration, the operating system, an SDK) or uses a function.
/// </summary>
/// <param name="text">The condition as written.</param>
/// <param name="expand">Replaces known properties; unknown ones stay as <c>$(Name)</c>.</param>
internal ref struct MsBuildCondition(string text, Func<string, string> expand)
{
    private const int MaxLength = 4_096;
    private const int MaxDepth = 32;

    private int _at;
    private int _depth;
    private bool _failed;

    public static bool? Decide(string text, Func<string, string> expand)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        MsBuildCondition parser = new(text, expand);
        bool? result = parser.Or();
        parser.SkipSpace();
        return parser._failed || parser._at < text.Length ? null : result;
    }

    private bool? Or()
    {
        bool? left = And();
        while (Word("or"))
        {
            bool? right = And();
            left = left == true || right == true ? true : left == false && right == false ? false : null;
        }

        return left;
    }

    private bool? And()
    {
        bool? left = Comparison();
        while (Word("and"))
        {
            bool? right = Comparison();
            left = left == false || right == false ? false : left == true && right == true ? true : null;
        }

        return left;
    }

    private bool? Comparison()
    {
        SkipSpace();
        if (_failed || _at >= text.Length || ++_depth > MaxDepth)
        {
            _failed = true;
            return null;
        }

        bool? result;
        if (text[_at] == '!' && !Next("!="))
        {
            _at++;
            result = !Comparison();
        }
        else if (text[_at] == '(')
        {
            _at++;
            result = Or();
            SkipSpace();
            _failed |= _at >= text.Length || text[_at++] != ')';
        }
        else
        {
            string? left = Operand();
            SkipSpace();
            if (Take("==") is { } equal)
            {
                result = Equals(left, Operand()) is { } same ? same == equal : null;
            }
            else if (Take("!=") is not null)
            {
                result = !Equals(left, Operand());
            }
            else if (_at < text.Length && text[_at] is '<' or '>')
            {
                _at += Next("<=") || Next(">=") ? 2 : 1;
                Operand();
                result = null;
            }
            else
            {
                result = left is null ? null : bool.TryParse(left, out bool value) ? value : null;
            }
        }

        _depth--;
        return result;
    }

    private static bool? Equals(string? left, string? right) =>
        left is null || right is null ? null : string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>A quoted text, a property or a word; null when its value is not known.</summary>
    private string? Operand()
    {
        SkipSpace();
        int start = _at;
        if (_at < text.Length && text[_at] == '\'')
        {
            int end = QuoteEnd(_at + 1);
            _failed |= end < 0;
            _at = end < 0 ? text.Length : end + 1;
            return end < 0 ? null : Known(text[(start + 1)..end]);
        }

        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '$' or '.' or '_' or '-' or '@' or '%'))
        {
            _at++;
        }

        if (_at < text.Length && text[_at] == '(')
        {
            // $(Property), $(Property.Method('x')) or Exists('x').
            bool property = _at > start && text[_at - 1] == '$';
            int end = MsBuildEvaluator.ClosingParenthesis(text, _at);
            _failed |= end < 0;
            _at = end < 0 ? text.Length : end + 1;
            return property && end > 0 ? Known(text[start.._at]) : null;
        }

        _failed |= _at == start;
        return text[start.._at];
    }

    private readonly string? Known(string value)
    {
        string expanded = expand(value);
        return expanded.Contains("$(", StringComparison.Ordinal) || expanded.Contains("@(", StringComparison.Ordinal) || expanded.Contains("%(", StringComparison.Ordinal)
            ? null
            : expanded;
    }

    /// <summary>The closing quote; quotes inside <c>$( )</c> belong to the function.</summary>
    private readonly int QuoteEnd(int from)
    {
        for (int i = from; i < text.Length; i++)
        {
            if (text[i] == '\'')
            {
                return i;
            }

            if (text[i] == '$' && i + 1 < text.Length && text[i + 1] == '(')
            {
                int end = MsBuildEvaluator.ClosingParenthesis(text, i + 1);
                if (end < 0)
                {
                    return -1;
                }

                i = end;
            }
        }

        return -1;
    }

    private bool? Take(string symbol)
    {
        if (!Next(symbol))
        {
            return null;
        }

        _at += symbol.Length;
        return true;
    }

    private readonly bool Next(string symbol) => string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) == 0;

    private bool Word(string word)
    {
        SkipSpace();
        int end = _at + word.Length;
        if (end > text.Length
            || !text.AsSpan(_at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase)
            || (end < text.Length && char.IsAsciiLetterOrDigit(text[end])))
        {
            return false;
        }

        _at = end;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }
}
