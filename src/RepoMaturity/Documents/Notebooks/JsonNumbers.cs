using System.Buffers;

namespace RepoMaturity.Documents.Notebooks;

/// <summary>Numbers that Python writes into JSON and JSON does not know.</summary>
internal static class JsonNumbers
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"NI"u8);

    /// <summary>A copy with <c>NaN</c> and <c>Infinity</c> outside strings replaced by numbers of the same length; null when there are none.</summary>
    public static byte[]? WithoutNaN(ReadOnlySpan<byte> json)
    {
        byte[]? copy = null;
        int position = 0;
        while (position < json.Length)
        {
            int next = json[position..].IndexOfAny(Marks);
            if (next < 0)
            {
                break;
            }

            position += next;
            if (json[position] == '"')
            {
                position = StringEnd(json, position + 1);
                continue;
            }

            ReadOnlySpan<byte> rest = json[position..];
            int length = rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : 0;
            if (length > 0)
            {
                copy ??= json.ToArray();
                copy.AsSpan(position, length).Fill((byte)' ');
                copy[position] = (byte)'0';
            }

            position += Math.Max(1, length);
        }

        return copy;
    }

    private static int StringEnd(ReadOnlySpan<byte> json, int position)
    {
        while (position < json.Length)
        {
            int next = json[position..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return json.Length;
            }

            position += next;
            if (json[position] == '"')
            {
                return position + 1;
            }

            position += 2;
        }

        return json.Length;
    }
}
