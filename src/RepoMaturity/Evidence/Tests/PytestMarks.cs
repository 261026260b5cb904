using System.Text.RegularExpressions;
using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Marks that <c>pytestmark</c> gives to a whole module.</summary>
internal static partial class PytestMarks
{
    public static string[] OfModule(DocumentSet documents, SnapshotFile file)
    {
        string text = documents.Text(file) ?? "";
        return text.Contains("pytestmark", StringComparison.Ordinal) && Assignment().Match(text) is { Success: true } assignment
            ? [.. Marks().Matches(assignment.Value).Select(m => m.Groups[1].Value)]
            : [];
    }

    /// <summary>To the end of the line, or of the list.</summary>
    [GeneratedRegex(@"^pytestmark\s*(?::[^=\n]*)?=\s*(?:\[[^\]]*\]|[^\n]*)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\bmark\.(\w+)", RegexOptions.NonBacktracking)]
    private static partial Regex Marks();
}
