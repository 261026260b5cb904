namespace RepoMaturity.Reports;

/// <summary>How an item of a report stands.</summary>
public enum ItemMark
{
    /// <summary>Done, or good.</summary>
    Done,

    /// <summary>To do, or bad.</summary>
    ToDo,

    /// <summary>Cannot be seen from here.</summary>
    Open,

    /// <summary>Nothing to judge.</summary>
    None,
}

/// <summary>A piece of a report that looks the same on the console and in Markdown. Texts may hold foreign parts; whoever writes them makes them harmless.</summary>
public abstract record ReportBlock;

/// <summary>A heading.</summary>
/// <param name="Level">1 for the report's title, 2 for its parts, 3 below.</param>
/// <param name="Text">The heading.</param>
public sealed record HeadingBlock(int Level, string Text) : ReportBlock;

/// <summary>A paragraph.</summary>
/// <param name="Text">The text.</param>
public sealed record ParagraphBlock(string Text) : ReportBlock;

/// <summary>An item of a list.</summary>
/// <param name="Mark">How it stands.</param>
/// <param name="Text">What it is.</param>
/// <param name="Beside">A word after it, such as its gain; empty for none.</param>
/// <param name="Details">Lines below it: what proves it or stands against it.</param>
public sealed record ItemBlock(ItemMark Mark, string Text, string Beside, IReadOnlyList<string> Details) : ReportBlock;

/// <summary>Writes blocks as Markdown.</summary>
public static class MarkdownBlocks
{
    /// <summary>Writes them; lines end with a line feed on every system.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="blocks">What.</param>
    /// <param name="asTasks">True for check boxes, as issue trackers take them: done is checked, everything else is not.</param>
    public static void Write(TextWriter writer, IEnumerable<ReportBlock> blocks, bool asTasks = false)
    {
        ReportBlock? before = null;
        foreach (ReportBlock block in blocks)
        {
            if (before is not null && !(before is ItemBlock && block is ItemBlock))
            {
                writer.Write('\n');
            }

            writer.Write(block switch
            {
                HeadingBlock heading => $"{new string('#', heading.Level)} {MarkdownText.Prose(heading.Text)}\n",
                ParagraphBlock paragraph => $"{MarkdownText.Prose(paragraph.Text)}\n",
                ItemBlock item => Item(item, asTasks),
                _ => "",
            });
            before = block;
        }
    }

    private static string Item(ItemBlock item, bool asTasks)
    {
        string mark = asTasks ? item.Mark == ItemMark.Done ? "[x] " : "[ ] " : item.Mark switch
        {
            ItemMark.Done => "✓ ",
            ItemMark.ToDo => "✗ ",
            ItemMark.Open => "? ",
            _ => "",
        };
        string beside = item.Beside.Length == 0 ? "" : $" ({MarkdownText.Prose(item.Beside)})";
        return $"- {mark}{MarkdownText.Prose(item.Text)}{beside}\n{string.Concat(item.Details.Select(d => $"  - {MarkdownText.Prose(d)}\n"))}";
    }
}
