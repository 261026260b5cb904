using System.Globalization;
using System.Text;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Reports;

/// <summary>Words and numbers of reports. What comes from a scanned repository is made harmless here: it may hold terminal escapes.</summary>
public static class ReportText
{
    /// <summary>
    /// Shows control characters, bidirectional overrides, invisible characters and line ends as escapes such as <c>\x1B</c>,
    /// <c>\n</c> or <c>\u202E</c>, so that a name can neither steer a terminal nor pretend to be another one.
    /// </summary>
    public static string Visible(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        StringBuilder result = new(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n':
                    result.Append("\\n");
                    break;
                case '\r':
                    result.Append("\\r");
                    break;
                case '\t':
                    result.Append("\\t");
                    break;
                default:
                    AppendVisible(result, rune);
                    break;
            }
        }

        return result.ToString();
    }

    /// <summary>The text on one line: runs of white space become one space, the rest is <see cref="Visible"/>.</summary>
    public static string OneLine(string text) =>
        Visible(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>A score with two decimals; rounding never lifts it to a level that is not reached.</summary>
    public static double Round(double score)
    {
        double rounded = Math.Round(score, 2, MidpointRounding.AwayFromZero);
        return rounded > Math.Floor(score) && rounded == Math.Floor(rounded) ? rounded - 0.01 : rounded;
    }

    /// <summary><see cref="Round"/> as text, such as <c>2.46</c>.</summary>
    public static string Score(double score) => Round(score).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A step of a trail on one line: <c>ci.yml:23 make lint</c>.</summary>
    /// <param name="step">The step.</param>
    /// <param name="wholePath">False to name the file without its folder.</param>
    public static string Step(TrailStep step, bool wholePath)
    {
        string path = Visible(wholePath ? step.Location.Path : step.Location.Path[(step.Location.Path.LastIndexOf('/') + 1)..]);
        string place = step.Location.Line > 0 ? $"{path}:{step.Location.Line}" : path;
        string text = OneLine(step.Text);
        return text.Length == 0 ? place : place.Length == 0 ? text : $"{place} {text}";
    }

    private static void AppendVisible(StringBuilder result, Rune rune)
    {
        UnicodeCategory category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.Control)
        {
            result.Append("\\x").Append(rune.Value.ToString("X2", CultureInfo.InvariantCulture));
        }
        else if (category is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        {
            result.Append(rune.Value > 0xFFFF ? "\\U" : "\\u").Append(rune.Value.ToString(rune.Value > 0xFFFF ? "X8" : "X4", CultureInfo.InvariantCulture));
        }
        else
        {
            result.Append(rune.ToString());
        }
    }
}
