using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>Judges a value by its shape: placeholder, weak word, random, its entropy and checksum.</summary>
internal static class SecretValue
{
    private static readonly byte[][] PlaceholderParts =
    [
        .. new[]
        {
            "example", "sample", "dummy", "placeholder", "change", "replace", "redacted", "removed", "xxxx", "your", "fake", "insert", "update_me", "updateme", "update-me",
            "foobar", "todo", "fixme", "notreal", "not-real", "not_real", "not-a-", "not_a_", "lorem", "secret-here", "-here", "_here", "goeshere", "deadbeef", "mysecret",
            "my-secret", "my_secret", "some-", "some_", "my_key", "my-key", "my_token", "mytoken", "my-token", "mypass", "my_pass", "my-pass", "test", "mock", "supersecret",
            "super_secret", "super-secret", "...", "***", "undefined", "enter", "0000000", "1111111", "abcdef", "qwerty", "asdf",

            // Values of the OAuth standards.
            "2yotnfzfejr1zcsicmwpaa", "tgzv3jokf0xg5qx2tlkwia", "splxlobezqqybys6wxsbia",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private static readonly FrozenSet<string> WeakWords = FrozenSet.Create(
        StringComparer.Ordinal,
        "password", "passwd", "passw0rd", "passw", "pass", "passphrase", "pwd", "pw", "secret", "secrets", "token", "tokens", "key", "apikey", "api", "admin", "administrator", "root", "user",
        "username", "guest", "postgres", "postgresql", "mysql", "mariadb", "mongo", "mongodb", "redis", "rabbitmq", "minio", "minioadmin", "airflow", "mlflow", "elastic", "grafana",
        "foo", "bar", "baz", "default", "none", "null", "nil", "true", "false", "yes", "no", "auth", "credentials", "credential", "bearer", "basic", "string", "str", "value", "text",
        "hidden", "private", "public", "letmein", "welcome", "login", "db", "database", "server", "host", "localhost", "service", "account", "abc", "abcd", "x", "xx", "xxx", "y", "z",
        "demo", "hello", "world", "helloworld", "name", "prod", "dev", "staging", "local", "ci", "jenkins", "github", "docker", "jupyter", "notebook", "sa", "system", "oracle", "neo4j",
        "anonymous", "anoncvs");

    /// <summary>Passwords that products come with or that everybody tries first; words such as <c>changeme</c> say themselves that they are none.</summary>
    private static readonly FrozenSet<string> DefaultPasswords = FrozenSet.Create(
        StringComparer.Ordinal,
        "password", "passwd", "passw0rd", "pass", "secret", "admin", "administrator", "root", "guest", "postgres", "postgresql", "mysql", "mariadb", "mongo", "mongodb", "redis", "rabbitmq",
        "minio", "minioadmin", "airflow", "mlflow", "elastic", "grafana", "letmein", "welcome", "jenkins", "jupyter", "oracle", "neo4j");

    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdefABCDEF"u8);
    private static readonly SearchValues<byte> Breaks = SearchValues.Create(" \t\\\r\n"u8);
    private static readonly SearchValues<byte> Vowels = SearchValues.Create("aeiouyAEIOUY"u8);
    private static readonly SearchValues<byte> VariableName = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"u8);
    private static readonly SearchValues<byte> Expression = SearchValues.Create("<>{}`"u8);

    /// <summary>Shannon entropy in bits per byte.</summary>
    public static double Entropy(ReadOnlySpan<byte> value)
    {
        Span<int> counts = stackalloc int[256];
        foreach (byte b in value)
        {
            counts[b]++;
        }

        double sum = 0;
        foreach (int count in counts)
        {
            if (count > 0)
            {
                double share = (double)count / value.Length;
                sum -= share * Math.Log2(share);
            }
        }

        return sum;
    }

    /// <summary>True for text that says it is none: <c>changeme</c>, <c>YOUR_KEY</c>, <c>hf_...</c>, repeated characters, sequences.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<byte> value)
    {
        if (value.Length < 3 || IsReference(value) || HasFewCharacters(value) || IsSequence(value))
        {
            return true;
        }

        Span<byte> lower = stackalloc byte[Math.Min(value.Length, 256)];
        Ascii.ToLower(value[..lower.Length], lower, out _);
        foreach (byte[] part in PlaceholderParts)
        {
            if (lower.IndexOf(part) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a look-up instead of a value: <c>${VAR}</c>, <c>{{ x }}</c>, <c>$(VAR)</c>, <c>%VAR%</c>, <c>&lt;key&gt;</c>, <c>[MASK]</c>, <c>$VAR</c>.</summary>
    public static bool IsReference(ReadOnlySpan<byte> value) =>
        value is [(byte)'<', .., (byte)'>'] or [(byte)'[', .., (byte)']'] or [(byte)'{', .., (byte)'}'] or [(byte)'%', .., (byte)'%'] or [(byte)'(', .., (byte)')']
            or [(byte)'_', (byte)'_', .., (byte)'_', (byte)'_'] or [(byte)'#', (byte)'{', ..] or [(byte)'!', (byte)'A' or (byte)'R' or (byte)'S' or (byte)'r' or (byte)'s', ..]
        || (value.Length > 1 && value[0] == '$' && (char.IsAsciiLetter((char)value[1]) || value[1] is (byte)'_' or (byte)'{' or (byte)'(' or (byte)'$') && value.IndexOfAny("{(-"u8) < 3 && !LooksLikeHash(value))
        || value.IndexOf("${"u8) >= 0 || value.IndexOf("{{"u8) >= 0 || value.IndexOf("$("u8) >= 0 || value.IndexOf("%("u8) >= 0 || value.IndexOf("<%"u8) >= 0
        || value.IndexOf("%s"u8) >= 0 || value.IndexOf("\u2026"u8) >= 0 || (value.IndexOf((byte)'{') is >= 0 and var open && value[open..].IndexOf((byte)'}') > 0 && Entropy(value) < 4.5);

    /// <summary>True for a word that everybody uses, also with digits or punctuation behind it: <c>admin123</c>.</summary>
    public static bool IsWeakWord(ReadOnlySpan<byte> value)
    {
        value = value.TrimEnd("0123456789!?._-@#$"u8).TrimStart("_-."u8);
        if (value.Length > 20)
        {
            return false;
        }

        Span<char> lower = stackalloc char[value.Length];
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = char.ToLowerInvariant((char)value[i]);
        }

        return lower.Length == 0 || WeakWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(lower);
    }

    /// <summary>True for a default password in small letters, as it is typed and no label is, also with digits behind it.</summary>
    public static bool IsDefaultPassword(ReadOnlySpan<byte> value)
    {
        value = value.TrimEnd("0123456789"u8);
        Span<char> text = stackalloc char[Math.Min(value.Length, 20)];
        return value.Length <= 20 && Encoding.Latin1.GetChars(value, text) > 0 && DefaultPasswords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);
    }

    /// <summary>True for base 64 of a placeholder or weak word, as manifests hold them.</summary>
    public static bool EncodesPlaceholder(ReadOnlySpan<byte> value) =>
        value.Length % 4 == 0 && DecodeBase64(value) is { } plain && IsPrintable(plain) && plain.AsSpan().TrimEnd("\r\n"u8) is var text && (IsPlaceholder(text) || IsWeakWord(text));

    /// <summary>True for a literal that means no value or a switch.</summary>
    public static bool IsNothing(ReadOnlySpan<byte> value) =>
        Ascii.EqualsIgnoreCase(value, "true"u8) || Ascii.EqualsIgnoreCase(value, "false"u8) || Ascii.EqualsIgnoreCase(value, "none"u8) || Ascii.EqualsIgnoreCase(value, "null"u8);

    /// <summary>True for the hash of a password with its method: <c>sha1:salt:hash</c>, <c>argon2:…</c>, <c>{SSHA}…</c>, <c>pbkdf2_sha256$…</c>.</summary>
    public static bool IsPasswordHash(ReadOnlySpan<byte> value) =>
        value.Length > 20 && (value.StartsWith("sha1:"u8) || value.StartsWith("sha256:"u8) || value.StartsWith("argon2"u8) || value.StartsWith("pbkdf2"u8) || value.StartsWith("bcrypt"u8)
            || value.StartsWith("{S"u8) || (value[0] == '$' && LooksLikeHash(value)));

    /// <summary>True for a password that somebody may really use: letters with digits or symbols, no word, path, format or expression.</summary>
    public static bool LooksLikePassword(ReadOnlySpan<byte> value)
    {
        if (value.Length is < 6 or > 128 || value.IndexOfAny(Expression) >= 0 || value.IndexOfAny(Breaks) >= 0 || LooksLikePath(value) || IsUuid(value) || IsVariableName(value))
        {
            return false;
        }

        Classes classes = Count(value);
        return classes.Letters >= 3 && (classes.Digits > 0 || classes.Symbols > 0) && !IsWordy(value) && IsAscii(value);
    }

    /// <summary>True for the name of an environment variable: <c>DB_PASSWORD1</c>.</summary>
    private static bool IsVariableName(ReadOnlySpan<byte> value) =>
        char.IsAsciiLetterUpper((char)value[0]) && value.IndexOf((byte)'_') > 1 && !value.ContainsAnyExcept(VariableName);

    /// <summary>True for a value that only a generator writes: long enough, letters and digits mixed, high entropy, no hash-like UUID, path or identifier.</summary>
    public static bool LooksRandom(ReadOnlySpan<byte> value)
    {
        if (value.Length is < 16 or > 512 || value.IndexOfAny(Expression) >= 0 || value.IndexOfAny(Breaks) >= 0 || value.IndexOfAny((byte)',', (byte)';') >= 0 || IsUuid(value) || LooksLikePath(value))
        {
            return false;
        }

        Classes classes = Count(value);
        if (classes.Digits < 2 || classes.Letters < 4 || !IsAscii(value))
        {
            return false;
        }

        if (value.IndexOfAnyExcept(Hex) < 0)
        {
            return value.Length >= 32 && Entropy(value) >= 3.0;
        }

        return value.Length >= 20 && Entropy(value) >= 3.6 && Switches(value) * 4 >= value.Length && !IsWordy(value);
    }

    /// <summary>True for random printable characters of all kinds, as the key generators of web frameworks write them.</summary>
    public static bool LooksLikeFrameworkKey(ReadOnlySpan<byte> value)
    {
        Classes classes = Count(value);
        return value.Length is >= 40 and <= 128 && IsAscii(value) && !IsRegularExpression(value) && Entropy(value) >= 4.3
            && classes.Symbols >= 4 && classes.Digits >= 2 && classes.Letters >= 10 && Switches(value) * 5 >= value.Length * 2;
    }

    /// <summary>True when the CRC-32 in the last six characters holds for the token without its prefix.</summary>
    public static bool HasValidChecksum(ReadOnlySpan<byte> body)
    {
        if (body.Length <= 6)
        {
            return false;
        }

        uint crc = uint.MaxValue;
        foreach (byte b in body[..^6])
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        crc = ~crc;
        const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        for (int i = body.Length - 1; i >= body.Length - 6; i--)
        {
            if (body[i] != Digits[(int)(crc % 62)])
            {
                return false;
            }

            crc /= 62;
        }

        return crc == 0;
    }

    /// <summary>Decodes base 64 in either alphabet, with or without padding; null when it is none or longer than 64 KB.</summary>
    public static byte[]? DecodeBase64(ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd((byte)'=');
        if (text.Length is 0 or > 65_536)
        {
            return null;
        }

        byte[] url = text.ToArray();
        url.AsSpan().Replace((byte)'+', (byte)'-');
        url.AsSpan().Replace((byte)'/', (byte)'_');
        byte[] buffer = new byte[Base64Url.GetMaxDecodedLength(url.Length)];
        return Base64Url.DecodeFromUtf8(url, buffer, out _, out int written) == OperationStatus.Done ? buffer[..written] : null;
    }

    /// <summary>True for text of printable ASCII and line breaks.</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> value) => value.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) is < 0 || value.TrimEnd("\r\n"u8).IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0;

    /// <summary>True for <c>8-4-4-4-12</c> hexadecimal digits.</summary>
    public static bool IsUuid(ReadOnlySpan<byte> value) =>
        value.Length == 36 && value[8] == '-' && value[13] == '-' && value[18] == '-' && value[23] == '-' && value[..8].IndexOfAnyExcept(Hex) < 0 && value[24..].IndexOfAnyExcept(Hex) < 0;

    private static bool IsRegularExpression(ReadOnlySpan<byte> value) =>
        value.IndexOf("[A-Z"u8) >= 0 || value.IndexOf("[a-z"u8) >= 0 || value.IndexOf("[0-9"u8) >= 0 || value.IndexOf("(?"u8) >= 0 || value.IndexOf("\\w"u8) >= 0 || value.IndexOf("\\d"u8) >= 0;

    private static bool LooksLikeHash(ReadOnlySpan<byte> value) => value.Length > 30 && value[1..].IndexOf((byte)'$') > 0;

    private static bool LooksLikePath(ReadOnlySpan<byte> value) =>
        value[0] is (byte)'/' or (byte)'~' or (byte)'.'
        || value.IndexOf("://"u8) >= 0 || value.IndexOf("::"u8) >= 0 || value.IndexOf("./"u8) >= 0 || value.IndexOf("%2F"u8) >= 0
        || value is [.., (byte)'.', _, _, _] or [.., (byte)'.', _, _] or [.., (byte)'.', _, _, _, _]
        || (value.Count((byte)'/') >= 2 && value.Length < 80 && Entropy(value) < 4.6);

    private static bool IsAscii(ReadOnlySpan<byte> value) => value.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0;

    /// <summary>True when words, joined by punctuation or by capitals, make up nearly all of the value.</summary>
    private static bool IsWordy(ReadOnlySpan<byte> value)
    {
        int inWords = 0;
        int digitsInside = 0;
        for (int i = 0; i < value.Length;)
        {
            int start = i;
            while (i < value.Length && char.IsAsciiLetter((char)value[i]) && (i == start || char.IsAsciiLetterLower((char)value[i]) || char.IsAsciiLetterUpper((char)value[i - 1])))
            {
                i++;
            }

            if (i - start >= 3 && HasVowel(value[start..i]))
            {
                inWords += i - start;
            }

            if (i == start)
            {
                digitsInside += char.IsAsciiDigit((char)value[i]) || !(value[i] is (byte)'_' or (byte)'-' or (byte)'.' or (byte)':' or (byte)'/') ? 1 : 0;
                inWords += value[i] is (byte)'_' or (byte)'-' or (byte)'.' or (byte)':' or (byte)'/' ? 1 : 0;
                i++;
            }
        }

        return digitsInside == 0 || (inWords * 10 >= value.Length * 8 && value.Length >= 16);
    }

    private static bool HasVowel(ReadOnlySpan<byte> word) => word.IndexOfAny(Vowels) >= 0 && word.IndexOfAnyExcept(Vowels) >= 0;

    private static bool HasFewCharacters(ReadOnlySpan<byte> value)
    {
        Span<bool> seen = stackalloc bool[256];
        int distinct = 0;
        foreach (byte b in value)
        {
            distinct += seen[b] ? 0 : 1;
            seen[b] = true;
        }

        return distinct <= 2 || (value.Length >= 12 && distinct <= 4) || (value.Length >= 20 && distinct <= 6);
    }

    /// <summary>True when most neighbours repeat or follow each other: <c>12345678</c>, <c>aaaabbbb</c>.</summary>
    private static bool IsSequence(ReadOnlySpan<byte> value)
    {
        int steps = 0;
        for (int i = 1; i < value.Length; i++)
        {
            steps += value[i] - value[i - 1] is 0 or 1 or -1 ? 1 : 0;
        }

        return steps * 10 >= (value.Length - 1) * 6;
    }

    /// <summary>How often the kind of character changes.</summary>
    private static int Switches(ReadOnlySpan<byte> value)
    {
        int switches = 0;
        for (int i = 1; i < value.Length; i++)
        {
            switches += Kind(value[i]) != Kind(value[i - 1]) ? 1 : 0;
        }

        return switches;
    }

    private static int Kind(byte b) => char.IsAsciiDigit((char)b) ? 0 : char.IsAsciiLetterLower((char)b) ? 1 : char.IsAsciiLetterUpper((char)b) ? 2 : 3;

    private static Classes Count(ReadOnlySpan<byte> value)
    {
        int letters = 0, digits = 0, symbols = 0;
        foreach (byte b in value)
        {
            if (char.IsAsciiLetter((char)b))
            {
                letters++;
            }
            else if (char.IsAsciiDigit((char)b))
            {
                digits++;
            }
            else if (b is not ((byte)'_' or (byte)'-' or (byte)'.' or (byte)':' or (byte)'/' or (byte)' '))
            {
                symbols++;
            }
        }

        return new Classes(letters, digits, symbols);
    }

    private readonly record struct Classes(int Letters, int Digits, int Symbols);
}
