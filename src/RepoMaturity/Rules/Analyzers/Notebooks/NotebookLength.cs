using RepoMaturity.Documents.Notebooks;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Notebooks that are too much to read: more than 500 lines of code, a cell of more than 50, three empty cells between others.</summary>
internal sealed class NotebookLength : NotebookAnalyzer
{
    private const int MostLines = 500;
    private const int MostCellLines = 50;
    private const int MostEmpty = 2;

    protected override IEnumerable<(int Line, string Text)> Defects(Notebook notebook)
    {
        if (notebook.Module is { CodeLines: > MostLines } module)
        {
            yield return (notebook.Cells[0].Line, $"{module.CodeLines} lines of code");
        }

        (int Number, NotebookCell Cell)[] cells = [.. CodeCells(notebook)];
        foreach ((int number, NotebookCell cell) in cells)
        {
            int lines = cell.IsKernelCode ? cell.Source.Split('\n').Count(l => l.Trim() is { Length: > 0 } text && text[0] != '#') : 0;
            if (lines > MostCellLines)
            {
                yield return (cell.Line, $"cell {number} has {lines} lines of code");
            }
        }

        // Editors leave one at the end.
        (int Number, NotebookCell Cell)[] empty = [.. cells.SkipLast(1).Where(c => string.IsNullOrWhiteSpace(c.Cell.Source))];
        if (empty.Length > MostEmpty)
        {
            yield return (empty[0].Cell.Line, $"{empty.Length} empty cells");
        }
    }
}
