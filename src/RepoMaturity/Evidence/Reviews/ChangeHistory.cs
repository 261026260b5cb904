using System.Text.RegularExpressions;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Reviews;

/// <summary>How a change came to the branch, as far as the commit shows it.</summary>
internal enum ChangeRoute
{
    /// <summary>By a pull request.</summary>
    PullRequest,

    /// <summary>Pushed to the branch, or edited on it in the browser.</summary>
    Direct,

    /// <summary>A rebase and some merges leave no trace.</summary>
    Hidden,
}

/// <summary>One change of the branch: a merge, a squashed or rebased commit, or a push.</summary>
internal sealed record Change(GitCommit Commit, ChangeRoute Route, string? Mark);

/// <summary>
/// The latest changes of the branch itself, robots' pushes and the first commit left out. What is Direct is proven: the host is
/// known to rewrite the committer of everything that it merges, and this commit was left as it was written.
/// </summary>
internal sealed partial class ChangeHistory
{
    /// <summary>How many changes are looked at.</summary>
    public const int Window = 100;

    /// <summary>With fewer, a share says nothing.</summary>
    public const int Least = 10;

    private const int MaxSteps = 2_000;

    public ChangeHistory(RepositoryEvidence evidence)
    {
        GitHistory history = evidence.Snapshot.History;
        IsAvailable = history.IsAvailable;
        GitCommit[] line = [.. Line(history).Take(MaxSteps)];
        PipelineHost[] hosts = [.. evidence.Pipelines.Where(p => p.IsReadByHost).Select(p => p.Host).Distinct()];
        IsOnGitHub = line.Any(c => PullRequestMark.IsHost(c.Committer) || c.Summary.StartsWith("Merge pull request #", StringComparison.Ordinal))
            || hosts is [PipelineHost.GitHubActions];
        IsOnAzureDevOps = line.Any(c => c.Summary.StartsWith("Merged PR ", StringComparison.Ordinal)) || (!IsOnGitHub && hosts.Contains(PipelineHost.AzurePipelines));
        Latest =
        [
            .. line.Where(c => c.Parents.Count > 0)
                .Select(c => (Commit: c, Mark: PullRequestMark.Of(c)))
                .Where(c => c.Mark is not null || !PullRequestMark.IsRobot(c.Commit.Author))
                .Select(c => new Change(c.Commit, c.Mark is not null ? ChangeRoute.PullRequest : IsDirect(c.Commit) ? ChangeRoute.Direct : ChangeRoute.Hidden, c.Mark))
                .Take(Window),
        ];
        IsCut = history.IsShallow && Latest.Count < Window;
    }

    /// <summary>False without git.</summary>
    public bool IsAvailable { get; }

    /// <summary>True when a shallow clone hides some of the latest changes.</summary>
    public bool IsCut { get; }

    /// <summary>At most <see cref="Window"/> changes, the latest first.</summary>
    public IReadOnlyList<Change> Latest { get; }

    /// <summary>True when commits or pipelines show that the repository is kept at GitHub.</summary>
    public bool IsOnGitHub { get; }

    /// <summary>True when it is kept at Azure DevOps, whose reviewers are set beside the repository.</summary>
    public bool IsOnAzureDevOps { get; }

    /// <summary>
    /// First parents; but where somebody merged the host's branch into their own copy and pushed that, the branch goes on at the second.
    /// </summary>
    private static IEnumerable<GitCommit> Line(GitHistory history)
    {
        for (GitCommit? at = history.Head; at is not null;)
        {
            yield return at;
            string? next = at.Parents.Count > 1 && Pull().IsMatch(at.Summary) ? at.Parents[1] : at.Parents is [var first, ..] ? first : null;
            at = next is null ? null : history.Find(next);
        }
    }

    private bool IsDirect(GitCommit commit) => IsOnGitHub && (
        PullRequestMark.IsHost(commit.Committer) ? commit.Parents.Count == 1 && BrowserEdit().IsMatch(commit.Summary)
        : commit.Parents.Count > 1 || (commit.AuthorDate == commit.CommitDate && PullRequestMark.IsSame(commit.Author, commit.Committer)));

    /// <summary>What <c>git pull</c> writes: the branch of the remote merged into the local one of the same name.</summary>
    [GeneratedRegex(@"^Merge (branch '[^']{1,200}' of \S+|remote-tracking branch '(origin|upstream)/(main|master|develop)')( into (main|master|develop))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pull();

    /// <summary>Summaries that the browser's editor proposes; a squashed pull request would add its number.</summary>
    [GeneratedRegex(@"^((Update|Create|Delete) \S+|Rename \S+ to \S+|Add files via upload)$", RegexOptions.CultureInvariant)]
    private static partial Regex BrowserEdit();
}
