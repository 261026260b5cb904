namespace RepoMaturity.Evidence.Secrets;

/// <summary>Reads the values of a Kubernetes Secret, which are base 64 and so no secret to anybody.</summary>
internal static class KubernetesSecretReader
{
    private const int LongestDocument = 65_536;

    /// <summary>Adds the values of the manifest that holds <c>kind: Secret</c> at this place; returns the first byte behind what was read.</summary>
    public static int Read(ReadOnlySpan<byte> bytes, int at, List<SecretHit> hits)
    {
        ReadOnlySpan<byte> kind = bytes[at..Math.Min(bytes.Length, at + 40)];
        int lineEnd = kind.IndexOfAny((byte)'\n', (byte)'\r');
        if (!(lineEnd < 0 ? kind : kind[..lineEnd])[5..].Trim(" \t\"'"u8).SequenceEqual("Secret"u8) || (at > 0 && bytes[at - 1] != '\n'))
        {
            return at;
        }

        int earliest = Math.Max(0, at - LongestDocument);
        int before = bytes[earliest..at].LastIndexOf("\n---"u8);
        int start = before < 0 ? earliest : earliest + before + 1;
        int latest = Math.Min(bytes.Length, at + LongestDocument);
        int after = bytes[at..latest].IndexOf("\n---"u8);
        int end = after < 0 ? latest : at + after;
        bool inData = false;
        bool encoded = false;
        for (int p = start; p < end;)
        {
            int length = bytes[p..end].IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (length < 0 ? bytes[p..end] : bytes.Slice(p, length)).TrimEnd("\r "u8);
            if (line.Length > 0 && line[0] is not ((byte)' ' or (byte)'#'))
            {
                encoded = line.SequenceEqual("data:"u8);
                inData = encoded || line.SequenceEqual("stringData:"u8);
            }
            else if (inData && line.IndexOf((byte)':') is > 0 and var colon)
            {
                ReadOnlySpan<byte> value = line[(colon + 1)..].TrimStart(" \"'"u8);
                int from = line.Length - value.Length;
                value = value.TrimEnd("\"'"u8);
                Add(line[..colon].Trim(" \"'"u8), value, p + from, encoded, hits);
            }

            p = length < 0 ? end : p + length + 1;
        }

        return end;
    }

    private static void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int at, bool encoded, List<SecretHit> hits)
    {
        if (value.Length < 4 || SecretValue.IsReference(value) || key.EndsWith(".crt"u8) || key.IndexOf("user"u8) >= 0)
        {
            return;
        }

        ReadOnlySpan<byte> plain = encoded ? SecretValue.DecodeBase64(value) : value;
        plain = plain.TrimEnd("\r\n"u8);
        bool named = SecretName.Classify(key) != SecretNameKind.None || key.EndsWith(".key"u8);
        if (plain.Length >= 4 && !SecretValue.IsPlaceholder(plain) && !SecretValue.IsWeakWord(plain) && (named || SecretValue.LooksRandom(plain) || SecretValue.LooksLikePassword(plain)))
        {
            hits.Add(new SecretHit(at, value.Length, "kubernetes-secret", "Value of a Kubernetes Secret", named ? SecretConfidence.High : SecretConfidence.Medium));
        }
    }
}
