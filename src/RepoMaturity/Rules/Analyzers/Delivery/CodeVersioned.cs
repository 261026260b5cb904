using System.Text.RegularExpressions;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>The files come with a git history.</summary>
internal sealed class CodeInGit : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        if (context.Evidence.Snapshot.History is { IsAvailable: true, Head: { } head })
        {
            context.Pass(default, $"commit {head.ShortId}", PullRequestShare.StepOf(head));
        }
        else
        {
            context.Open("there is no git history here: an export, or files that were never committed");
        }
    }
}

/// <summary>Tags name versions. Numbers of builds and moving tags such as <c>latest</c> do not.</summary>
internal sealed partial class ReleasesTagged : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        GitHistory history = context.Evidence.Snapshot.History;
        GitTag[] versions = [.. history.Tags.Where(t => Version().IsMatch(t.Name))];
        if (versions is [.., var latest])
        {
            context.Pass(default, $"{versions.Length} versions, the latest is {latest.Name}", [new TrailStep(default, $"tag {latest.Name}")]);
        }
        else if (!history.IsAvailable || history.IsShallow)
        {
            context.Open(history.IsAvailable ? "the clone is shallow, and its tags may not have been fetched" : "there is no git history");
        }
        else
        {
            context.Fail(default, history.Tags.Count > 0 ? $"{history.Tags.Count} tags, none names a version; the latest is {history.Tags[^1].Name}" : "there is no tag");
        }
    }

    /// <summary><c>v1.2.0</c>, <c>model@v1.0</c>, <c>pkg-2.0rc1</c>, and dates such as <c>v20240930</c>; but no plain number. All repeats are bounded.</summary>
    [GeneratedRegex(@"(^|[@/_#-])[vV]?\d{1,4}\.\d{1,4}(\.\d{1,4}){0,2}([.+_-]?[a-zA-Z][0-9A-Za-z.+-]{0,40})?$|(^|[@/_#-])v\d{1,8}$|^20\d{2}-?[01]\d-?[0-3]\d$", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
