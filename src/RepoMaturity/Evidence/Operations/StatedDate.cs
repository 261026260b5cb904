using System.Globalization;
using System.Text.RegularExpressions;
using RepoMaturity.Documents.Prose;

namespace RepoMaturity.Evidence.Operations;

/// <summary>The day on which a text says that it was last looked at.</summary>
internal static partial class StatedDate
{
    private const int MaxText = 200_000;
    private static readonly string[] Keys = ["last_reviewed", "last-reviewed", "lastReviewed", "reviewed", "review_date", "last_review", "reviewed_on", "last_updated", "last_tested", "last_verified"];
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy/MM/dd", "d MMMM yyyy", "MMMM d, yyyy", "MMMM d yyyy", "d MMM yyyy", "MMM d, yyyy"];

    /// <summary>The latest day that is not after the one given, or null.</summary>
    public static DateOnly? Of(ProseDocument document, DateOnly asOf)
    {
        string text = document.Text.Length <= MaxText ? document.Text : document.Text[..MaxText];
        DateOnly? latest = null;
        foreach (string written in Keys.Select(k => document.FrontMatter?.TextOf(k)).OfType<string>().Concat(Reviewed().Matches(text).Select(m => m.Groups[4].Value)))
        {
            string day = written.Length > 10 && char.IsAsciiDigit(written[3]) ? written[..10] : written;
            if (DateOnly.TryParseExact(day.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) && date <= asOf && (latest is null || date > latest))
            {
                latest = date;
            }
        }

        return latest;
    }

    [GeneratedRegex(@"(last |date )?(reviewed|review|verified|tested|exercised|drilled)( on| at| date)?[ :|]{1,4}(\d{4}[-/]\d\d[-/]\d\d|\d{1,2} \p{L}{3,9} \d{4}|\p{L}{3,9} \d{1,2},? \d{4})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reviewed();
}
