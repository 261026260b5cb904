using RepoMaturity.Reports;
using Spectre.Console;

namespace RepoMaturity.Tool.Terminals;

/// <summary>Shows the blocks of a report on a page.</summary>
internal static class BlockPage
{
    /// <summary>Writes the blocks.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="blocks">What.</param>
    /// <param name="details">False to leave out what stands below items.</param>
    public static void Write(Page page, IEnumerable<ReportBlock> blocks, bool details = true)
    {
        foreach (ReportBlock block in blocks)
        {
            switch (block)
            {
                case HeadingBlock { Level: 1 } title:
                    page.Wrapped([], ReportText.OneLine(title.Text), Page.Bold);
                    break;
                case HeadingBlock { Level: 2 } heading:
                    page.Heading(ReportText.OneLine(heading.Text));
                    break;
                case HeadingBlock heading:
                    page.Line(new Part($"  {ReportText.OneLine(heading.Text)}", Page.Dim));
                    break;
                case ParagraphBlock paragraph:
                    page.Wrapped(["  "], ReportText.OneLine(paragraph.Text));
                    break;
                case ItemBlock item:
                    WriteItem(page, item, details);
                    break;
            }
        }
    }

    private static void WriteItem(Page page, ItemBlock item, bool details)
    {
        (string sign, Style style) = item.Mark switch
        {
            ItemMark.Done => (page.Glyphs.Check, Page.Good),
            ItemMark.ToDo => (page.Glyphs.Cross, Page.Missing),
            ItemMark.Open => ("?", Page.Dim),
            _ => (page.Glyphs.Bullet, Page.Dim),
        };
        page.Wrapped(["  ", new Part(sign, style), " "], ReportText.OneLine(item.Text), suffix: item.Beside.Length == 0 ? default : new Part($"({ReportText.OneLine(item.Beside)})", Page.Dim));
        foreach (string detail in details ? item.Details : [])
        {
            page.Wrapped(["      "], ReportText.OneLine(detail), Page.Dim);
        }
    }
}
