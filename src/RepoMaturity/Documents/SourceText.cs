using System.Text;

namespace RepoMaturity.Documents;

/// <summary>Bytes to text, as source files come: UTF-8 with or without a mark, UTF-16 with a mark.</summary>
internal static class SourceText
{
    /// <summary>Decodes; invalid sequences become U+FFFD, never an error.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes[3..]),
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
        _ => Encoding.UTF8.GetString(bytes),
    };

    /// <summary>True when the first 8,000 bytes hold a NUL, which is how git tells binary from text; UTF-16 with a mark is text.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> bytes) =>
        bytes is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) && bytes[..Math.Min(bytes.Length, 8000)].Contains((byte)0);
}
