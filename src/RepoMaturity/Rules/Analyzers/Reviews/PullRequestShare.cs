using RepoMaturity.Evidence.Reviews;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// At least four of five of the latest changes came by pull request. Since some merges leave no trace, the share lies between what is marked and
/// what is not proven to be pushed: only when both ends are on one side of the bound is there a verdict.
/// </summary>
internal sealed class PullRequestShare : RepositoryAnalyzer
{
    private const double Bound = 0.8;

    public override void Analyze(AnalysisContext context)
    {
        ChangeHistory changes = context.Evidence.Changes;
        int all = changes.Latest.Count;
        if (!changes.IsAvailable || changes.IsCut)
        {
            context.Open(changes.IsAvailable ? $"the clone is shallow: only {all} of the latest {ChangeHistory.Window} changes can be seen; fetch the whole history" : "there is no git history");
            return;
        }

        if (all < ChangeHistory.Least)
        {
            context.Open($"{all} changes are too few for a share; it is taken from {ChangeHistory.Least} on");
            return;
        }

        Change[] marked = [.. changes.Latest.Where(c => c.Route == ChangeRoute.PullRequest)];
        Change[] direct = [.. changes.Latest.Where(c => c.Route == ChangeRoute.Direct)];
        if (marked.Length >= Bound * all)
        {
            context.Pass(default, $"{marked.Length} of the latest {all} changes came by pull request", Steps(marked));
        }
        else if (all - direct.Length < Bound * all)
        {
            context.Fail(default, $"{direct.Length} of the latest {all} were pushed directly", Steps(direct));
        }
        else
        {
            context.Open($"between {marked.Length} and {all - direct.Length} of the latest {all} changes came by pull request: a rebase or fast-forward merge leaves no trace");
        }
    }

    private static TrailStep[] Steps(Change[] changes) => [.. changes.Take(3).Select(c => StepOf(c.Commit))];

    /// <summary>A commit as a step: its id and the start of its summary.</summary>
    internal static TrailStep StepOf(GitCommit commit) =>
        new(default, $"commit {commit.ShortId} {(commit.Summary.Length <= 60 ? commit.Summary : commit.Summary[..59] + "…")}");
}
