namespace RepoMaturity.Documents.Prose;

/// <summary>Questions about plain text.</summary>
internal static class ProseText
{
    /// <summary>True when the text holds the words one after the other as whole words, whatever their case; a trailing <c>*</c> matches any ending.</summary>
    public static bool HasWord(string text, string words)
    {
        bool open = words.EndsWith('*');
        string sought = open ? words[..^1] : words;
        for (int at = 0; (at = text.IndexOf(sought, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            int end = at + sought.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (open || end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when the text holds a measured figure: a number with a decimal point or a per cent sign.</summary>
    public static bool HasFigure(string text)
    {
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i - 1])
                && (text[i] == '%' || (text[i] == ' ' && i + 1 < text.Length && text[i + 1] == '%')
                    || (text[i] == '.' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))))
            {
                return true;
            }
        }

        return false;
    }

    public static int CountWords(string text)
    {
        int words = 0;
        bool inside = false;
        foreach (char c in text)
        {
            bool letter = char.IsLetterOrDigit(c);
            words += letter && !inside ? 1 : 0;
            inside = letter || (inside && c is '\'' or '-' or '_');
        }

        return words;
    }
}
