using RepoMaturity.Documents.Notebooks;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Code cells of a Python 3 kernel that are no Python. A shell command without its <c>!</c> is let through: IPython runs most of them.</summary>
internal sealed class NotebookSyntax : NotebookAnalyzer
{
    private static readonly string[] Shell = ["pip", "pip3", "conda", "mamba", "cd", "ls", "ll", "pwd", "cat", "mkdir", "rmdir", "rm", "cp", "mv", "man", "less", "more", "run", "uv"];

    protected override IEnumerable<(int Line, string Text)> Defects(Notebook notebook)
    {
        if (notebook.Module?.Problem is not { } problem || notebook.LanguageVersion?.StartsWith("2.", StringComparison.Ordinal) == true)
        {
            yield break;
        }

        foreach ((int number, NotebookCell cell) in CodeCells(notebook).Where(c => c.Cell.Lines.Contains(problem.Line)))
        {
            string[] lines = cell.Source.Split('\n');
            bool isShell = lines.Any(l => Shell.Contains(l.TrimStart().Split(' ')[0], StringComparer.Ordinal));
            if (!isShell && !cell.Tags.Contains("raises-exception"))
            {
                yield return (problem.Line, $"cell {number}: {problem.Message}");
            }
        }
    }
}
