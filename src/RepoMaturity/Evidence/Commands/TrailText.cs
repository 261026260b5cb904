using System.Buffers;

namespace RepoMaturity.Evidence;

/// <summary>Text of a trail's step: one line, short, and without what may be a secret.</summary>
internal static class TrailText
{
    private const int MaxLength = 120;
    private const int MinSecret = 20;

    private static readonly SearchValues<char> NameMarks = SearchValues.Create("/.-_$*{}()[]:,@");

    private static readonly string[] SecretWords = ["pass", "token", "secret", "apikey", "api-key", "api_key", "credential", "auth", "private"];

    public static string Shorten(string text)
    {
        string[] words = text.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        bool hide = false;
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i];
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (hide && !word.StartsWith('-') && !word.StartsWith('$'))
            {
                words[i] = "***";
            }
            else if (equals > 0 && IsSecretName(word.AsSpan(0, equals)) && !word.AsSpan(equals + 1).TrimStart("\"'").StartsWith("$"))
            {
                words[i] = word[..(equals + 1)] + "***";
            }
            else if (word.Contains("://", StringComparison.Ordinal) && word.IndexOf('@', StringComparison.Ordinal) is > 0 and int at && word.IndexOf("://", StringComparison.Ordinal) is var scheme && at > scheme)
            {
                words[i] = word[..(scheme + 3)] + "***" + word[at..];
            }
            else if (LooksRandom(word))
            {
                words[i] = "***";
            }

            hide = equals < 0 && word.StartsWith('-') && (IsSecretName(word) || (word == "-p" && Array.IndexOf(words, "login") >= 0));
        }

        string joined = string.Join(' ', words);
        return joined.Length > MaxLength ? joined[..(MaxLength - 1)] + "…" : joined;
    }

    private static bool IsSecretName(ReadOnlySpan<char> name)
    {
        foreach (string secret in SecretWords)
        {
            if (name.Contains(secret, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Long, with letters of both cases and digits, and nothing that paths and names have.</summary>
    private static bool LooksRandom(string word) =>
        word.Length >= MinSecret
        && word.AsSpan().IndexOfAny(NameMarks) < 0
        && word.Any(char.IsAsciiDigit) && word.Any(char.IsAsciiLetterUpper) && word.Any(char.IsAsciiLetterLower);
}
