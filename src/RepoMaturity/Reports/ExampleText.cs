using RepoMaturity.Evidence.Secrets;
using RepoMaturity.Rules;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Reports;

/// <summary>Files of an example as a page shows them.</summary>
internal static class ExampleText
{
    private const int MostLines = 120;
    private const int MostCharacters = 1000;

    /// <summary>
    /// Files in path order with made-up secrets masked: rules about secrets need some in their examples, and a page that shows them would
    /// set off every scanner that reads it.
    /// </summary>
    public static IEnumerable<(string Path, string Text)> Of(RuleExample example)
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("example", example.Files.Select(f => (f.Key, f.Value)));
        SecretScanner scanner = new();
        foreach (SnapshotFile file in snapshot.Files)
        {
            string[] lines = example.Files[file.Path].TrimEnd('\n').Split('\n');
            foreach (SecretMatch match in scanner.Scan(file, file.Read()).OrderByDescending(m => m.Location.Line).ThenByDescending(m => m.Location.Column))
            {
                Mask(lines, match.Location);
            }

            yield return (file.Path, Shortened(lines));
        }
    }

    /// <summary>Rules about size have examples that nobody reads to their end.</summary>
    private static string Shortened(string[] lines)
    {
        IEnumerable<string> shown = lines.Take(MostLines).Select(l => l.Length > MostCharacters ? l[..MostCharacters] + "…" : l);
        return string.Join('\n', lines.Length > MostLines ? shown.Append($"… {lines.Length - MostLines} more lines") : shown);
    }

    /// <summary>Commits of an example in one sentence.</summary>
    public static string Of(ExampleCommits commits)
    {
        string message = commits.Message.Split('\n')[0];
        string people = commits.Committer == commits.Author ? commits.Author : $"{commits.Author}, committed by {commits.Committer}";
        string date = commits.Date is { } day ? $", {day:yyyy-MM-dd}" : "";
        string merges = commits.Merges is { } author ? $", merging work of {author}" : "";
        string changes = commits.Changes.Count > 0 ? ", changing " + string.Join(", ", commits.Changes) : "";
        return $"{commits.Times} × `{message}` by {people}{(commits.IsRebased ? " after a rebase" : "")}{merges}{date}{changes}";
    }

    private static void Mask(string[] lines, Location at)
    {
        int last = Math.Max(at.Line, at.EndLine);
        for (int line = at.Line; line <= last && line <= lines.Length; line++)
        {
            string text = lines[line - 1];
            int start = line == at.Line ? Math.Clamp(at.Column - 1, 0, text.Length) : 0;
            int end = line == last && at.EndColumn > 0 ? Math.Clamp(at.EndColumn - 1, start, text.Length) : text.Length;
            lines[line - 1] = $"{text[..start]}<masked>{text[end..]}";
        }
    }
}
