using System.Buffers;
using System.Text;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>Finds a value that is assigned to a name which promises a secret, in code, configuration, XML, JSON and connection strings.</summary>
internal sealed class AssignmentMatcher
{
    private const int LongestName = 64;
    private const int LongestValue = 700;
    private const int LongestLine = 3000;
    private static readonly SearchValues<byte> UnquotedEnd = SearchValues.Create(" \t\r\n\"'`<>"u8);
    private readonly (SecretFormat Format, SecretPattern Pattern, byte[][] Context)[] _formats;

    /// <summary>Takes the formats that need a context.</summary>
    public AssignmentMatcher(IEnumerable<SecretFormat> formats) =>
        _formats = [.. formats.Select(f => (f, new SecretPattern(f.Pattern), f.Context.Select(Encoding.ASCII.GetBytes).ToArray()))];

    /// <summary>Judges the name around an anchor and the value behind it.</summary>
    /// <param name="bytes">The whole content.</param>
    /// <param name="at">A position within the name.</param>
    /// <param name="traits">Traits of the file.</param>
    /// <param name="nameEnd">First byte behind the name, so that other anchors of the same name can be passed over.</param>
    /// <param name="hit">The match.</param>
    public bool TryMatch(ReadOnlySpan<byte> bytes, int at, SecretFileTraits traits, out int nameEnd, out SecretHit hit)
    {
        hit = default;
        int start = at;
        while (start > 0 && at - start < LongestName && IsNameByte(bytes[start - 1]))
        {
            start--;
        }

        nameEnd = at;
        while (nameEnd < bytes.Length && nameEnd - at < LongestName && IsNameByte(bytes[nameEnd]))
        {
            nameEnd++;
        }

        ReadOnlySpan<byte> name = bytes[start..nameEnd];
        if (!TryFindValue(bytes, start, nameEnd, traits, out int from, out int to, out bool quoted))
        {
            return false;
        }

        SecretNameKind kind = SecretName.Classify(name);
        ReadOnlySpan<byte> value = bytes[from..to];
        if (value.Length < 4 || SecretValue.IsPlaceholder(value) && !(traits.IsCredentialFile && IsWeakButReal(value)) || SecretValue.EncodesPlaceholder(value) || IsOnLongLine(bytes, from))
        {
            return false;
        }

        if ((kind != SecretNameKind.None || name.StartsWith("encrypted"u8)) && TryContext(bytes, start, from, value, out SecretFormat? format))
        {
            hit = new SecretHit(from, value.Length, format.Id, format.Name, format.Confidence);
            return true;
        }

        switch (kind)
        {
            case SecretNameKind.Password:
                return TryPassword(bytes, start, from, value, traits, quoted, out hit);
            case SecretNameKind.Key when SecretValue.LooksRandom(TrimBase64Mark(value)) || SecretValue.LooksLikeFrameworkKey(value):
                hit = new SecretHit(from, value.Length, "assigned-key", "Key or token assigned to a name", SecretConfidence.Medium);
                return true;
            case SecretNameKind.AnyKey when SecretValue.LooksLikeFrameworkKey(value) || (traits.IsCredentialFile && SecretValue.LooksRandom(TrimBase64Mark(value))):
                hit = new SecretHit(from, value.Length, "framework-key", "Secret key or salt of a web framework", SecretConfidence.Medium);
                return true;
            default:
                return false;
        }
    }

