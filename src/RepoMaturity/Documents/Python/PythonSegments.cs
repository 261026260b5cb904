namespace RepoMaturity.Documents.Python;

/// <summary>How a source is cut: one piece for a file, one per code cell for a notebook, which share names but no open brackets.</summary>
/// <param name="Ends">Byte after each piece, ascending; each piece begins a line.</param>
/// <param name="Lines">Line in the file of each source line; null when they are the same.</param>
/// <param name="IsInteractive">True when magics and shell escapes may occur.</param>
internal sealed record PythonSegments(IReadOnlyList<int> Ends, IReadOnlyList<int>? Lines, bool IsInteractive)
{
    public static PythonSegments WholeFile(int length) => new([length], null, false);

    /// <summary>Line in the file of a source line.</summary>
    public int LineOf(int line) => Lines is null ? line : Lines.Count == 0 ? 0 : Lines[Math.Clamp(line - 1, 0, Lines.Count - 1)];
}
