using System.Buffers;
using System.Text;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Notebooks;

/// <summary>A Jupyter notebook of nbformat 3 or 4. Every line is one of the <c>.ipynb</c> file.</summary>
internal sealed class Notebook
{
    public IReadOnlyList<NotebookCell> Cells { get; internal init; } = [];

    /// <summary>Major and minor version of nbformat; 0 when not written.</summary>
    public int Format { get; internal init; }

    public int FormatMinor { get; internal init; }

    /// <summary>Name of the kernel, such as <c>python3</c>; null when not written.</summary>
    public string? KernelName { get; internal init; }

    /// <summary>Language of the kernel in lower case; null when not written.</summary>
    public string? Language { get; internal init; }

    /// <summary>Version of the language that ran it last, such as <c>3.9.1</c>; null when not written.</summary>
    public string? LanguageVersion { get; internal init; }

    /// <summary>True for a Python kernel, and when no language is written.</summary>
    public bool IsPython => Language is null || Language.Contains("python", StringComparison.Ordinal);

    /// <summary>
    /// What the code cells of a Python kernel say, as one module: names imported in a cell are known in the others. Of cells in another
    /// language (<c>%%bash</c>) only the magic is kept. Null for other kernels.
    /// </summary>
    public PythonModule? Module { get; internal init; }

    /// <summary>Why the file could not be read to its end; the cells before are kept.</summary>
    public ParseProblem? Problem { get; internal init; }

    /// <summary>Reads a notebook's bytes; never throws.</summary>
    public static Notebook Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8 is [0xEF, 0xBB, 0xBF, ..])
        {
            utf8 = utf8[3..];
        }

        NotebookReader reader = new(utf8);
        reader.Read();
        if (reader.Problem is not null && JsonNumbers.WithoutNaN(utf8) is { } mended)
        {
            reader = new NotebookReader(mended);
            reader.Read();
        }

        Notebook notebook = reader.ToNotebook();
        return notebook.IsPython ? notebook.WithModule() : notebook;
    }

    /// <summary>The parsed file, or null when it cannot be read; what could not be understood is reported.</summary>
    public static Notebook? Of(DocumentSet documents, SnapshotFile file) =>
        documents.Get(file, (f, bytes) =>
        {
            Notebook notebook = Parse(bytes);
            if ((notebook.Problem ?? notebook.Module?.Problem) is { } problem)
            {
                documents.Report(f, problem);
            }

            return notebook;
        });

    private Notebook WithModule()
    {
        ArrayBufferWriter<byte> source = new();
        List<int> ends = [];
        List<int> lines = [];
        foreach (NotebookCell cell in Cells)
        {
            if (cell.Kind != NotebookCellKind.Code || cell.Source.Length == 0)
            {
                continue;
            }

            ReadOnlySpan<char> text = cell.Source;
            int count = cell.Lines.Count;
            if (!cell.IsKernelCode)
            {
                int start = text.IndexOf("%%", StringComparison.Ordinal);
                int length = text[start..].IndexOf('\n');
                text = length < 0 ? text : text[..(start + length)];
                count = text.Count('\n') + 1;
            }

            text = WithoutIndent(text);
            Encoding.UTF8.GetBytes(text, source);
            if (text[^1] != '\n')
            {
                source.Write("\n"u8);
            }

            for (int i = 0; i < count; i++)
            {
                lines.Add(cell.Lines[i]);
            }

            ends.Add(source.WrittenCount);
        }

        return new Notebook
        {
            Cells = Cells,
            Format = Format,
            FormatMinor = FormatMinor,
            KernelName = KernelName,
            Language = Language,
            LanguageVersion = LanguageVersion,
            Problem = Problem,
            Module = PythonParser.Parse(source.WrittenSpan, new PythonSegments(ends, lines, IsInteractive: true)),
        };
    }

    /// <summary>As IPython runs a cell: the blanks before its first line are taken off each line that has them.</summary>
    private static string WithoutIndent(ReadOnlySpan<char> text)
    {
        string cell = text.ToString();
        string[] lines = cell.Split('\n');
        string first = lines.FirstOrDefault(l => !string.IsNullOrWhiteSpace(l)) ?? "";
        string indent = first[..(first.Length - first.TrimStart(' ', '\t').Length)];
        return indent.Length == 0 ? cell : string.Join('\n', lines.Select(l => l.StartsWith(indent, StringComparison.Ordinal) ? l[indent.Length..] : l));
    }
}
