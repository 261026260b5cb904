using RepoMaturity.Evidence.Reviews;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>What the history says of reviews.</summary>
internal static class ReviewMetrics
{
    /// <summary>Share of the latest changes that are marked as a pull request; a rebase leaves no mark, so it may be more.</summary>
    public static Metric PullRequests(RepositoryEvidence evidence)
    {
        ChangeHistory changes = evidence.Changes;
        int all = changes.Latest.Count;
        if (!changes.IsAvailable || changes.IsCut || all < ChangeHistory.Least)
        {
            return new Metric(null, !changes.IsAvailable ? "there is no git history" : changes.IsCut ? "the clone is shallow" : $"there are only {all} changes", [], IsHidden: true);
        }

        int marked = changes.Latest.Count(c => c.Route == ChangeRoute.PullRequest);
        return new Metric((double)marked / all, $"{marked} of the latest {all} changes are marked as a pull request", []) { Source = "git history" };
    }
}
