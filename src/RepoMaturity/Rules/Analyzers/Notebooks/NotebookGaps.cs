using RepoMaturity.Documents.Notebooks;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Cells that were not run although one below them was. A notebook without any run is stripped, which is well; what stands below the last run,
/// comments and lines for the shell change nothing above.
/// </summary>
internal sealed class NotebookGaps : NotebookAnalyzer
{
    protected override IEnumerable<(int Line, string Text)> Defects(Notebook notebook)
    {
        (int Number, NotebookCell Cell)[] cells = [.. CodeCells(notebook)];
        int last = Array.FindLastIndex(cells, c => c.Cell.ExecutionCount > 0);
        return cells.Take(Math.Max(last, 0)).Where(c => !WasRun(c.Cell) && HasCode(c.Cell)).Select(c => (c.Cell.Line, $"cell {c.Number} was not run, cell {cells[last].Number} was"));
    }

    private static bool WasRun(NotebookCell cell) => cell.ExecutionCount is not null || cell.Outputs.Count > 0;

    private static bool HasCode(NotebookCell cell) =>
        cell.IsKernelCode && cell.Source.Split('\n').Any(l => l.Trim() is { Length: > 0 } text && text[0] is not ('#' or '!' or '%' or '?'));
}
