using System.Text;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Reports;

/// <summary>Puts foreign text into Markdown so that it stays text: no markup, HTML, table cells, links or mentions of its own.</summary>
internal static class MarkdownText
{
    /// <summary>Prose that holds foreign parts; fits into a table cell.</summary>
    public static string Prose(string text)
    {
        string line = ReportText.OneLine(text);
        StringBuilder result = new(line.Length + 16);
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            char next = i + 1 < line.Length ? line[i + 1] : ' ';
            switch (c)
            {
                case '<':
                    result.Append("&lt;");
                    break;
                case '>':
                    result.Append("&gt;");
                    break;
                case '&':
                    result.Append("&amp;");
                    break;
                case ':' when next == '/':
                    result.Append("&#58;");
                    break;

                // Hosts turn these into mentions and references after Markdown is rendered, so an escape does not help.
                case '@':
                    result.Append("@&#8203;");
                    break;
                case '#' when char.IsAsciiDigit(next):
                    result.Append("#&#8203;");
                    break;
                case '.' when i >= 3 && line.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase):
                case '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '#' or '$':
                case '-' or '+' or '=' or '!' when i == 0:
                    result.Append('\\').Append(c);
                    break;
                default:
                    result.Append(c);
                    break;
            }
        }

        return result.ToString();
    }

    /// <summary>Foreign text as a code span; empty for empty text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="inTable">False outside a table cell, where a pipe needs no escape and would show it.</param>
    public static string Code(string text, bool inTable = true)
    {
        string line = ReportText.OneLine(text);
        if (line.Length == 0)
        {
            return "";
        }

        int longest = 0;
        int run = 0;
        foreach (char c in line)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        string fence = new('`', longest + 1);
        string pad = line[0] == '`' || line[^1] == '`' ? " " : "";

        // A table is cut at pipes before code spans are seen; the table takes the backslash away again.
        return fence + pad + (inTable ? line.Replace("|", "\\|", StringComparison.Ordinal) : line) + pad + fence;
    }

    /// <summary>A link to a place in the repository, relative to its root.</summary>
    public static string Link(Location location)
    {
        string target = string.Join('/', location.Path.Split('/').Select(Uri.EscapeDataString));
        string anchor = location.Line > 0 ? $"#L{location.Line}" : "";
        string text = Code(ReportText.Visible(location.Path) + (location.Line > 0 ? $":{location.Line}" : ""));
        return $"[{text}]({target.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)}{anchor})";
    }

    /// <summary>A trail as links and code spans with arrows between.</summary>
    public static string Trail(IEnumerable<TrailStep> trail) => string.Join(
        " → ",
        trail.Select(step => string.Join(' ', new[] { step.Location.Path.Length == 0 ? "" : Link(step.Location), Code(step.Text) }.Where(p => p.Length > 0))));
}
