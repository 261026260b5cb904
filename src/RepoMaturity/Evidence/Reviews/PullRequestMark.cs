using System.Text.RegularExpressions;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Reviews;

/// <summary>What a commit says of the pull request that it came by, in the words of each host and review tool.</summary>
internal static partial class PullRequestMark
{
    private const int MaxMessage = 20_000;
    private const int MaxSummary = 1_000;

    /// <summary>Lines of a message that only a review leaves.</summary>
    private static readonly string[] Trailers =
        ["Reviewed-by:", "Reviewed-on:", "Approved-by:", "Pull-Request:", "PR-URL:", "Pull Request resolved:", "Differential Revision:", "See merge request "];

    /// <summary>Names of what writes changes by itself: a release, an update, an index.</summary>
    private static readonly string[] Robots = ["github actions", "github-actions", "renovate", "dependabot", "semantic-release", "azure pipelines", "build service"];
    private static readonly string[] RobotEndings = ["[bot]", "-bot", "_bot", " bot"];

    /// <summary>The mark as it stands, or null.</summary>
    public static string? Of(GitCommit commit)
    {
        string summary = commit.Summary.Length <= MaxSummary ? commit.Summary : commit.Summary[..MaxSummary];
        if (Merge().Match(summary) is { Success: true } merge)
        {
            return merge.Value;
        }

        // A number at the end is a pull request's where a host or another person committed it; else it may be an issue's.
        if (Number().Match(summary) is { Success: true } number && (IsHost(commit.Committer) || !IsSame(commit.Author, commit.Committer)))
        {
            return number.Value;
        }

        foreach (ReadOnlySpan<char> line in commit.Message.AsSpan(0, Math.Min(commit.Message.Length, MaxMessage)).EnumerateLines())
        {
            foreach (string trailer in Trailers)
            {
                if (line.StartsWith(trailer, StringComparison.OrdinalIgnoreCase))
                {
                    return trailer.TrimEnd(':', ' ');
                }
            }
        }

        // A merge made in the browser, whatever it was called; only the update of a branch is made there too.
        return commit.Parents.Count > 1 && IsHost(commit.Committer) && !summary.StartsWith("Merge branch", StringComparison.Ordinal) ? "merge at the host" : null;
    }

    /// <summary>True for what a host commits itself: merges and edits in the browser.</summary>
    public static bool IsHost(GitPerson person) =>
        person.Email.Equals("noreply@github.com", StringComparison.OrdinalIgnoreCase) || person.Name is "GitHub" or "GitHub Enterprise";

    public static bool IsRobot(GitPerson person) => 
        person.Name.EndsWith("Bot", StringComparison.Ordinal) || RobotEndings.Any(r => person.Name.EndsWith(r, StringComparison.OrdinalIgnoreCase)) || Robots.Any(r => person.Name.Contains(r, StringComparison.OrdinalIgnoreCase));

    /// <summary>True when two signatures are surely, or quite likely, of one person.</summary>
    public static bool IsSame(GitPerson one, GitPerson other) =>
        one.Email.Equals(other.Email, StringComparison.OrdinalIgnoreCase) || Plain(one.Name).Equals(Plain(other.Name), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit)]);

    [GeneratedRegex(@"^(Merge pull request #\d+|Merged PR \d+|Merge PR #\d+|PR #\d+|Pull request #\d+|Merged in \S+ \(pull request #\d+\)|Merge #\d+|Auto merge of #\d+|Merge .{0,200}\(pull request #\d+\))", RegexOptions.CultureInvariant)]
    private static partial Regex Merge();

    [GeneratedRegex(@"\((#|!|PR ?#?)\d+\)\.?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