    private static bool TryPassword(ReadOnlySpan<byte> bytes, int nameStart, int from, ReadOnlySpan<byte> value, SecretFileTraits traits, bool quoted, out SecretHit hit)
    {
        hit = default;
        if (IsInConnectionString(bytes, nameStart, from + value.Length))
        {
            hit = new SecretHit(from, value.Length, "connection-string", "Password in a connection string", SecretConfidence.Medium);
            return !SecretValue.IsWeakWord(value) && !SecretValue.IsReference(value) && value.Length >= 6;
        }

        if (traits.IsCredentialFile && !IsInComment(bytes, nameStart))
        {
            hit = new SecretHit(from, value.Length, "stored-password", "Password in a credential file", SecretConfidence.Medium);
            return !SecretValue.IsReference(value) && !SecretValue.IsNothing(value);
        }

        if (SecretValue.IsPasswordHash(value))
        {
            hit = new SecretHit(from, value.Length, "password-hash", "Password hash", SecretConfidence.Low);
            return !IsInComment(bytes, nameStart);
        }

        if (traits.HoldsDefaults && SecretValue.IsDefaultPassword(value) && !IsInComment(bytes, nameStart))
        {
            hit = new SecretHit(from, value.Length, "default-password", "Default password", SecretConfidence.Low);
            return true;
        }

        if (SecretValue.IsWeakWord(value) || !SecretValue.LooksLikePassword(value))
        {
            return false;
        }

        bool strong = value.Length >= 8 && SecretValue.Entropy(value) >= (quoted ? 2.7 : 3.0);
        hit = new SecretHit(from, value.Length, "assigned-password", "Password assigned to a name", strong ? SecretConfidence.Medium : SecretConfidence.Low);
        return true;
    }

    private bool TryContext(ReadOnlySpan<byte> bytes, int nameStart, int valueStart, ReadOnlySpan<byte> value, out SecretFormat format)
    {
        format = null!;
        int lineStart = bytes[Math.Max(0, nameStart - 80)..nameStart].LastIndexOf((byte)'\n');
        int contextStart = lineStart < 0 ? Math.Max(0, nameStart - 80) : Math.Max(0, nameStart - 80) + lineStart + 1;
        Span<byte> context = stackalloc byte[Math.Min(valueStart - contextStart, 256)];
        Ascii.ToLower(bytes.Slice(contextStart, context.Length), context, out _);
        foreach ((SecretFormat candidate, SecretPattern pattern, byte[][] words) in _formats)
        {
            if (pattern.IsMatch(value) && ContainsAny(context, words) && SecretValue.Entropy(value) >= candidate.MinEntropy)
            {
                format = candidate;
                return true;
            }
        }

        return false;
    }

    private static bool TryFindValue(ReadOnlySpan<byte> bytes, int nameStart, int nameEnd, SecretFileTraits traits, out int from, out int to, out bool quoted)
    {
        from = to = 0;
        quoted = false;
        int p = nameEnd;
        bool nameQuoted = SkipQuote(bytes, ref p);
        if (p < bytes.Length && bytes[p] is (byte)']' or (byte)')')
        {
            p++;
        }

        int gap = p;
        SkipBlanks(bytes, ref p);
        if (p >= bytes.Length)
        {
            return false;
        }

        bool element = nameStart > 0 && bytes[nameStart - 1] == '<' && bytes[p] is (byte)'>' or (byte)' ' or (byte)'e';
        if (element)
        {
            int close = bytes[p..Math.Min(bytes.Length, p + 64)].IndexOf((byte)'>');
            from = p + close + 1;
            int next = close < 0 ? -1 : bytes[from..Math.Min(bytes.Length, from + LongestValue)].IndexOfAny((byte)'<', (byte)'\n');
            to = from + next;
            quoted = true;
            return next > 0 && bytes[to] == '<';
        }

        switch (bytes[p])
        {
            case (byte)'=':
                p++;
                if (p < bytes.Length && bytes[p] is (byte)'=' or (byte)'~')
                {
                    return false;
                }

                p += p < bytes.Length && bytes[p] == '>' ? 1 : 0;
                break;
            case (byte)':':
                p++;
                if (p < bytes.Length && bytes[p] == ':')
                {
                    return false;
                }

                p += p < bytes.Length && bytes[p] == '=' ? 1 : 0;
                SkipTypeAnnotation(bytes, ref p);
                break;
            case (byte)',' when nameQuoted && nameStart > 0 && bytes[nameStart - 1] is (byte)'"' or (byte)'\'':
                p++;
                SkipBlanks(bytes, ref p);
                if (p >= bytes.Length || bytes[p] is not ((byte)'"' or (byte)'\''))
                {
                    return false;
                }

                break;
            default:
                if (p > gap && nameStart > 1 && bytes[nameStart - 1] == '-' && bytes[nameStart - 2] == '-')
                {
                    break;
                }

                if (!TrySkipValueKey(bytes, gap, out p))
                {
                    return false;
                }

                break;
        }

        SkipBlanks(bytes, ref p);
        SkipStringPrefix(bytes, ref p);
        return TryReadValue(bytes, p, nameStart, traits, out from, out to, out quoted);
    }

