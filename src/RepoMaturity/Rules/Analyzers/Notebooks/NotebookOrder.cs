using RepoMaturity.Documents.Notebooks;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Cells that were run after a cell that stands below them.</summary>
internal sealed class NotebookOrder : NotebookAnalyzer
{
    protected override IEnumerable<(int Line, string Text)> Defects(Notebook notebook)
    {
        int highest = 0;
        foreach ((int number, NotebookCell cell) in CodeCells(notebook))
        {
            if (cell.ExecutionCount is not { } count)
            {
                continue;
            }

            if (count < highest)
            {
                yield return (cell.Line, $"cell {number} ran as [{count}], a cell above it as [{highest}]");
            }

            highest = Math.Max(highest, count);
        }
    }

    protected override string? Hidden(Notebook notebook)
    {
        NotebookCell[] cells = [.. CodeCells(notebook).Select(c => c.Cell)];
        return cells.Count(c => c.Outputs.Count > 0) > 1 && cells.All(c => c.ExecutionCount is null) ? "outputs are kept without the order in which they were made" : null;
    }
}
