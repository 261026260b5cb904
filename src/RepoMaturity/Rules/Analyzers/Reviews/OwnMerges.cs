using RepoMaturity.Evidence.Reviews;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Pull requests written and merged by one person. An author may well press the button after a colleague approved, which no commit shows; so
/// it is a Fail only where nobody else appears in the whole history.
/// </summary>
internal sealed class OwnMerges : RepositoryAnalyzer
{
    private const int MaxBranch = 100;

    public override void Analyze(AnalysisContext context)
    {
        GitHistory history = context.Evidence.Snapshot.History;
        if (!history.IsAvailable)
        {
            context.Open("there is no git history");
            return;
        }

        HashSet<string> line = [.. history.FirstParents.Select(c => c.Id)];
        (GitCommit Merge, bool IsOwn)[] merges =
        [
            .. context.Evidence.Changes.Latest
                .Where(c => c.Route == ChangeRoute.PullRequest && c.Commit.Parents.Count == 2)
                .Select(c => (c.Commit, Authors: AuthorsOf(c.Commit, history, line)))
                .Where(c => c.Authors.Count > 0)
                .Select(c => (c.Commit, c.Authors.All(a => PullRequestMark.IsSame(a, c.Commit.Author)))),
        ];
        GitCommit[] own = [.. merges.Where(m => m.IsOwn).Select(m => m.Merge)];
        if (own.Length == 0)
        {
            if (merges.Length == 0)
            {
                context.Open("no merge commit shows who wrote and who merged: a squash keeps the author alone");
                return;
            }

            context.Pass(default, $"{merges.Length} pull requests were merged by somebody else than their author", PullRequestShare.StepOf(merges[0].Merge));
        }
        else if (history.IsShallow || history.Any(c => !PullRequestMark.IsRobot(c.Author) && !PullRequestMark.IsHost(c.Author) && !PullRequestMark.IsSame(c.Author, own[0].Author)))
        {
            context.Open($"{own.Length} of {merges.Length} pull requests were merged by their author; whether a colleague approved them first is kept at the host");
        }
        else
        {
            context.Fail(default, $"{own.Length} of {merges.Length}, the latest in commit {own[0].ShortId}", [.. own.Take(3).Select(PullRequestShare.StepOf)]);
        }
    }

    /// <summary>Who wrote the merged branch; empty when its start cannot be seen, or when a robot wrote it.</summary>
    private static List<GitPerson> AuthorsOf(GitCommit merge, GitHistory history, HashSet<string> line)
    {
        List<GitPerson> authors = [];
        string? id = merge.Parents[1];
        for (int i = 0; i < MaxBranch && id is not null && !line.Contains(id); i++)
        {
            if (history.Find(id) is not { } commit || PullRequestMark.IsRobot(commit.Author))
            {
                return [];
            }

            authors.Add(commit.Author);
            id = commit.Parents is [var first, ..] ? first : null;
        }

        return authors;
    }
}
