using System.Runtime.CompilerServices;
using System.Text;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>What a scan does at an anchor.</summary>
internal enum AnchorKind
{
    /// <summary>A format with a literal of its own.</summary>
    Format,

    /// <summary>A word within a name that is assigned a secret.</summary>
    Name,

    /// <summary>The start of a URL's authority.</summary>
    Url,

    /// <summary>The header of a private key.</summary>
    PrivateKey,

    /// <summary>A JSON Web Token.</summary>
    WebToken,

    /// <summary>A payload that is no text and is skipped: an embedded image.</summary>
    Payload,

    /// <summary>A Kubernetes Secret.</summary>
    Manifest,
}

/// <summary>A literal to look for.</summary>
/// <param name="Text">ASCII, three characters or more; lower case when <paramref name="AnyCase"/>.</param>
/// <param name="Kind">What to do there.</param>
/// <param name="Format">Index of the format, for <see cref="AnchorKind.Format"/>.</param>
/// <param name="AnyCase">True when letters match in both cases.</param>
internal readonly record struct Anchor(string Text, AnchorKind Kind, int Format = 0, bool AnyCase = false);

/// <summary>
/// Finds many literals in one pass over bytes: a bitmap of the literals' first three bytes, folded to five bits each, is 4 KB
/// and refuses nearly every position with one look-up.
/// </summary>
internal sealed class AnchorIndex
{
    private readonly ulong[] _bitmap = new ulong[512];
    private readonly Dictionary<int, Entry[]> _entries;

    /// <summary>Builds the index; anchors of one place are visited in the order given.</summary>
    public AnchorIndex(IEnumerable<Anchor> anchors)
    {
        Entry[] entries = [.. anchors.Select(a => new Entry(a, Encoding.ASCII.GetBytes(a.Text)))];
        _entries = entries.GroupBy(e => Fold(e.Bytes[0], e.Bytes[1], e.Bytes[2])).ToDictionary(g => g.Key, g => g.ToArray());
        foreach (int code in _entries.Keys)
        {
            _bitmap[code >> 6] |= 1UL << (code & 63);
        }
    }

    /// <summary>The first position at or after <paramref name="from"/> where an anchor may start, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int NextCandidate(ReadOnlySpan<byte> bytes, int from)
    {
        if (bytes.Length - from < 3)
        {
            return -1;
        }

        ReadOnlySpan<ulong> bitmap = _bitmap;
        int code = Fold(0, bytes[from], bytes[from + 1]);
        for (int i = from + 2; i < bytes.Length; i++)
        {
            code = ((code << 5) | (bytes[i] & 31)) & 0x7FFF;
            if ((bitmap[code >> 6] >> code & 1) != 0)
            {
                return i - 2;
            }
        }

        return -1;
    }

    /// <summary>The anchors that start with the same folded bytes as this position; confirm each with <see cref="Entry.StartsAt"/>.</summary>
    public ReadOnlySpan<Entry> At(ReadOnlySpan<byte> bytes, int at) => _entries[Fold(bytes[at], bytes[at + 1], bytes[at + 2])];

    private static int Fold(byte a, byte b, byte c) => (a & 31) << 10 | (b & 31) << 5 | (c & 31);

    /// <summary>An anchor with its bytes.</summary>
    internal readonly record struct Entry(Anchor Anchor, byte[] Bytes)
    {
        /// <summary>True when the anchor stands at this position.</summary>
        public bool StartsAt(ReadOnlySpan<byte> bytes, int at)
        {
            ReadOnlySpan<byte> here = bytes[at..];
            return Anchor.AnyCase
                ? here.Length >= Bytes.Length && Ascii.EqualsIgnoreCase(here[..Bytes.Length], Bytes)
                : here.StartsWith(Bytes);
        }
    }
}
