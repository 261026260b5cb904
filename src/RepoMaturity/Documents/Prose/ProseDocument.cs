using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Prose;

/// <summary>A heading.</summary>
/// <param name="Level">From 1.</param>
/// <param name="Text">Without markup.</param>
/// <param name="Line">From 1.</param>
/// <param name="Slug">The anchor that GitHub gives it, unique in the document.</param>
internal sealed record Heading(int Level, string Text, int Line, string Slug);

/// <summary>A link or an image; a reference is already replaced by its target.</summary>
/// <param name="Target">As written: URL, path or <c>#anchor</c>.</param>
/// <param name="Text">Link text or alternative text.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="IsImage">True for a picture, badges included.</param>
internal sealed record Link(string Target, string Text, int Line, int Column, bool IsImage);

/// <summary>A block of code.</summary>
/// <param name="Language">Lower case, empty when none is named.</param>
/// <param name="Text">Its lines.</param>
/// <param name="Line">First line of the code itself.</param>
internal sealed record CodeBlock(string Language, string Text, int Line);

/// <summary>A heading with all text below it, up to the next heading of the same or a higher level.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Text">Paragraphs, lists, tables and sub-headings without markup; no code, no comments.</param>
/// <param name="Words">Words of <paramref name="Text"/>.</param>
/// <param name="EndLine">Last line.</param>
internal sealed record Section(Heading Heading, string Text, int Words, int EndLine);

/// <summary>A text for people: Markdown, reStructuredText or plain.</summary>
internal sealed class ProseDocument
{
    /// <summary>Longer texts are read up to this many characters.</summary>
    internal const int MaxLength = 2 * 1024 * 1024;

    /// <summary>The YAML block at the start, or null.</summary>
    public DataNode? FrontMatter { get; init; }

    public required IReadOnlyList<Heading> Headings { get; init; }

    public required IReadOnlyList<Link> Links { get; init; }

    public required IReadOnlyList<CodeBlock> CodeBlocks { get; init; }

    public required IReadOnlyList<Section> Sections { get; init; }

    /// <summary>Bold words at the start of a line that stand for a heading or a key: <c>- **License:** MIT</c>, with what they head.</summary>
    public IReadOnlyList<Section> Fields { get; init; } = [];

    /// <summary>All text without markup, code, comments and front matter.</summary>
    public required string Text { get; init; }

    /// <summary>What could not be read: broken front matter, too long, nested too deep.</summary>
    public ParseProblem? Problem { get; init; }

    /// <summary>Markdown for <c>.md</c>, <c>.markdown</c>, <c>.mdx</c> and <c>.qmd</c>; else the light reader.</summary>
    public static ProseDocument Load(SnapshotFile file, ReadOnlySpan<byte> bytes) =>
        file.Extension is ".md" or ".markdown" or ".mdx" or ".qmd" or ".rmd"
            ? MarkdownReader.Read(SourceText.Decode(bytes))
            : PlainTextReader.Read(SourceText.Decode(bytes), isAsciiDoc: file.Extension is ".adoc" or ".asciidoc" or ".asc");

    /// <summary>The document of a file, or null when it cannot be read; a problem is kept in the set.</summary>
    public static ProseDocument? Of(DocumentSet documents, SnapshotFile file)
    {
        ProseDocument? document = documents.Get(file, static (f, bytes) => Load(f, bytes));
        if (document?.Problem is { } problem)
        {
            documents.Report(file, problem);
        }

        return document;
    }
}
