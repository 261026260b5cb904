namespace RepoMaturity.Policy;

/// <summary>Finds what a user may have meant.</summary>
public static class Nearest
{
    private const int MaxLength = 80;

    /// <summary>The candidates with the fewest edits from the text, at most three; none when all are far.</summary>
    public static IReadOnlyList<string> Find(string text, IEnumerable<string> candidates) => text.Length > MaxLength ? [] :
    [
        .. candidates.Select(c => (Candidate: c, Edits: Edits(text.ToUpperInvariant(), c.ToUpperInvariant())))
            .OrderBy(c => c.Edits)
            .ThenBy(c => c.Candidate, StringComparer.Ordinal)
            .Take(3)
            .Where(c => c.Edits <= Math.Max(2, text.Length / 3))
            .Select(c => c.Candidate),
    ];

    /// <summary>How many characters must be inserted, removed or replaced.</summary>
    private static int Edits(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
