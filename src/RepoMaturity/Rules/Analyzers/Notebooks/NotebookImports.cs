using RepoMaturity.Documents.Notebooks;
using RepoMaturity.Documents.Python;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Notebooks that import another package for the first time in more than three cells below their first imports.</summary>
internal sealed class NotebookImports : NotebookAnalyzer
{
    private const int Most = 3;

    protected override IEnumerable<(int Line, string Text)> Defects(Notebook notebook)
    {
        if (notebook.Module is not { } module)
        {
            return [];
        }

        Dictionary<int, int> cells = CodeCells(notebook).SelectMany(c => c.Cell.Lines.Select(l => (Line: l, c.Number))).DistinctBy(l => l.Line).ToDictionary(l => l.Line, l => l.Number);
        (int Cell, PythonImport Import)[] first =
        [
            .. module.Imports
                .Where(i => i is { Level: 0, IsInFunction: false, IsInTry: false } && cells.ContainsKey(i.Line))
                .DistinctBy(i => i.Module.Split('.')[0], StringComparer.Ordinal)
                .Select(i => (cells[i.Line], i)),
        ];
        (int Cell, PythonImport Import)[] later = [.. first.Where(i => i.Cell != first[0].Cell).DistinctBy(i => i.Cell)];
        return later.Length > Most
            ? [(later[^1].Import.Line, $"{later.Length} cells below the first import another package; cell {later[^1].Cell} is the first with {later[^1].Import.Module.Split('.')[0]}")]
            : [];
    }
}
