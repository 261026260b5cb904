using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RepoMaturity.Documents.Data;

namespace RepoMaturity.Documents.Prose;

/// <summary>Markdown with the extensions that GitHub has; HTML inside it counts where it holds headings, links, pictures or text.</summary>
internal static class MarkdownReader
{
    private const long MaxWork = 500_000_000;
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePreciseSourceLocation()
        .UseYamlFrontMatter()
        .UsePipeTables()
        .UseAutoLinks()
        .UseTaskLists()
        .UseFootnotes()
        .Build();

    public static ProseDocument Read(string text)
    {
        ProseBuilder builder = new();
        if (text.Length > ProseDocument.MaxLength)
        {
            builder.Problem = new ParseProblem($"text longer than {ProseDocument.MaxLength} characters, read in part");
            text = text[..ProseDocument.MaxLength];
        }

        LineMap map = new(text);
        int readable = Readable(text);
        if (readable < text.Length)
        {
            builder.Problem = new ParseProblem("text with too many open brackets or stars, read up to here", map.At(readable).Line);
            text = text[..readable];
        }

        try
        {
            Walk(Markdown.Parse(text, Pipeline), new Reading(text, map, builder));
        }
        catch (ArgumentException e)
        {
            // Markdig's guard against nesting.
            builder.Problem = new ParseProblem("Markdown not read: " + e.Message);
        }

        return builder.Build(map.Lines);
    }

    /// <summary>
    /// How much of a text to give to Markdig, whose work on one paragraph grows with its length times its brackets and stars:
    /// a file of 60 KB could hold it for ten seconds.
    /// </summary>
    private static int Readable(string text)
    {
        long spent = 0;
        int start = 0;
        while (start < text.Length)
        {
            int end = start;
            long marks = 0;
            for (int line = start; line < text.Length;)
            {
                int newline = text.IndexOf('\n', line);
                end = newline < 0 ? text.Length : newline + 1;
                ReadOnlySpan<char> content = text.AsSpan(line, end - line);
                if (content.IsWhiteSpace())
                {
                    break;
                }

                marks += content.Count('[') + content.Count('*') + content.Count(" _");
                line = end;
            }

            spent += marks * (end - start);
            if (spent > MaxWork)
            {
                return start;
            }

            start = end;
        }

        return text.Length;
    }

    private sealed record Reading(string Text, LineMap Map, ProseBuilder Builder)
    {
        public int LineOf(MarkdownObject node) => Map.At(Math.Max(0, node.Span.Start)).Line;
    }

    private static void Walk(ContainerBlock container, Reading reading)
    {
        foreach (Block block in container)
        {
            switch (block)
            {
                case YamlFrontMatterBlock front:
                    ReadFrontMatter(front, reading);
                    break;
                case HeadingBlock heading:
                    reading.Builder.AddHeading(heading.Level, TextOf(heading.Inline, reading), reading.LineOf(heading));
                    break;
                case HtmlBlock html:
                    ScanHtml(html, reading);
                    break;
                case Markdig.Syntax.CodeBlock code:
                    bool isFenced = code is FencedCodeBlock;
                    string language = (code as FencedCodeBlock)?.Info ?? "";
                    reading.Builder.AddCode(language.Trim('{', '}', '.'), code.Lines.ToString(), reading.LineOf(code) + (isFenced ? 1 : 0));
                    break;
                case TableRow row:
                    Walk(row, reading);
                    break;
                case LeafBlock { Inline: { } inline } leaf:
                    string text = TextOf(inline, reading);
                    reading.Builder.AddText(text, reading.LineOf(leaf));
                    AddFields(leaf, inline, text, reading);
                    break;
                case ContainerBlock inner and not LinkReferenceDefinitionGroup:
                    Walk(inner, reading);
                    break;
            }
        }
    }

    /// <summary>Bold words that begin a line and stand alone on it or before a colon.</summary>
    private static void AddFields(LeafBlock block, ContainerInline inline, string text, Reading reading)
    {
        (string Name, int Line)[] names =
        [
            .. inline.OfType<EmphasisInline>()
                .Where(e => e.DelimiterCount == 2 && e.PreviousSibling is null or LineBreakInline)
                .Select(e => (Name: string.Concat(e.Descendants<LiteralInline>().Select(l => l.Content.ToString())), e.NextSibling, Line: reading.LineOf(e)))
                .Where(e => e.Name.EndsWith(':') || e.NextSibling is null or LineBreakInline || (e.NextSibling is LiteralInline next && next.Content.AsSpan().TrimStart().StartsWith(":")))
                .Select(e => (e.Name, e.Line)),
        ];
        int at = 0;
        for (int i = 0; i < names.Length && (at = text.IndexOf(names[i].Name, at, StringComparison.Ordinal)) >= 0; i++)
        {
            at += names[i].Name.Length;
            int end = i + 1 < names.Length ? text.IndexOf(names[i + 1].Name, at, StringComparison.Ordinal) : text.Length;
            reading.Builder.AddField(names[i].Name.TrimEnd(':', ' '), text[at..Math.Max(at, end)].TrimStart(':', ' '), names[i].Line, block.Parent is ListItemBlock);
        }
    }

    private static void ReadFrontMatter(YamlFrontMatterBlock block, Reading reading)
    {
        // The empty line stands for the opening fence, so that lines stay true.
        DataDocument document = YamlLoader.Load("\n" + block.Lines);
        reading.Builder.FrontMatter = document.Root;
        reading.Builder.Problem ??= document.Problem is { } p ? p with { Message = "front matter: " + p.Message } : null;
    }

    /// <summary>Text without markup; links and pictures on the way are kept.</summary>
    private static string TextOf(ContainerInline? container, Reading reading)
    {
        StringBuilder text = new();
        Collect(container, text, reading);
        return text.ToString();
    }

    private static void Collect(ContainerInline? container, StringBuilder text, Reading reading)
    {
        for (Inline? inline = container?.FirstChild; inline is not null; inline = inline.NextSibling)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline:
                    text.Append('\n');
                    break;
                case AutolinkInline auto:
                    AddLink(auto, auto.IsEmail ? "mailto:" + auto.Url : auto.Url, auto.Url, isImage: false, reading);
                    text.Append(auto.Url);
                    break;
                case LinkInline link:
                    string label = TextOf(link, reading);
                    AddLink(link, link.Url, label, link.IsImage, reading);
                    text.Append(link.IsImage ? "" : label);
                    break;
                case HtmlInline html:
                    ScanHtml(html, reading);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case ContainerInline inner:
                    Collect(inner, text, reading);
                    break;
            }
        }
    }

    private static void ScanHtml(MarkdownObject html, Reading reading) =>
        HtmlScanner.Scan(reading.Text, Math.Max(0, html.Span.Start), Math.Min(html.Span.End + 1, reading.Text.Length), reading.Map, reading.Builder);

    private static void AddLink(Inline at, string? target, string text, bool isImage, Reading reading)
    {
        (int line, int column) = reading.Map.At(Math.Max(0, at.Span.Start));
        reading.Builder.AddLink(target, text, line, column, isImage);
    }
}
