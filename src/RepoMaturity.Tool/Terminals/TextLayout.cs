using System.Text;
using RepoMaturity.Reports;
using RepoMaturity.Snapshots;
using Spectre.Console;

namespace RepoMaturity.Tool.Terminals;

/// <summary>Cuts and wraps text by terminal cells, for wide characters take two.</summary>
internal static class TextLayout
{
    /// <summary>The text, or its beginning with the ellipsis, in at most <paramref name="width"/> cells.</summary>
    public static string Fit(string text, int width, string ellipsis)
    {
        if (text.Length * 2 <= width || text.GetCellWidth() <= width)
        {
            return text;
        }

        return width < ellipsis.Length ? "" : Take(text, width - ellipsis.Length).TrimEnd() + ellipsis;
    }

    /// <summary>The text's end with the ellipsis before it, in at most <paramref name="width"/> cells: for paths, whose end says most.</summary>
    public static string FitEnd(string text, int width, string ellipsis)
    {
        if (text.GetCellWidth() <= width)
        {
            return text;
        }

        StringBuilder kept = new();
        int used = ellipsis.Length;
        foreach (Rune rune in text.EnumerateRunes().Reverse())
        {
            used += Cells(rune);
            if (used > width)
            {
                break;
            }

            kept.Insert(0, rune.ToString());
        }

        return width < ellipsis.Length ? "" : ellipsis + kept;
    }

    /// <summary>Steps joined by arrows in at most <paramref name="width"/> cells; the place of the first and the whole last step are kept the longest.</summary>
    public static string FitTrail(IReadOnlyList<TrailStep> trail, int width, Glyphs glyphs)
    {
        string[] steps = [.. trail.Select(s => ReportText.Step(s, wholePath: false))];
        string whole = string.Join(glyphs.Arrow, steps);
        if (steps.Length < 2 || whole.GetCellWidth() <= width)
        {
            return Fit(whole, width, glyphs.Ellipsis);
        }

        string between = steps.Length > 2 ? glyphs.Arrow + glyphs.Ellipsis + glyphs.Arrow : glyphs.Arrow;
        string ends = steps[0] + between + steps[^1];
        string first = ReportText.Step(trail[0] with { Text = "" }, wholePath: false);
        return ends.GetCellWidth() <= width ? ends
            : first.GetCellWidth() * 2 <= width ? Fit(first + between + steps[^1], width, glyphs.Ellipsis)
            : Fit(steps[^1], width, glyphs.Ellipsis);
    }

    /// <summary>Breaks text at spaces, and words that are too long behind a slash, else anywhere.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        List<string> lines = [];
        StringBuilder line = new();
        int used = 0;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string rest = word;
            if (used > 0 && used + 1 + rest.GetCellWidth() > width)
            {
                lines.Add(line.ToString());
                line.Clear();
                used = 0;
            }

            while (used == 0 && rest.GetCellWidth() > width && Take(rest, width) is { Length: > 0 } head)
            {
                head = head[..(head.LastIndexOf('/') + 1)] is { } folders && folders.Length * 2 > head.Length ? folders : head;
                lines.Add(head);
                rest = rest[head.Length..];
            }

            if (used > 0)
            {
                line.Append(' ');
                used++;
            }

            line.Append(rest);
            used += rest.GetCellWidth();
        }

        if (line.Length > 0 || lines.Count == 0)
        {
            lines.Add(line.ToString());
        }

        return lines;
    }

    private static string Take(string text, int width)
    {
        int used = 0;
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            used += Cells(rune);
            if (used > width)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    private static int Cells(Rune rune) => Math.Max(rune.ToString().GetCellWidth(), 0);
}
