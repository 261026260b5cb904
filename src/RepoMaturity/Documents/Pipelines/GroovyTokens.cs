using System.Text;

namespace RepoMaturity.Documents.Pipelines;

internal enum GroovyTokenKind
{
    Word,
    Text,
    Symbol,
}

/// <summary>A word, a string or a symbol of a Jenkinsfile with the line it starts on; a string's line is that of its first character.</summary>
internal readonly record struct GroovyToken(GroovyTokenKind Kind, string Text, int Line)
{
    public bool Is(char symbol) => Kind == GroovyTokenKind.Symbol && Text[0] == symbol;

    public bool IsWord(string word) => Kind == GroovyTokenKind.Word && Text == word;
}

/// <summary>Splits Groovy into tokens; comments are left out, and what it does not know passes as symbols.</summary>
internal static class GroovyTokens
{
    private const int MaxTokens = 200_000;

    public static List<GroovyToken> Read(string text)
    {
        List<GroovyToken> tokens = [];
        int line = 1;
        int i = 0;
        while (i < text.Length && tokens.Count < MaxTokens)
        {
            char c = text[i];
            if (c == '\n')
            {
                line++;
                i++;
            }
            else if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (At(text, i, "//") || (i == 0 && At(text, i, "#!")))
            {
                int end = text.IndexOf('\n', i);
                i = end < 0 ? text.Length : end;
            }
            else if (At(text, i, "/*"))
            {
                int end = text.IndexOf("*/", i + 2, StringComparison.Ordinal);
                end = end < 0 ? text.Length : end + 2;
                line += text.AsSpan(i, end - i).Count('\n');
                i = end;
            }
            else if (c is '\'' or '"')
            {
                string quote = At(text, i, new string(c, 3)) ? new string(c, 3) : c.ToString();
                i += quote.Length;
                (string value, int after) = Quoted(text, i, quote);
                tokens.Add(new GroovyToken(GroovyTokenKind.Text, value, line));
                line += text.AsSpan(i, after - i).Count('\n');
                i = after;
            }
            else if (char.IsLetter(c) || c == '_')
            {
                int start = i;
                while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '.'))
                {
                    i++;
                }

                tokens.Add(new GroovyToken(GroovyTokenKind.Word, text[start..i], line));
            }
            else
            {
                tokens.Add(new GroovyToken(GroovyTokenKind.Symbol, c.ToString(), line));
                i++;
            }
        }

        return tokens;
    }

    private static (string Value, int After) Quoted(string text, int start, string quote)
    {
        StringBuilder value = new();
        for (int i = start; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                char next = text[++i];
                value.Append(next switch { 'n' => "\n", 't' => "\t", '\\' or '\'' or '"' or '$' => next.ToString(), '\n' => "\\\n", _ => "\\" + next });
            }
            else if (At(text, i, quote))
            {
                return (value.ToString(), i + quote.Length);
            }
            else if (text[i] == '\n' && quote.Length == 1)
            {
                return (value.ToString(), i);
            }
            else
            {
                value.Append(text[i]);
            }
        }

        return (value.ToString(), text.Length);
    }

    private static bool At(string text, int index, string part) => string.CompareOrdinal(text, index, part, 0, part.Length) == 0;
}
