using RepoMaturity.Reports;
using Spectre.Console;

namespace RepoMaturity.Tool.Terminals;

/// <summary>Shows the small Markdown of rule texts on a page: paragraphs, lists and code blocks.</summary>
internal static class MarkdownPage
{
    /// <summary>Writes the text, indented.</summary>
    public static void Write(Page page, string markdown, string indent = "  ")
    {
        List<string> paragraph = [];
        bool code = false;
        foreach (string raw in markdown.Split('\n'))
        {
            string line = raw.TrimEnd();
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                Flush(page, paragraph, indent);
                code = !code;
            }
            else if (code)
            {
                WriteWholeCode(page, line, indent);
            }
            else if (line.Length == 0)
            {
                Flush(page, paragraph, indent);
                page.Line();
            }
            else
            {
                if (IsItem(line))
                {
                    Flush(page, paragraph, indent);
                }

                paragraph.Add(line.Trim());
            }
        }

        Flush(page, paragraph, indent);
    }

    /// <summary>Writes a line of code as it is.</summary>
    public static void WriteCode(Page page, string line, string indent) =>
        page.Line(indent, "  ", new Part(ReportText.Visible(line.Replace("\t", "    ", StringComparison.Ordinal)), Page.Accent));

    /// <summary>Code that a reader copies: a line that is too long goes on below its beginning.</summary>
    private static void WriteWholeCode(Page page, string line, string indent)
    {
        string code = ReportText.Visible(line);
        string text = code.TrimStart();
        string before = indent + "  " + code[..^text.Length];
        if (before.Length + text.GetCellWidth() <= page.Width)
        {
            WriteCode(page, line, indent);
        }
        else
        {
            page.Wrapped([before], text, Page.Accent);
        }
    }

    private static bool IsItem(string line) => line.TrimStart() is ['-' or '*', ' ', ..];

    private static void Flush(Page page, List<string> paragraph, string indent)
    {
        if (paragraph.Count == 0)
        {
            return;
        }

        string text = ReportText.OneLine(string.Join(' ', paragraph));
        if (IsItem(text))
        {
            page.Wrapped([indent, $"{page.Glyphs.Bullet} "], text[2..]);
        }
        else
        {
            page.Wrapped([indent], text);
        }

        paragraph.Clear();
    }
}
