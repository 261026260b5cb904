using System.Text;
using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>
/// Finds secrets in the bytes of a file. Immutable, so one scanner serves all threads. A clean file costs one pass of
/// <see cref="AnchorIndex"/> and no strings.
/// </summary>
internal sealed class SecretScanner
{
    /// <summary>More matches of one file are not kept; a dump of ten thousand keys is one finding to mend.</summary>
    private const int MostHits = 1000;
    private const int BlobLength = 100;

    private static readonly string[] NameAnchors = ["passw", "passphrase", "_pass", "-pass", "\"pass\"", "<pass", "sshpass", "pwd", "secret", "token", "key", "_auth", "salt", "credential", "kaggle", "encryptedusername"];

    private readonly SecretFormat[] _formats;
    private readonly SecretPattern[] _patterns;
    private readonly AnchorIndex _index;
    private readonly AssignmentMatcher _assignments;

    /// <summary>Takes the formats to look for.</summary>
    public SecretScanner(IEnumerable<SecretFormat> formats)
    {
        ILookup<bool, SecretFormat> byContext = formats.ToLookup(f => f.Context.Length > 0);
        _formats = [.. byContext[false]];
        _patterns = [.. _formats.Select(f => new SecretPattern(f.Pattern))];
        _assignments = new AssignmentMatcher(byContext[true]);
        _index = new AnchorIndex(
        [
            .. _patterns.Select((p, i) => new Anchor(p.Anchor, AnchorKind.Format, i)),
            .. NameAnchors.Select(name => new Anchor(name, AnchorKind.Name, AnyCase: true)),
            new Anchor("://", AnchorKind.Url),
            new Anchor("-----BEGIN ", AnchorKind.PrivateKey),
            new Anchor("Private-Lines:", AnchorKind.PrivateKey),
            new Anchor("eyJ", AnchorKind.WebToken),
            new Anchor("image/", AnchorKind.Payload),
            new Anchor("kind:", AnchorKind.Manifest),
        ]);
    }

    /// <summary>A scanner for <see cref="SecretFormats.All"/>.</summary>
    public SecretScanner()
        : this(SecretFormats.All)
    {
    }

    /// <summary>Finds the secrets of a file, in the order in which they stand; nothing for binary files.</summary>
    /// <param name="file">The file, for its path.</param>
    /// <param name="bytes">Its content.</param>
    public IReadOnlyList<SecretMatch> Scan(SnapshotFile file, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8 || SourceText.IsBinary(bytes))
        {
            return [];
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            bytes = Encoding.UTF8.GetBytes(SourceText.Decode(bytes));
        }

        SecretFileTraits traits = SecretFileTraits.Of(file);
        List<SecretHit>? hits = null;
        Collect(bytes, traits, ref hits);
        if (traits.IsCredentialFile || file.Name == "config.json")
        {
            hits ??= [];
            CredentialFileReader.Read(file, bytes, hits);
        }

