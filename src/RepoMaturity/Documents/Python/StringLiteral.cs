using System.Globalization;
using System.Text;

namespace RepoMaturity.Documents.Python;

/// <summary>Content of string literals.</summary>
internal static class StringLiteral
{
    /// <summary>True when a literal's prefix says bytes.</summary>
    public static bool IsBytes(ReadOnlySpan<byte> literal)
    {
        int quote = literal.IndexOfAny((byte)'"', (byte)'\'');
        return quote > 0 && literal[..quote].ContainsAny((byte)'b', (byte)'B');
    }

    /// <summary>The content of a literal with its escapes undone; named characters (<c>\N{…}</c>) stay as written.</summary>
    public static string Decode(ReadOnlySpan<byte> literal)
    {
        int open = literal.IndexOfAny((byte)'"', (byte)'\'');
        if (open < 0)
        {
            return "";
        }

        bool raw = literal[..open].ContainsAny((byte)'r', (byte)'R');
        byte quote = literal[open];
        ReadOnlySpan<byte> content = literal[open..];
        int quotes = content.Length >= 6 && content[1] == quote && content[2] == quote ? 3 : 1;
        content = content[quotes..];
        // A string never closed has no quotes at its end.
        content = content.Length >= quotes && !content[^quotes..].ContainsAnyExcept(quote) ? content[..^quotes] : content;
        string text = Encoding.UTF8.GetString(content);
        return raw || !text.Contains('\\', StringComparison.Ordinal) ? text : Unescape(text);
    }

    private static string Unescape(string text)
    {
        StringBuilder result = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            char c = text[++i];
            switch (c)
            {
                case '\n':
                    break;
                case '\r':
                    i += i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
                    break;
                case '\\' or '\'' or '"':
                    result.Append(c);
                    break;
                case 'n':
                    result.Append('\n');
                    break;
                case 't':
                    result.Append('\t');
                    break;
                case 'r':
                    result.Append('\r');
                    break;
                case 'a':
                    result.Append('\a');
                    break;
                case 'b':
                    result.Append('\b');
                    break;
                case 'f':
                    result.Append('\f');
                    break;
                case 'v':
                    result.Append('\v');
                    break;
                case 'x' when TryHex(text, i + 1, 2, out int code):
                    result.Append((char)code);
                    i += 2;
                    break;
                case 'u' when TryHex(text, i + 1, 4, out int code):
                    result.Append((char)code);
                    i += 4;
                    break;
                case 'U' when TryHex(text, i + 1, 8, out int code) && Rune.IsValid(code):
                    result.Append(char.ConvertFromUtf32(code));
                    i += 8;
                    break;
                case >= '0' and <= '7':
                    int end = i + 1;
                    while (end < text.Length && end < i + 3 && text[end] is >= '0' and <= '7')
                    {
                        end++;
                    }

                    result.Append((char)Convert.ToInt32(text[i..end], 8));
                    i = end - 1;
                    break;
                default:
                    result.Append('\\').Append(c);
                    break;
            }
        }

        return result.ToString();
    }

    private static bool TryHex(string text, int start, int length, out int code)
    {
        code = 0;
        return start + length <= text.Length
            && int.TryParse(text.AsSpan(start, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
    }
}
