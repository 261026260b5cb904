namespace RepoMaturity.Documents.Notebooks;

/// <summary>What a cell is, as nbformat names it; a heading of format 3 is Markdown.</summary>
internal enum NotebookCellKind
{
    Code,
    Markdown,
    Raw,
}

/// <summary>A cell of a notebook.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Source">Its text, with line feeds only.</param>
/// <param name="Lines">Line in the <c>.ipynb</c> file of each line of <paramref name="Source"/>; the cell's own line when the source is empty.</param>
internal sealed record NotebookCell(NotebookCellKind Kind, string Source, IReadOnlyList<int> Lines)
{
    /// <summary>Line in the <c>.ipynb</c> file where the source begins.</summary>
    public int Line => Lines[0];

    /// <summary>The number in <c>In [n]</c>; null when the cell was not run or the number was stripped.</summary>
    public int? ExecutionCount { get; init; }

    /// <summary>Tags of the cell's metadata, such as papermill's <c>parameters</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public NotebookOutputs Outputs { get; init; }

    /// <summary>The word of a <c>%%</c> magic at its top, such as <c>bash</c> or <c>time</c>; null for none.</summary>
    public string? Magic
    {
        get
        {
            if (Kind != NotebookCellKind.Code)
            {
                return null;
            }

            ReadOnlySpan<char> text = Source.AsSpan().TrimStart();
            if (!text.StartsWith("%%", StringComparison.Ordinal))
            {
                return null;
            }

            text = text[2..];
            int end = text.IndexOfAny(" \t\n");
            return (end < 0 ? text : text[..end]).ToString();
        }
    }

    /// <summary>True when the kernel's own language follows: no <c>%%</c> magic, or one that only watches.</summary>
    public bool IsKernelCode => Kind == NotebookCellKind.Code
        && Magic is null or "time" or "timeit" or "capture" or "prun" or "memit" or "python" or "python3" or "snakeviz";
}

/// <summary>What a cell's outputs hold, without their content.</summary>
/// <param name="Count">Number of outputs.</param>
/// <param name="Bytes">Size in the file.</param>
/// <param name="TextLength">Bytes of text: streams, plain text and HTML.</param>
/// <param name="HasImage">True when some output is a picture.</param>
/// <param name="ErrorName">Name of the exception in the first error output, or null.</param>
/// <param name="Line">Line of the outputs in the file; 0 without any.</param>
internal readonly record struct NotebookOutputs(int Count, long Bytes, long TextLength, bool HasImage, string? ErrorName, int Line);