        return hits is null or [] ? [] : Place(file, bytes, traits, hits);
    }

    private void Collect(ReadOnlySpan<byte> bytes, SecretFileTraits traits, ref List<SecretHit>? hits)
    {
        int nameEnd = 0;
        int manifestEnd = 0;
        for (int at = 0; (at = _index.NextCandidate(bytes, at)) >= 0;)
        {
            int next = at + 1;
            foreach (AnchorIndex.Entry entry in _index.At(bytes, at))
            {
                if (!entry.StartsAt(bytes, at))
                {
                    continue;
                }

                SecretHit hit = default;
                bool found = false;
                switch (entry.Anchor.Kind)
                {
                    case AnchorKind.Format:
                        found = TryFormat(bytes, at, entry.Anchor.Format, out hit);
                        break;
                    case AnchorKind.Name when at >= nameEnd && !traits.IsGenerated:
                        int inside = at + (char.IsAsciiLetter((char)entry.Bytes[0]) ? 0 : 1);
                        found = _assignments.TryMatch(bytes, inside, traits, out nameEnd, out hit);
                        break;
                    case AnchorKind.Url:
                        found = UrlPasswordMatcher.TryMatch(bytes, at, traits, out hit);
                        break;
                    case AnchorKind.PrivateKey:
                        found = entry.Bytes[0] == '-' ? PrivateKeyMatcher.TryMatch(bytes, at, out hit) : PrivateKeyMatcher.TryMatchPutty(bytes, at, out hit);
                        break;
                    case AnchorKind.WebToken:
                        found = IsWordStart(bytes, at) && WebTokenMatcher.TryMatch(bytes, at, out hit);
                        break;
                    case AnchorKind.Payload:
                        next = Math.Max(next, EmbeddedPayload.Skip(bytes, at));
                        break;
                    case AnchorKind.Manifest when at >= manifestEnd:
                        manifestEnd = KubernetesSecretReader.Read(bytes, at, hits ??= []);
                        break;
                }

                if (found)
                {
                    (hits ??= []).Add(hit);
                }
            }

            if (hits?.Count >= MostHits)
            {
                return;
            }

            at = next;
        }
    }

    private bool TryFormat(ReadOnlySpan<byte> bytes, int at, int index, out SecretHit hit)
    {
        hit = default;
        if (!_patterns[index].TryMatch(bytes, at, out Range whole, out Range secret))
        {
            return false;
        }

        SecretFormat format = _formats[index];
        int prefix = _patterns[index].PublicPrefix;
        (int start, int length) = secret.GetOffsetAndLength(bytes.Length);
        ReadOnlySpan<byte> body = bytes.Slice(start + prefix, length - prefix);
        if (!IsWordStart(bytes, whole.Start.Value) || (whole.End.Value < bytes.Length && IsWord(bytes[whole.End.Value])) || IsWithinBlob(bytes, start, start + length)
            || SecretValue.Entropy(body) < format.MinEntropy || SecretValue.IsPlaceholder(body)
            || (format.NeedsDigit && body.IndexOfAnyInRange((byte)'0', (byte)'9') < 0))
        {
            return false;
        }

        SecretConfidence confidence = format.Checksum == TokenChecksum.Crc32Base62 && !SecretValue.HasValidChecksum(body) ? SecretConfidence.Medium : format.Confidence;
        hit = new SecretHit(start, length, format.Id, format.Name, confidence, prefix);
        return true;
    }

    /// <summary>True when no letter, digit or underscore stands before; the letter of an escape such as <c>\n</c> is none.</summary>
    private static bool IsWordStart(ReadOnlySpan<byte> bytes, int at) =>
        at == 0 || !IsWord(bytes[at - 1]) || (at > 1 && bytes[at - 2] == '\\' && bytes[at - 1] is (byte)'n' or (byte)'t' or (byte)'r');

    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == '_';

    /// <summary>True inside a long run of base 64, where any short format occurs by chance.</summary>
    private static bool IsWithinBlob(ReadOnlySpan<byte> bytes, int start, int end)
    {
        int count = 0;
        for (int i = start - 1; i >= 0 && count < BlobLength && (char.IsAsciiLetterOrDigit((char)bytes[i]) || bytes[i] is (byte)'+' or (byte)'/'); i--)
        {
            count++;
        }

        for (int i = end; i < bytes.Length && count < BlobLength && (char.IsAsciiLetterOrDigit((char)bytes[i]) || bytes[i] is (byte)'+' or (byte)'/'); i++)
        {
            count++;
        }

        return count >= BlobLength;
    }

    /// <summary>Sorts, keeps the best of overlapping matches, and counts lines and columns in one walk.</summary>
    private static List<SecretMatch> Place(SnapshotFile file, ReadOnlySpan<byte> bytes, SecretFileTraits traits, List<SecretHit> hits)
    {
        List<SecretHit> kept = [];
        foreach (SecretHit hit in hits.OrderBy(h => h.Start).ThenByDescending(h => h.Confidence).ThenByDescending(h => h.PublicPrefix))
        {
            if (kept is not [.., var last] || hit.Start >= last.End)
            {
                kept.Add(hit);
            }
            else if (hit.Confidence > last.Confidence)
            {
                kept[^1] = hit;
            }
        }

        List<SecretMatch> matches = new(kept.Count);
        int line = 1;
        int column = 1;
        int at = bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
        foreach (SecretHit hit in kept)
        {
            ReadOnlySpan<byte> gap = bytes[at..hit.Start];
            if (gap.LastIndexOf((byte)'\n') is >= 0 and var lastBreak)
            {
                line += gap.Count((byte)'\n');
                column = 1;
                gap = gap[(lastBreak + 1)..];
            }

            column += Encoding.UTF8.GetCharCount(gap);
            int end = column + Encoding.UTF8.GetCharCount(bytes.Slice(hit.Start, hit.Length));
            matches.Add(new SecretMatch(hit.Detector, hit.Name, hit.Confidence, new Location(file.Path, line, column, line, end), Hint(bytes, hit), traits.IsFixture));
            (at, column) = (hit.End, end);
        }

        return matches;
    }

    /// <summary>At most four characters of the public prefix and, for long tokens with one, the last two.</summary>
    private static string Hint(ReadOnlySpan<byte> bytes, SecretHit hit)
    {
        ReadOnlySpan<byte> secret = bytes.Slice(hit.Start, hit.Length);
        string prefix = Encoding.ASCII.GetString(secret[..Math.Min(4, hit.PublicPrefix)]);
        string suffix = hit.PublicPrefix > 0 && hit.Length - hit.PublicPrefix >= 16 ? Encoding.ASCII.GetString(secret[^2..]) : "";
        return $"{prefix}…{suffix} ({hit.Length} characters)";
    }
}