    /// <summary>Reads <c>"…"</c>, <c>'…'</c>, an escaped <c>\"…\"</c>, and in settings an unquoted word that ends its line.</summary>
    private static bool TryReadValue(ReadOnlySpan<byte> bytes, int p, int nameStart, SecretFileTraits traits, out int from, out int to, out bool quoted)
    {
        from = to = p;
        quoted = false;
        if (p >= bytes.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = bytes[p..Math.Min(bytes.Length, p + LongestValue)];
        bool escaped = rest is [(byte)'\\', (byte)'"' or (byte)'\'', ..];
        byte quote = escaped ? rest[1] : rest[0];
        if (escaped || quote is (byte)'"' or (byte)'\'' or (byte)'`')
        {
            quoted = true;
            from = p + (escaped ? 2 : 1);
            for (int i = from; i < p + rest.Length; i++)
            {
                byte b = bytes[i];
                if (b is (byte)'\n' or (byte)'\r')
                {
                    return false;
                }

                if (b == quote)
                {
                    to = i;
                    return !escaped && i > from && !(i + 1 < bytes.Length && bytes[i + 1] == quote);
                }

                if (b == '\\')
                {
                    if (escaped && i + 1 < bytes.Length && bytes[i + 1] == quote)
                    {
                        to = i;
                        return i > from;
                    }

                    i++;
                }
            }

            return false;
        }

        int end = rest.IndexOfAny(UnquotedEnd);
        ReadOnlySpan<byte> word = end < 0 ? rest : rest[..end];
        bool inString = IsInString(bytes, nameStart);
        int semicolon = word.IndexOfAny((byte)';', (byte)'\\');
        if (semicolon >= 0 && (inString || !traits.IsCredentialFile))
        {
            word = word[..semicolon];
        }

        if (!inString && !traits.IsSettings && !traits.IsCredentialFile)
        {
            return false;
        }

        if (!inString && !EndsLine(bytes, p + word.Length))
        {
            return false;
        }

        word = word.TrimEnd(","u8);
        to = from + word.Length;
        return word.Length > 0 && (traits.IsCredentialFile || word.IndexOfAny("()"u8) < 0);
    }

    private static bool EndsLine(ReadOnlySpan<byte> bytes, int at)
    {
        SkipBlanks(bytes, ref at);
        return at >= bytes.Length || bytes[at] is (byte)'\n' or (byte)'\r' or (byte)'#' or (byte)',' or (byte)';' or (byte)'\\' or (byte)'&' or (byte)'}';
    }

    /// <summary>True when an odd number of double quotes stands before on the line: the text of a connection string.</summary>
    private static bool IsInString(ReadOnlySpan<byte> bytes, int at)
    {
        int lineStart = bytes[Math.Max(0, at - 400)..at].LastIndexOf((byte)'\n');
        ReadOnlySpan<byte> before = lineStart < 0 ? bytes[Math.Max(0, at - 400)..at] : bytes[(Math.Max(0, at - 400) + lineStart + 1)..at];
        return (before.Count((byte)'"') & 1) == 1 && before.IndexOf((byte)';') >= 0;
    }

    private static bool IsInConnectionString(ReadOnlySpan<byte> bytes, int nameStart, int valueEnd)
    {
        int from = Math.Max(0, nameStart - 300);
        int lineStart = bytes[from..nameStart].LastIndexOf((byte)'\n');
        from = lineStart < 0 ? from : from + lineStart + 1;
        int to = Math.Min(bytes.Length, valueEnd + 200);
        int lineEnd = bytes[valueEnd..to].IndexOf((byte)'\n');
        to = lineEnd < 0 ? to : valueEnd + lineEnd;
        Span<byte> line = stackalloc byte[to - from];
        Ascii.ToLower(bytes[from..to], line, out _);
        return line.IndexOf((byte)';') >= 0
            && (line.IndexOf("server="u8) >= 0 || line.IndexOf("data source="u8) >= 0 || line.IndexOf("host="u8) >= 0)
            && (line.IndexOf("user id="u8) >= 0 || line.IndexOf("uid="u8) >= 0 || line.IndexOf("user="u8) >= 0 || line.IndexOf("username="u8) >= 0 || line.IndexOf("database="u8) >= 0);
    }

    private static bool IsInComment(ReadOnlySpan<byte> bytes, int at)
    {
        int from = Math.Max(0, at - 200);
        ReadOnlySpan<byte> before = bytes[from..at];
        before = before[(before.LastIndexOf((byte)'\n') + 1)..].TrimStart(" \t"u8);
        return before.StartsWith("#"u8) || before.StartsWith("//"u8) || before.StartsWith("--"u8);
    }

    private static bool IsWeakButReal(ReadOnlySpan<byte> value) => !SecretValue.IsReference(value) && SecretValue.LooksLikePassword(value) && value.IndexOf("xxx"u8) < 0 && value.IndexOf("change"u8) < 0;

    /// <summary>Minified code and data: a name on a line of thousands of bytes proves nothing.</summary>
    private static bool IsOnLongLine(ReadOnlySpan<byte> bytes, int at)
    {
        int before = bytes[Math.Max(0, at - LongestLine)..at].LastIndexOf((byte)'\n');
        int lineStart = before < 0 ? Math.Max(0, at - LongestLine) : at - Math.Min(at, LongestLine) + before + 1;
        int after = bytes[at..Math.Min(bytes.Length, at + LongestLine)].IndexOf((byte)'\n');
        int lineEnd = after < 0 ? Math.Min(bytes.Length, at + LongestLine) : at + after;
        return lineEnd - lineStart >= LongestLine;
    }

    /// <summary>Skips <c>, value: </c> and <c> value=</c>: the second half of a pair in YAML lists and XML attributes.</summary>
    private static bool TrySkipValueKey(ReadOnlySpan<byte> bytes, int at, out int p)
    {
        p = at;
        while (p < bytes.Length && p - at < 40 && bytes[p] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)'"')
        {
            p++;
        }

        if (p == at || p + 6 >= bytes.Length || !Ascii.EqualsIgnoreCase(bytes.Slice(p, 5), "value"u8))
        {
            return false;
        }

        p += 5;
        SkipQuote(bytes, ref p);
        return p < bytes.Length && bytes[p++] is (byte)':' or (byte)'=';
    }

