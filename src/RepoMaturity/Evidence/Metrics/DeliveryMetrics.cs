using System.Globalization;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>The four figures of delivery that DORA uses, as far as the history tells them.</summary>
internal static class DeliveryMetrics
{
    /// <summary>Below this many deliveries a share says nothing.</summary>
    private const int Least = 10;

    /// <summary>An hour, in days: below it a merge squashed what came before.</summary>
    private const double LeastLead = 1 / 24.0;

    /// <summary>Deployments or releases in 30 days, over the year before the latest commit.</summary>
    public static Metric Frequency(RepositoryEvidence evidence)
    {
        ReleaseHistory releases = evidence.Releases;
        int count = releases.Deliveries.Count;
        return releases.Hidden is { } why ? Unseen(why)
            : Value(count * 30 / releases.Days, count == 0 ? releases.HasReleases ? "no release in the year before the latest commit" : "no tag is a release and no pipeline deploys" : $"{count} in {(int)releases.Days} days, by {releases.How}", releases);
    }

    /// <summary>Days from commit to release at the median.</summary>
    public static Metric LeadTime(RepositoryEvidence evidence)
    {
        ReleaseHistory releases = evidence.Releases;
        double[] days = releases.Hidden is null ? [.. releases.LeadDays().Order()] : [];
        return releases.Hidden is { } why ? Unseen(why)
            : days.Length == 0 ? new Metric(null, "no change of the year before the latest commit was released", [])
            : releases.Source.Count > 0 && Median(days) < LeastLead ? Unseen("commits of the main branch bear the time of their merge, not that of their writing")
            : Value(Median(days), $"{Text(Median(days))} days from commit to release at the median of {days.Length} changes, by {releases.How}", releases);
    }

    /// <summary>Share of deliveries that a revert, a hotfix or the next patch within a week repairs.</summary>
    public static Metric ChangeFailureShare(RepositoryEvidence evidence)
    {
        ReleaseHistory releases = evidence.Releases;
        int count = releases.Deliveries.Count;
        int repairs = releases.Deliveries.Count(d => d.Repair is not null);
        return releases.Hidden is { } why ? Unseen(why)
            : count == 0 ? new Metric(null, "nothing was released in the year before the latest commit", [])
            : count < Least ? Unseen($"{count} releases in a year are too few to tell")
            : repairs == 0 && releases.Source.Count > 0 ? Unseen("no revert is visible, and a repair that is pushed like any change would not be")
            : Value((double)repairs / count, $"{repairs} of {count} were followed by a revert, a hotfix or a patch within a week, by {releases.How}", releases);
    }

    /// <summary>Hours from a failed delivery to its repair, at the median.</summary>
    public static Metric RecoveryTime(RepositoryEvidence evidence)
    {
        ReleaseHistory releases = evidence.Releases;
        double[] hours = releases.Hidden is null ? [.. releases.RecoveryHours().Order()] : [];
        return releases.Hidden is { } why ? Unseen(why)
            : hours.Length == 0 ? new Metric(null, "no release of the year before the latest commit was repaired", [])
            : Value(Median(hours), $"{Text(Median(hours))} hours from a release to its repair, at the median of {hours.Length}", releases);
    }

    private static Metric Unseen(string why) => new(null, why, [], IsHidden: true);

    private static Metric Value(double value, string text, ReleaseHistory releases) => new(value, text, releases.Source) { Source = "git history" };

    private static double Median(double[] sorted) => sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    private static string Text(double value) => value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
