namespace RepoMaturity.Tool.Terminals;

/// <summary>The signs that a report draws with, in Unicode or in ASCII.</summary>
internal sealed record Glyphs(
    char RungReached,
    char RungMissing,
    char BarVerified,
    char BarPossible,
    char BarRest,
    string Arrow,
    string Ellipsis,
    string Dot,
    string Bullet,
    string Check,
    string Cross)
{
    /// <summary>For terminals and files that speak UTF-8.</summary>
    public static Glyphs Unicode { get; } = new('■', '□', '█', '▒', '░', " → ", "…", " · ", "•", "✓", "✗");

    /// <summary>For everything else.</summary>
    public static Glyphs Ascii { get; } = new('#', '.', '#', '+', '.', " -> ", "...", ", ", "-", "+", "x");

    /// <summary>Five cells, filled up to a level.</summary>
    public string Ladder(int level) => new string(RungReached, level) + new string(RungMissing, 5 - level);

    /// <summary>A bar over the scores 1 to 5: what is verified, what is possible beyond, and the rest.</summary>
    public (string Verified, string Possible, string Remaining) Bar(double verified, double possible, int width)
    {
        int solid = Cells(verified, width);
        int open = Math.Max(Cells(possible, width) - solid, 0);
        return (new string(BarVerified, solid), new string(BarPossible, open), new string(BarRest, width - solid - open));
    }

    private static int Cells(double score, int width) => Math.Clamp((int)Math.Round((score - 1) / 4 * width), 0, width);
}
