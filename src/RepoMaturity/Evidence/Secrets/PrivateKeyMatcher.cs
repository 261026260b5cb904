namespace RepoMaturity.Evidence.Secrets;

/// <summary>Finds private keys with their body: PEM, also as a JSON string with <c>\n</c>, and PuTTY's.</summary>
internal static class PrivateKeyMatcher
{
    private const int ShortestBody = 60;

    /// <summary>Judges a header at <c>-----BEGIN </c>.</summary>
    public static bool TryMatch(ReadOnlySpan<byte> bytes, int at, out SecretHit hit)
    {
        hit = default;
        ReadOnlySpan<byte> rest = bytes[at..Math.Min(bytes.Length, at + 8192)];
        int end = rest[5..Math.Min(rest.Length, 64)].IndexOf("-----"u8) + 5;
        if (end < 5 || rest[..end].IndexOf("PRIVATE KEY"u8) < 0)
        {
            return false;
        }

        int headerEnd = end + 5;
        ReadOnlySpan<byte> body = rest[headerEnd..];
        int footer = body.IndexOf("-----END"u8);
        body = footer < 0 ? body : body[..footer];
        bool encrypted = rest[..end].IndexOf("ENCRYPTED"u8) >= 0 || body.IndexOf("4,ENCRYPTED"u8) >= 0;
        if (!HasKeyBody(body))
        {
            return false;
        }

        hit = new SecretHit(at, headerEnd, "private-key", "Private key", encrypted ? SecretConfidence.Medium : SecretConfidence.High);
        return true;
    }

    /// <summary>Judges a key of PuTTY at <c>Private-Lines:</c>.</summary>
    public static bool TryMatchPutty(ReadOnlySpan<byte> bytes, int at, out SecretHit hit)
    {
        ReadOnlySpan<byte> rest = bytes[at..Math.Min(bytes.Length, at + 4096)];
        int line = rest.IndexOf((byte)'\n');
        int length = line < 0 ? rest.Length : rest[..line].TrimEnd((byte)'\r').Length;
        hit = new SecretHit(at, length, "private-key", "Private key of PuTTY", SecretConfidence.High);
        return line > 0 && HasKeyBody(rest[line..]);
    }

    /// <summary>True when base 64 of a key's length and entropy follows; line breaks, quotes and <c>\n</c> may stand between.</summary>
    private static bool HasKeyBody(ReadOnlySpan<byte> text)
    {
        Span<byte> body = stackalloc byte[512];
        int count = 0;
        for (int i = 0; i < text.Length && count < body.Length; i++)
        {
            byte b = text[i];
            if (b == '\\' && i + 1 < text.Length && text[i + 1] is (byte)'n' or (byte)'r')
            {
                i++;
            }
            else if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/' or (byte)'=')
            {
                body[count++] = b;
            }
            else if (b is (byte)'.' or (byte)'<' or (byte)'{' or (byte)'$' or (byte)'*' or (byte)'(')
            {
                break;
            }
        }

        return count >= ShortestBody && SecretValue.Entropy(body[..count]) >= 4.2;
    }
}
