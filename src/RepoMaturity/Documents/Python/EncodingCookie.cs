using System.Text;

namespace RepoMaturity.Documents.Python;

/// <summary>The <c># -*- coding: … -*-</c> line of PEP 263.</summary>
internal static class EncodingCookie
{
    private const int MaxLine = 200;

    /// <summary>True when one of the first two lines declares Latin-1 or a close kin.</summary>
    public static bool IsLatin1(ReadOnlySpan<byte> source)
    {
        for (int line = 0; line < 2 && !source.IsEmpty; line++)
        {
            int end = source.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = end < 0 ? source : source[..end];
            source = end < 0 ? [] : source[(end + 1)..];
            int at = text.IndexOf("coding"u8);
            if (at < 0 || at + 6 >= text.Length || text.Length > MaxLine || !text.TrimStart(" \t\f"u8).StartsWith("#"u8) || text[at + 6] is not ((byte)':' or (byte)'='))
            {
                continue;
            }

            string name = Encoding.ASCII.GetString(text[(at + 7)..]).Trim().ToLowerInvariant().Replace('_', '-');
            return name.StartsWith("latin", StringComparison.Ordinal)
                || name.StartsWith("iso-8859-1", StringComparison.Ordinal)
                || name.StartsWith("cp1252", StringComparison.Ordinal)
                || name.StartsWith("windows-1252", StringComparison.Ordinal);
        }

        return false;
    }
}
