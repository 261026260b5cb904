using System.Globalization;
using System.Text.RegularExpressions;
using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// An independent review within twelve months: a dated report in the repository, or one that <c>SECURITY-INSIGHTS.yml</c> names. An older or a
/// missing one proves nothing, since reports are rarely committed.
/// </summary>
internal sealed partial class IndependentReview : RepositoryAnalyzer
{
    private static readonly string[] Names = ["securityaudit", "securityassessment", "securityreview", "pentest", "penetrationtest", "auditreport"];

    public override void Analyze(AnalysisContext context)
    {
        DateOnly asOf = context.Evidence.Options.AsOf;
        foreach ((Location location, DateOnly date) in Reports(context.Evidence))
        {
            if (date > asOf.AddMonths(-12) && date <= asOf)
            {
                context.Pass(location, $"report of {date:yyyy-MM-dd}");
                return;
            }
        }

        context.Open("no report of the last twelve months is in the repository; whoever ordered the review can attest it");
    }

    private static IEnumerable<(Location At, DateOnly Date)> Reports(RepositoryEvidence evidence)
    {
        foreach (SnapshotFile file in evidence.Snapshot.Files.Where(f => f.Extension is ".pdf" or ".md" or ".docx" or ".yml" or ".yaml" && f.HasContent && f.Size > 0 && evidence.Trees.IsOwn(f) && !evidence.Trees.IsTest(f)))
        {
            string stem = new([.. file.Name[..^file.Extension.Length].Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
            if (file.Extension is ".pdf" or ".md" or ".docx" && Names.Any(n => stem.Contains(n, StringComparison.Ordinal)) && Day().Match(file.Path) is { Success: true } day
                && DateOnly.TryParseExact($"{day.Groups[1].Value}-{day.Groups[2].Value}-{(day.Groups[4].Success ? day.Groups[4].Value : "01")}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            {
                yield return (new Location(file.Path), date);
            }

            if (stem == "securityinsights" && file.Extension is ".yml" or ".yaml")
            {
                foreach (DataNode review in evidence.Documents.Data(file)?.Root?.At("repository", "security", "assessments", "third-party")?.OneOrMany() ?? [])
                {
                    if (review.TextOf("date") is { Length: >= 10 } text && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly said))
                    {
                        yield return (new Location(file.Path, review.Line), said);
                    }
                }
            }
        }
    }

    [GeneratedRegex(@"(20\d\d)[-_](\d\d)([-_](\d\d))?")]
    private static partial Regex Day();
}
