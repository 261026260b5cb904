using RepoMaturity.Documents.Notebooks;
using RepoMaturity.Documents.Prose;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Notebooks that start without a title or a word of what they are for among their first cells; badges and links alone say nothing.</summary>
internal sealed class NotebookOpening : NotebookAnalyzer
{
    private const int Opening = 3;
    private const int LeastWords = 3;

    protected override IEnumerable<(int Line, string Text)> Defects(Notebook notebook)
    {
        NotebookCell[] cells = [.. notebook.Cells.Where(c => c.Source.AsSpan().Trim().Length > 0)];
        return cells.Length > 0 && !cells.Take(Opening).Any(Introduces)
            ? [(cells[0].Line, $"{cells.Length} cells, none of the first {Math.Min(Opening, cells.Length)} says what it is for")]
            : [];
    }

    private static bool Introduces(NotebookCell cell)
    {
        if (cell.Kind == NotebookCellKind.Code)
        {
            return false;
        }

        // Old Jupyter took `#Title` for a heading; a raw cell holds front matter.
        ProseDocument text = MarkdownReader.Read(cell.Source);
        return text.Headings.Count > 0
            || cell.Source.TrimStart().StartsWith('#')
            || text.FrontMatter?["title"] is not null
            || ProseText.CountWords(text.Text) - text.Links.Sum(l => ProseText.CountWords(l.Text)) >= LeastWords;
    }
}
