using Spectre.Console;

namespace RepoMaturity.Tool.Terminals;

/// <summary>A piece of a line.</summary>
/// <param name="Text">Text without line ends; made harmless by the caller where it comes from a repository.</param>
/// <param name="Style">Its look; plain when null.</param>
internal readonly record struct Part(string Text, Style? Style = null)
{
    /// <summary>A plain piece.</summary>
    public static implicit operator Part(string text) => new(text);
}

/// <summary>Writes lines to a console; every line fits its width, so that the terminal never wraps one.</summary>
internal sealed class Page(IAnsiConsole console, Glyphs glyphs)
{
    /// <summary>For what is said beside the main thing.</summary>
    public static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <summary>For headings.</summary>
    public static readonly Style Bold = new(decoration: Decoration.Bold);

    /// <summary>For what is reached.</summary>
    public static readonly Style Good = new(Color.Green);

    /// <summary>For what is missing.</summary>
    public static readonly Style Missing = new(Color.Yellow);

    /// <summary>For what is wrong.</summary>
    public static readonly Style Bad = new(Color.Red);

    /// <summary>For ids and commands.</summary>
    public static readonly Style Accent = new(Color.Blue);

    /// <summary>Cells in a line.</summary>
    public int Width => console.Profile.Width;

    /// <summary>The signs to draw with.</summary>
    public Glyphs Glyphs => glyphs;

    /// <summary>An empty line.</summary>
    public void Line() => console.Write(new Text("\n"));

    /// <summary>A line, cut with an ellipsis where it does not fit.</summary>
    public void Line(params ReadOnlySpan<Part> parts)
    {
        Paragraph paragraph = new();
        int room = Width;
        foreach (Part part in parts)
        {
            string text = TextLayout.Fit(part.Text, room, glyphs.Ellipsis);
            paragraph.Append(text, part.Style);
            room -= text.GetCellWidth();
            if (text != part.Text)
            {
                break;
            }
        }

        console.Write(paragraph.Append("\n"));
    }

    /// <summary>A heading with an empty line before it.</summary>
    public void Heading(string text, string beside = "")
    {
        Line();
        Line(new Part(text, Bold), new Part(beside.Length == 0 ? "" : "  " + beside, Dim));
    }

    /// <summary>Text that may take several lines: the first after a prefix, the others under its end.</summary>
    /// <param name="prefix">What stands before the first line.</param>
    /// <param name="text">The text.</param>
    /// <param name="style">Look of the text.</param>
    /// <param name="suffix">A word after the text.</param>
    public void Wrapped(ReadOnlySpan<Part> prefix, string text, Style? style = null, Part suffix = default)
    {
        int indent = 0;
        foreach (Part part in prefix)
        {
            indent += part.Text.GetCellWidth();
        }

        int room = Math.Max(Width - indent, 16);
        List<string> lines = [.. TextLayout.Wrap(text, room)];
        bool beside = suffix.Text is { Length: > 0 } && lines[^1].GetCellWidth() + 2 + suffix.Text.GetCellWidth() <= room;
        if (suffix.Text is { Length: > 0 } && !beside)
        {
            lines.Add("");
        }

        for (int i = 0; i < lines.Count; i++)
        {
            Part tail = i < lines.Count - 1 || suffix.Text is null ? "" : beside ? suffix with { Text = "  " + suffix.Text } : suffix;
            if (i == 0)
            {
                Line([.. prefix, new Part(lines[0], style), tail]);
            }
            else
            {
                Line(new string(' ', indent), new Part(lines[i], style), tail);
            }
        }
    }
}
