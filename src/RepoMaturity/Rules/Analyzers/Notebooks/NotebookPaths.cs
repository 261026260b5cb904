using System.Buffers;
using RepoMaturity.Documents.Notebooks;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Paths that exist on one person's machine: <c>/home/ann/…</c>, <c>/Users/ann/…</c>, <c>C:\…</c>. Mounts of hosted platforms
/// (<c>/content</c>, <c>/kaggle</c>, <c>/dbfs</c>) and the users of their images are the same for everybody there.
/// </summary>
internal sealed class NotebookPaths : NotebookAnalyzer
{
    private static readonly string[] ImageUsers =
        ["jovyan", "jupyter", "azureuser", "ec2-user", "ubuntu", "sagemaker-user", "studio-lab-user", "vscode", "codespace", "user", "app", "runner", "Shared"];

    private static readonly SearchValues<char> Placeholders = SearchValues.Create("{}$<>@*%");

    protected override IEnumerable<(int Line, string Text)> Defects(Notebook notebook)
    {
        foreach ((int number, NotebookCell cell) in CodeCells(notebook))
        {
            int at = 0;
            foreach (string line in cell.Source.Split('\n'))
            {
                if (FindPath(line) is { } path)
                {
                    yield return (cell.Lines[Math.Min(at, cell.Lines.Count - 1)], $"cell {number} names {path}");
                }

                at++;
            }
        }
    }

    /// <summary>The first such path of a line, shortened to its root; null for none, for comments and for tracebacks that were pasted in.</summary>
    private static string? FindPath(string line)
    {
        ReadOnlySpan<char> text = line.AsSpan().TrimStart();
        if (text is ['#', ..] || text.Contains("File \"", StringComparison.Ordinal))
        {
            return null;
        }

        bool shell = text is ['!' or '%', ..];
        for (int i = 1; i < text.Length; i++)
        {
            // A path begins a literal; in a shell line also a word.
            if (text[i - 1] is '"' or '\'' || (shell && text[i - 1] is ' ' or '='))
            {
                ReadOnlySpan<char> rest = text[i..];
                if (rest is [(>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ':', '\\' or '/', not '/', ..])
                {
                    return $"a path on drive {rest[..2]}";
                }

                string? root = rest.StartsWith("/home/", StringComparison.Ordinal) ? "/home/" : rest.StartsWith("/Users/", StringComparison.Ordinal) ? "/Users/" : null;
                if (root is not null && UserOf(rest[root.Length..]) is { } user)
                {
                    return root + user;
                }
            }
        }

        return null;
    }

    /// <summary>The folder of a person; null for a user of an image, a variable, and an account of Databricks, whose workspace has such paths.</summary>
    private static string? UserOf(ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny("/\"' ");
        ReadOnlySpan<char> user = end < 0 ? rest : rest[..end];
        return user.Length == 0 || user.ContainsAny(Placeholders) || ImageUsers.Contains(user.ToString(), StringComparer.Ordinal) ? null : user.ToString();
    }
}
