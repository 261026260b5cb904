using System.Text;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Python;

/// <summary>What a Python file says: imports, definitions, calls and directives. Never executed; bad input is read as far as it goes.</summary>
internal sealed class PythonModule
{
    public IReadOnlyList<PythonImport> Imports { get; internal init; } = [];

    /// <summary>Functions, methods and classes, nested ones too, in the order of the file.</summary>
    public IReadOnlyList<PythonDefinition> Definitions { get; internal init; } = [];

    /// <summary>Calls in the order of their opening parentheses, those in f-strings, decorators and defaults too.</summary>
    public IReadOnlyList<PythonCall> Calls { get; internal init; } = [];

    /// <summary>Statements that test something, in the order of the file.</summary>
    public IReadOnlyList<PythonCondition> Conditions { get; internal init; } = [];

    /// <summary>Comparisons, in the order of their ends.</summary>
    public IReadOnlyList<PythonComparison> Comparisons { get; internal init; } = [];

    /// <summary>Comments that speak to a tool.</summary>
    public IReadOnlyList<PythonDirective> Directives { get; internal init; } = [];

    /// <summary>IPython magics and shell escapes; always empty for a <c>.py</c> file.</summary>
    public IReadOnlyList<PythonDirective> Magics { get; internal init; } = [];

    /// <summary>Line of the module's docstring; 0 for none.</summary>
    public int DocstringLine { get; internal init; }

    /// <summary>Lines with code; lines that are blank, comment or docstring only do not count.</summary>
    public int CodeLines { get; internal init; }

    /// <summary>Lines with nothing but a comment.</summary>
    public int CommentLines { get; internal init; }

    /// <summary>All lines.</summary>
    public int TotalLines { get; internal init; }

    /// <summary>The first thing that could not be read; the rest was read all the same.</summary>
    public ParseProblem? Problem { get; internal init; }

    /// <summary>Reads a file's bytes: UTF-8 with or without a mark, UTF-16 with a mark, Latin-1 with an encoding cookie.</summary>
    public static PythonModule Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8 is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return Read(Encoding.UTF8.GetBytes(SourceText.Decode(utf8)));
        }

        if (utf8 is [0xEF, 0xBB, 0xBF, ..])
        {
            utf8 = utf8[3..];
        }

        return EncodingCookie.IsLatin1(utf8) ? Read(Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(utf8))) : Read(utf8);

        static PythonModule Read(ReadOnlySpan<byte> source) => PythonParser.Parse(source, PythonSegments.WholeFile(source.Length));
    }

    /// <summary>Python that a generator still has to fill in: <c>train.py.tmpl</c>.</summary>
    public static bool IsTemplate(SnapshotFile file) =>
        file.Extension is ".tmpl" or ".j2" or ".jinja" or ".jinja2" && Path.GetFileNameWithoutExtension(file.Name).EndsWith(".py", StringComparison.OrdinalIgnoreCase);

    /// <summary>The parsed file, or null when it cannot be read; what could not be understood is reported.</summary>
    public static PythonModule? Of(DocumentSet documents, SnapshotFile file) =>
        documents.Get(file, (f, bytes) =>
        {
            bool isTemplate = IsTemplate(f);
            PythonModule module = isTemplate ? Parse(Encoding.UTF8.GetBytes(TemplateText.Fill(SourceText.Decode(bytes)))) : Parse(bytes);
            if (module.Problem is { } problem && !isTemplate)
            {
                documents.Report(f, problem);
            }

            return module;
        });
}

/// <summary>A comment for a tool, a magic or a shell escape.</summary>
/// <param name="Line">Line in the file.</param>
/// <param name="Text">A directive without its <c>#</c>, such as <c>noqa: E501</c>; a magic as written, such as <c>%pip install x</c>.</param>
internal readonly record struct PythonDirective(int Line, string Text);
