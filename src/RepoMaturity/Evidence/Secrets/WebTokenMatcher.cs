namespace RepoMaturity.Evidence.Secrets;

/// <summary>Finds JSON Web Tokens whose parts decode.</summary>
internal static class WebTokenMatcher
{
    /// <summary>Judges a token at <c>eyJ</c>.</summary>
    public static bool TryMatch(ReadOnlySpan<byte> bytes, int at, out SecretHit hit)
    {
        hit = default;
        int header = PartEnd(bytes, at, 400);
        if (header - at < 15 || header >= bytes.Length || bytes[header] != '.' || header + 3 >= bytes.Length || bytes[header + 1] != 'e' || bytes[header + 2] != 'y')
        {
            return false;
        }

        int payload = PartEnd(bytes, header + 1, 8192);
        if (payload - header < 15 || payload >= bytes.Length || bytes[payload] != '.')
        {
            return false;
        }

        int end = PartEnd(bytes, payload + 1, 2048);
        if (end - payload < 20
            || SecretValue.DecodeBase64(bytes[at..header]) is not { } head || head.AsSpan().IndexOf("\"alg\""u8) < 0
            || SecretValue.DecodeBase64(bytes[(header + 1)..payload]) is not { } claims || claims is not [(byte)'{', .., (byte)'}'])
        {
            return false;
        }

        ReadOnlySpan<byte> text = claims;

        // Without a claim of the standard it is an illustration.
        if (text.IndexOf("\"sub\""u8) < 0 && text.IndexOf("\"iss\""u8) < 0 && text.IndexOf("\"exp\""u8) < 0 && text.IndexOf("\"iat\""u8) < 0 && text.IndexOf("\"jti\""u8) < 0)
        {
            return false;
        }

        // The sample of the format's own site, and tokens that are meant for browsers.
        if (text.IndexOf("1234567890"u8) >= 0 || text.IndexOf("John Doe"u8) >= 0)
        {
            return false;
        }

        bool harmless = text.IndexOf("\"anon\""u8) >= 0 || text.IndexOf("\"exp\""u8) >= 0;
        hit = new SecretHit(at, end - at, "json-web-token", "JSON Web Token", harmless ? SecretConfidence.Low : SecretConfidence.Medium, 3);
        return true;
    }

    private static int PartEnd(ReadOnlySpan<byte> bytes, int from, int most)
    {
        int i = from;
        while (i < bytes.Length && i - from < most && (char.IsAsciiLetterOrDigit((char)bytes[i]) || bytes[i] is (byte)'_' or (byte)'-' or (byte)'='))
        {
            i++;
        }

        return i;
    }
}
