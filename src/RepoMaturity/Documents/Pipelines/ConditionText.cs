namespace RepoMaturity.Documents.Pipelines;

/// <summary>Splits conditions of CI hosts outside quotes and parentheses.</summary>
internal static class ConditionText
{
    /// <summary>The trimmed parts between separators of the outermost level; one part when there is none.</summary>
    public static IReadOnlyList<string> Split(string text, string separator)
    {
        List<string> parts = [];
        int start = 0;
        int depth = 0;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '\'' or '"')
            {
                quote = c;
            }
            else if (c is '(' or '[')
            {
                depth++;
            }
            else if (c is ')' or ']')
            {
                depth--;
            }
            else if (depth == 0 && string.CompareOrdinal(text, i, separator, 0, separator.Length) == 0)
            {
                parts.Add(text[start..i].Trim());
                start = i + separator.Length;
                i = start - 1;
            }
        }

        parts.Add(text[start..].Trim());
        return parts;
    }

    /// <summary>Takes away parentheses around the whole.</summary>
    public static string Unwrap(string text)
    {
        text = text.Trim();
        while (text is ['(', .., ')'] && Closes(text) == text.Length - 1)
        {
            text = text[1..^1].Trim();
        }

        return text;
    }

    /// <summary>Reads <c>name(a, b)</c> that spans the whole text; null for anything else.</summary>
    public static (string Name, IReadOnlyList<string> Arguments)? Call(string text)
    {
        text = text.Trim();
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0 || text[^1] != ')' || !text.AsSpan(0, open).Trim().ToString().All(char.IsAsciiLetter) || open + Closes(text[open..]) != text.Length - 1)
        {
            return null;
        }

        string inner = text[(open + 1)..^1];
        return (text[..open].Trim(), string.IsNullOrWhiteSpace(inner) ? [] : Split(inner, ","));
    }

    /// <summary>Index of the parenthesis that closes the one at the start; -1 when none does.</summary>
    private static int Closes(string text)
    {
        int depth = 0;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '\'' or '"')
            {
                quote = c;
            }
            else if (c == '(')
            {
                depth++;
            }
            else if (c == ')' && --depth == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
