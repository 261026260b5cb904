using System.Buffers;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>Passes over images that are embedded as base 64: outputs of notebooks and data URIs. Everything else of a notebook is scanned.</summary>
internal static class EmbeddedPayload
{
    private static readonly SearchValues<byte> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\"u8);

    /// <summary>The first byte behind the payload that starts at <c>image/</c>, or the same position when it is none.</summary>
    public static int Skip(ReadOnlySpan<byte> bytes, int at)
    {
        int p = at;
        while (p < bytes.Length && p - at < 40 && (char.IsAsciiLetterOrDigit((char)bytes[p]) || bytes[p] is (byte)'/' or (byte)'+' or (byte)'-' or (byte)'.'))
        {
            p++;
        }

        ReadOnlySpan<byte> rest = bytes[p..];
        if (rest.StartsWith(";base64,"u8))
        {
            return p + 8 + RunLength(rest[8..]);
        }

        if (!rest.StartsWith("\""u8) || at == 0 || bytes[at - 1] != '"')
        {
            return at;
        }

        // "image/png": "…" or ["…", "…"], with line breaks as \n.
        while (++p < bytes.Length && bytes[p] is (byte)':' or (byte)' ' or (byte)'[' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
        }

        while (p < bytes.Length && bytes[p] == '"')
        {
            p += 1 + RunLength(bytes[(p + 1)..]);
            if (p >= bytes.Length || bytes[p] != '"')
            {
                return p;
            }

            p++;
            int comma = p;
            while (comma < bytes.Length && bytes[comma] is (byte)',' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                comma++;
            }

            // The next string is a part of a list only when no colon follows it; a key of base 64 letters is short.
            int next = comma < bytes.Length && bytes[comma] == '"' ? RunLength(bytes[(comma + 1)..]) : 0;
            if (next < 60)
            {
                break;
            }

            p = comma;
        }

        return p;
    }

    private static int RunLength(ReadOnlySpan<byte> bytes)
    {
        int length = bytes.IndexOfAnyExcept(Base64);
        return length < 0 ? bytes.Length : length;
    }
}
