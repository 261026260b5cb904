using RepoMaturity.Documents.Notebooks;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Notebooks with more than a megabyte of outputs, placed at the largest.</summary>
internal sealed class NotebookOutputSize : NotebookAnalyzer
{
    private const long MaxBytes = 1_000_000;

    protected override IEnumerable<(int Line, string Text)> Defects(Notebook notebook)
    {
        long total = notebook.Cells.Sum(c => c.Outputs.Bytes);
        if (total <= MaxBytes)
        {
            return [];
        }

        (int number, NotebookCell cell) = CodeCells(notebook).MaxBy(c => c.Cell.Outputs.Bytes);
        return [(cell.Outputs.Line, $"{Megabytes(total)} MB of outputs, {Megabytes(cell.Outputs.Bytes)} of them in cell {number}")];
    }

    private static string Megabytes(long bytes) => $"{bytes / 1_000_000}.{bytes / 100_000 % 10}";
}
