using System.Buffers;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Prose;

/// <summary>
/// Anchors that a link into a document may name: its headings', and those set by hand as <c>&lt;a name="x"&gt;</c>, <c>id=x</c>, <c>{#x}</c>, <c>(x)=</c>.
/// Generous, since hosts and builders differ: only letters and digits of a heading are compared, and any quoted word may be an anchor.
/// </summary>
internal sealed class AnchorSet
{
    private const string Prefix = "user-content-";

    /// <summary>Marks of anchors that a documentation builder makes from code.</summary>
    private static readonly SearchValues<char> Generated = SearchValues.Create(".:(=/~");
    private readonly HashSet<string> _headings = new(StringComparer.Ordinal);
    private readonly List<string> _pictures = [];
    private readonly HashSet<string> _byHand = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _isPart;

    private AnchorSet(ProseDocument document, string text)
    {
        _isPart = document.Problem is not null;
        foreach (Heading heading in document.Headings)
        {
            string slug = Plain(heading.Slug);
            _headings.Add(slug);

            // Some builders write an emoji's name into the anchor.
            if (slug.Length >= 6 && _pictures.Count < 200 && heading.Text.Any(c => c > '\u2000'))
            {
                _pictures.Add(slug);
            }
        }

        ReadByHand(text);
    }

    /// <summary>The anchors of a file, or null when it cannot be read.</summary>
    public static AnchorSet? Of(DocumentSet documents, SnapshotFile file) =>
        ProseDocument.Of(documents, file) is { } document
            ? documents.Get(file, (_, bytes) => new AnchorSet(document, SourceText.Decode(bytes)))
            : null;

    /// <summary>False only when nothing in the document can have this anchor, given without <c>#</c>.</summary>
    public bool MayHave(string anchor)
    {
        anchor = Uri.UnescapeDataString(anchor);
        anchor = anchor.StartsWith(Prefix, StringComparison.Ordinal) ? anchor[Prefix.Length..] : anchor;
        string plain = Plain(anchor);
        return _isPart
            || plain is "" or "top" or "readme" or "ghdarkmodeonly" or "ghlightmodeonly"
            || (plain[0] == 'l' && plain.Skip(1).All(char.IsAsciiDigit))
            || anchor.AsSpan().ContainsAny(Generated)
            || _headings.Contains(plain)
            || _headings.Contains(plain.AsSpan().TrimEnd("0123456789").ToString())
            || _pictures.Any(p => plain.Contains(p, StringComparison.Ordinal))
            || _byHand.Contains(anchor)
            || _byHand.Contains(Prefix + anchor);
    }

    private void ReadByHand(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '"' or '\'' or '=' or '(' || (text[i] == '#' && i > 0 && text[i - 1] == '{'))
            {
                int end = i + 1;
                while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '_' or '.'))
                {
                    end++;
                }

                if (end > i + 1 && (text[i] != '(' || text.AsSpan(end).StartsWith(")=")))
                {
                    _byHand.Add(text[(i + 1)..end]);
                }

                i = end - 1;
            }
        }
    }

    private static string Plain(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
