using RepoMaturity.Documents.Prose;

namespace RepoMaturity.Evidence.Cards;

/// <summary>What templates of cards leave to be written.</summary>
internal static class Placeholder
{
    private static readonly string[] Phrases =
        ["more information needed", "needs more information", "lorem ipsum", "[insert ", "<insert ", "to be completed", "to be written", "coming soon"];

    private static readonly string[] Marks = ["TODO", "TBD", "FIXME", "XXX"];

    /// <summary>The placeholder that a line holds, or null.</summary>
    public static string? In(string line) =>
        Phrases.FirstOrDefault(p => line.Contains(p, StringComparison.OrdinalIgnoreCase))
        ?? Marks.FirstOrDefault(m => line.Contains(m, StringComparison.Ordinal) && ProseText.HasWord(line, m) && !ProseText.HasWord(line, m.ToLowerInvariant() + " list"));

    /// <summary>True for a text that is a placeholder and nothing else.</summary>
    public static bool IsAll(string text) =>
        text.Trim('[', ']', '.', ' ', '\n') is var plain && (Marks.Contains(plain) || Phrases.Contains(plain, StringComparer.OrdinalIgnoreCase));
}
