using RepoMaturity.Documents.Notebooks;
using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A defect of notebooks: one finding for each notebook, at its first place and with the number of the others.</summary>
internal abstract class NotebookAnalyzer : RepositoryAnalyzer
{
    public sealed override void Analyze(AnalysisContext context)
    {
        if (context.Evidence.Code.Notebooks.Count == 0)
        {
            context.NotApplicable("there are no notebooks");
        }

        foreach (Source<Notebook> source in context.Evidence.Code.Notebooks.Where(n => !n.IsTest))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            (int Line, string Text)[] defects = [.. Defects(source.Document)];
            if (defects.Length > 0)
            {
                string others = defects.Length > 1 ? $"; {defects.Length} places in this notebook" : "";
                context.Fail(source.At(defects[0].Line), defects[0].Text + others);
            }
            else if (Hidden(source.Document) is { } reason)
            {
                context.Open($"{source.File.Path}: {reason}");
            }
        }
    }

    /// <summary>The notebook's defects from top to bottom; a text names its cell.</summary>
    protected abstract IEnumerable<(int Line, string Text)> Defects(Notebook notebook);

    /// <summary>Why the notebook cannot be judged, or null.</summary>
    protected virtual string? Hidden(Notebook notebook) => null;

    /// <summary>Code cells with their number among all cells, from 1, as a reader counts them.</summary>
    protected static IEnumerable<(int Number, NotebookCell Cell)> CodeCells(Notebook notebook) =>
        notebook.Cells.Select((c, i) => (i + 1, c)).Where(c => c.c.Kind == NotebookCellKind.Code);
}
