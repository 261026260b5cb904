using RepoMaturity.Documents.Notebooks;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Cells whose kept output is an exception that was not meant.</summary>
internal sealed class NotebookErrors : NotebookAnalyzer
{
    protected override IEnumerable<(int Line, string Text)> Defects(Notebook notebook) =>
        from cell in CodeCells(notebook)
        let outputs = cell.Cell.Outputs
        where outputs.ErrorName is not null && !cell.Cell.Tags.Contains("raises-exception")
        select (outputs.Line, $"cell {cell.Number} ended with {outputs.ErrorName}");
}