    /// <summary>Skips <c>str =</c> and <c>Optional[str] =</c> behind a colon.</summary>
    private static void SkipTypeAnnotation(ReadOnlySpan<byte> bytes, ref int p)
    {
        int q = p;
        SkipBlanks(bytes, ref q);
        int start = q;
        while (q < bytes.Length && q - start < 40 && (IsNameByte(bytes[q]) || bytes[q] is (byte)'[' or (byte)']' or (byte)'.' or (byte)'|' or (byte)'?'))
        {
            q++;
        }

        if (q == start)
        {
            return;
        }

        SkipBlanks(bytes, ref q);
        if (q + 1 < bytes.Length && bytes[q] == '=' && bytes[q + 1] is (byte)' ' or (byte)'"' or (byte)'\'')
        {
            p = q + 1;
        }
    }

    private static void SkipStringPrefix(ReadOnlySpan<byte> bytes, ref int p)
    {
        if (p + 1 < bytes.Length && bytes[p] is (byte)'r' or (byte)'b' or (byte)'u' or (byte)'f' or (byte)'N' or (byte)'@' or (byte)'$' && bytes[p + 1] is (byte)'"' or (byte)'\'')
        {
            p++;
        }
    }

    private static bool SkipQuote(ReadOnlySpan<byte> bytes, ref int p)
    {
        int q = p < bytes.Length && bytes[p] == '\\' ? p + 1 : p;
        if (q < bytes.Length && bytes[q] is (byte)'"' or (byte)'\'' or (byte)'`')
        {
            p = q + 1;
            return true;
        }

        return false;
    }

    private static void SkipBlanks(ReadOnlySpan<byte> bytes, ref int p)
    {
        while (p < bytes.Length && bytes[p] is (byte)' ' or (byte)'\t')
        {
            p++;
        }
    }

    private static ReadOnlySpan<byte> TrimBase64Mark(ReadOnlySpan<byte> value) => value.StartsWith("base64:"u8) ? value[7..] : value;

    private static bool ContainsAny(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (byte[] word in words)
        {
            if (text.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNameByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'-';
}
