namespace RepoMaturity.Evidence.Secrets;

/// <summary>
/// The shape of a secret in a small subset of regular expressions: literals, <c>[classes]</c>, <c>\</c> escapes, <c>{n}</c>, <c>{n,m}</c> and
/// one group that marks the secret part. Greedy and without backtracking, so that a match costs no more than its length.
/// </summary>
internal sealed class SecretPattern
{
    private readonly Part[] _parts;
    private readonly int _anchorPart;
    private readonly int _groupStart;
    private readonly int _groupEnd;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">The text is outside the subset.</exception>
    public SecretPattern(string text)
    {
        List<Part> parts = [];
        int groupStart = 0;
        int groupEnd = -1;
        for (int i = 0; i < text.Length;)
        {
            if (text[i] == '(')
            {
                groupStart = parts.Count;
                i++;
                continue;
            }

            if (text[i] == ')')
            {
                groupEnd = parts.Count;
                i++;
                continue;
            }

            AsciiSet set = text[i] == '[' ? ReadClass(text, ref i) : AsciiSet.Of(ReadLiteral(text, ref i));
            (int min, int max) = ReadCount(text, ref i);
            parts.Add(new Part(set, min, max));
        }

        _parts = [.. parts];
        _groupStart = groupStart;
        _groupEnd = groupEnd < 0 ? parts.Count : groupEnd;
        (_anchorPart, Anchor) = FindAnchor(_parts);
        PublicPrefix = 0;
        for (int i = _groupStart; i < _groupEnd && _parts[i].IsLiteral; i++)
        {
            PublicPrefix++;
        }
    }

    /// <summary>The longest literal of the pattern: what a scan looks for first.</summary>
    public string Anchor { get; }

    /// <summary>How many characters the secret part begins with that are the format's own.</summary>
    public int PublicPrefix { get; }

    /// <summary>Matches around an anchor that was found.</summary>
    /// <param name="bytes">The whole content.</param>
    /// <param name="anchorAt">Where the anchor starts.</param>
    /// <param name="whole">Start and end of everything matched.</param>
    /// <param name="secret">Start and end of the secret part.</param>
    public bool TryMatch(ReadOnlySpan<byte> bytes, int anchorAt, out Range whole, out Range secret)
    {
        whole = secret = default;
        int start = anchorAt;
        for (int i = _anchorPart - 1; i >= 0; i--)
        {
            int count = 0;
            while (count < _parts[i].Max && start > 0 && _parts[i].Set.Contains(bytes[start - 1]))
            {
                start--;
                count++;
            }

            if (count < _parts[i].Min)
            {
                return false;
            }
        }

        int from = start;
        int to = -1;
        int at = start;
        for (int i = 0; i < _parts.Length; i++)
        {
            if (i == _groupStart)
            {
                from = at;
            }

            int count = 0;
            while (count < _parts[i].Max && at < bytes.Length && _parts[i].Set.Contains(bytes[at]))
            {
                at++;
                count++;
            }

            if (count < _parts[i].Min)
            {
                return false;
            }

            if (i + 1 == _groupEnd)
            {
                to = at;
            }
        }

        whole = start..at;
        secret = from..to;
        return true;
    }

    /// <summary>True when the whole value has this shape.</summary>
    public bool IsMatch(ReadOnlySpan<byte> value)
    {
        int at = 0;
        foreach (Part part in _parts)
        {
            int count = 0;
            while (count < part.Max && at < value.Length && part.Set.Contains(value[at]))
            {
                at++;
                count++;
            }

            if (count < part.Min)
            {
                return false;
            }
        }

        return at == value.Length;
    }

    private static (int Part, string Text) FindAnchor(Part[] parts)
    {
        int best = 0;
        int bestLength = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            int length = 0;
            while (i + length < parts.Length && parts[i + length].IsLiteral)
            {
                length++;
            }

            if (length > bestLength)
            {
                (best, bestLength) = (i, length);
            }

            i += length;
        }

        return (best, string.Concat(parts.Skip(best).Take(bestLength).Select(p => p.Set.First)));
    }

    private static char ReadLiteral(string text, ref int i)
    {
        if (text[i] == '\\')
        {
            i++;
        }

        return i < text.Length ? text[i++] : throw new FormatException("A pattern ends within an escape.");
    }

    private static AsciiSet ReadClass(string text, ref int i)
    {
        AsciiSet set = default;
        i++;
        while (i < text.Length && text[i] != ']')
        {
            char first = ReadLiteral(text, ref i);
            char last = first;
            if (i + 1 < text.Length && text[i] == '-' && text[i + 1] != ']')
            {
                i++;
                last = ReadLiteral(text, ref i);
            }

            for (char c = first; c <= last; c++)
            {
                set = set.With(c);
            }
        }

        return i < text.Length && text[i++] == ']' ? set : throw new FormatException("A class of a pattern does not end.");
    }

    private static (int Min, int Max) ReadCount(string text, ref int i)
    {
        if (i >= text.Length || text[i] != '{')
        {
            return (1, 1);
        }

        int close = text.IndexOf('}', i);
        string[] counts = text[(i + 1)..close].Split(',');
        i = close + 1;
        return (int.Parse(counts[0]), int.Parse(counts[^1]));
    }

    /// <summary>A run of characters of one set.</summary>
    private readonly record struct Part(AsciiSet Set, int Min, int Max)
    {
        public bool IsLiteral => Min == 1 && Max == 1 && Set.Count == 1;
    }
}

/// <summary>A set of ASCII characters.</summary>
internal readonly record struct AsciiSet(ulong Low, ulong High)
{
    /// <summary>Number of characters.</summary>
    public int Count => System.Numerics.BitOperations.PopCount(Low) + System.Numerics.BitOperations.PopCount(High);

    /// <summary>The smallest character.</summary>
    public char First => (char)(Low != 0 ? System.Numerics.BitOperations.TrailingZeroCount(Low) : 64 + System.Numerics.BitOperations.TrailingZeroCount(High));

    /// <summary>The set of one character.</summary>
    public static AsciiSet Of(char c) => default(AsciiSet).With(c);

    /// <summary>This set and one more character.</summary>
    public AsciiSet With(char c) => c < 64 ? this with { Low = Low | (1UL << c) } : this with { High = High | (1UL << (c - 64)) };

    /// <summary>True when the byte is a character of the set.</summary>
    public bool Contains(byte b) => b < 64 ? (Low >> b & 1) != 0 : b < 128 && (High >> (b - 64) & 1) != 0;
}
