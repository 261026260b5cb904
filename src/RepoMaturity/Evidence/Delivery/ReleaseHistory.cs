using System.Text.RegularExpressions;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Something that reached its users.</summary>
/// <param name="Name">The tag, or the commit that a pipeline deployed.</param>
/// <param name="Date">When.</param>
/// <param name="CommitId">What was delivered.</param>
/// <param name="Changes">Commits that no earlier delivery contains, those of the year before the latest commit.</param>
internal sealed record Delivered(string Name, DateTimeOffset Date, string CommitId, IReadOnlyList<GitCommit> Changes)
{
    /// <summary>How long what it repairs or takes back was in use, or null when it does neither.</summary>
    public TimeSpan? Repair { get; init; }
}

/// <summary>
/// Deliveries of the year before the latest commit: release tags, or days on which a pipeline deployed the main branch. A number of a build
/// is no release, and a version before its release is none either.
/// </summary>
internal sealed partial class ReleaseHistory
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>A next patch within this time repairs.</summary>
    private static readonly TimeSpan SoonAfter = TimeSpan.FromDays(7);

    /// <summary>A branch of another name may not be there at all.</summary>
    private static readonly string[] MainBranches = ["main", "master", "trunk", "refs/heads/main", "refs/heads/master"];

    private const int LeastDays = 30;
    private const int SecondsOfDay = 86_400;

    private readonly GitHistory _history;

    public ReleaseHistory(RepositoryEvidence evidence)
    {
        _history = evidence.Snapshot.History;
        Hidden = !_history.IsAvailable || _history.Head is null ? "there is no git history" : _history.IsShallow ? "the clone is shallow" : null;
        if (Hidden is not null || _history.Head is not { } head)
        {
            return;
        }

        Since = head.CommitDate - Year;
        GitCommit oldest = _history.FirstParents[^1];
        GitTag[] releases = Releases();
        HasReleases = releases.Length > 0;
        bool isTagged = releases.Any(r => r.Date >= Since);
        Execution? deploying = isTagged && evidence.Traits.Has("library") ? null : evidence.Delivery.Rollouts.FirstOrDefault(r => r.Triggers.Any(t => t is { Kind: TriggerKind.Push, IsDefault: false, Paths.Count: 0 } && (t.Branches.Count == 0 || t.Branches.Any(MainBranches.Contains))));
        if (deploying is not null)
        {
            Since = PipelineSince(deploying.Trail[0].Location.Path);
            Source = deploying.Trail;
            How = "days with a change of the main branch, which a pipeline deploys";
            GitCommit[] days = [.. _history.FirstParents.Where(c => c.CommitDate >= Since).GroupBy(c => c.CommitDate.ToUnixTimeSeconds() / SecondsOfDay).Select(g => g.First()).Reverse()];
            Delivered[] delivered = WithChanges(days.Select(c => (c.ShortId, c.CommitDate, c.Id)));
            HashSet<string> line = [.. _history.FirstParents.TakeWhile(c => c.CommitDate >= Since).Select(c => c.Id)];
            Deliveries = [.. delivered.Select((d, i) => i == 0 ? d : d with { Repair = RepairOf(d, delivered[i - 1], delivered.AsSpan(0, i), line) })];
        }
        else if (isTagged)
        {
            How = "release tags";
            Delivered[] delivered = WithChanges(releases.Select(t => (t.Name, t.Date, t.CommitId)));
            Deliveries = [.. delivered.Select((d, i) => Before(d, delivered.AsSpan(0, i)) is { } before ? d with { Repair = RepairOf(d, before, delivered.AsSpan(0, i), line: null) } : d).Where(d => d.Date >= Since)];
        }
        else if (evidence.Delivery.Runs.FirstOrDefault(r => r.Triggers.Any(t => t.Kind is not (TriggerKind.Tag or TriggerKind.Release))) is { } run)
        {
            Hidden = $"{run.Location} deploys, and only the host knows how often";
        }
        else if (evidence.Delivery.Services is [var service, ..])
        {
            Hidden = $"{service.Technology.Name} deploys, and only it knows how often";
        }
        else if (evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            Hidden = external.Advice;
        }
        else if (evidence.Traits.Has("service") && !evidence.Traits.Has("own-models") && !evidence.Traits.Has("library"))
        {
            Hidden = "what deploys the service lies elsewhere";
        }

        Since = oldest.CommitDate > Since ? oldest.CommitDate : Since;
        Days = (head.CommitDate - Since).TotalDays;
        Hidden ??= Days < LeastDays ? $"the history is shorter than {LeastDays} days" : null;
    }

    /// <summary>Why nothing can be told, or null.</summary>
    public string? Hidden { get; }

    /// <summary>True when some tag of any time is a release.</summary>
    public bool HasReleases { get; }

    /// <summary>What is counted, for people.</summary>
    public string How { get; } = "release tags";

    /// <summary>The pipeline that deploys; empty for tags.</summary>
    public IReadOnlyList<TrailStep> Source { get; } = [];

    /// <summary>Deliveries of the year, the oldest first.</summary>
    public IReadOnlyList<Delivered> Deliveries { get; } = [];

    /// <summary>Length of the time that is looked at, in days: a year, or less where the history or the pipeline is younger.</summary>
    public double Days { get; }

    private DateTimeOffset Since { get; }

    /// <summary>
    /// Days from each change of the year to the first delivery that contains it; merges are no changes of their own, and a change that was
    /// copied to a release branch is one change.
    /// </summary>
    public IEnumerable<double> LeadDays()
    {
        HashSet<(DateTimeOffset, GitPerson, string)> released = [];
        foreach (Delivered delivered in Deliveries)
        {
            GitCommit[] changes = [.. delivered.Changes.Where(c => c.CommitDate >= Since && c.Parents.Count < 2 && !released.Contains((c.AuthorDate, c.Author, c.Summary)))];
            foreach (GitCommit change in changes)
            {
                yield return Math.Max(0, (delivered.Date - change.AuthorDate).TotalDays);
            }

            released.UnionWith(changes.Select(c => (c.AuthorDate, c.Author, c.Summary)));
        }
    }

    /// <summary>Hours for which each delivery that failed was in use until it was repaired.</summary>
    public IEnumerable<double> RecoveryHours() => Deliveries.Select(d => d.Repair).OfType<TimeSpan>().Select(r => r.TotalHours);

    /// <summary>Major, minor and patch of a release tag, or null: a name of the package and a <c>v</c> may stand before it.</summary>
    internal static int[]? Version(string tag)
    {
        Match match = VersionPattern().Match(tag);
        return match.Success && !PreReleasePattern().IsMatch(match.Groups["rest"].Value)
            ? [.. match.Groups["version"].Value.Split('.').Select(p => int.TryParse(p, out int number) ? number : int.MaxValue)]
            : null;
    }

    /// <summary>What a pipeline that is younger than a year did begins with its latest change at the latest.</summary>
    private DateTimeOffset PipelineSince(string path) =>
        _history.Earlier(Year) is { } before && _history.ChangedSince(before) is { } changed && changed.TryGetValue(path, out SnapshotFile? old) && old is null
            && _history.LastChange(path, DateOnly.FromDateTime(Since.UtcDateTime)) is { } last
            ? last.CommitDate
            : Since;

    /// <summary>Tags that are releases, on the day of their commit: many a repository was tagged years later.</summary>
    private GitTag[] Releases() => [.. _history.TagsUntil.Where(t => Version(t.Name) is not null).DistinctBy(t => t.CommitId)];

    /// <summary>Each delivery with what it contains and no earlier one does; what is older than the year is passed over.</summary>
    private Delivered[] WithChanges(IEnumerable<(string Name, DateTimeOffset Date, string CommitId)> deliveries)
    {
        HashSet<string> seen = [];
        List<Delivered> found = [];
        foreach ((string name, DateTimeOffset date, string id) in deliveries)
        {
            List<GitCommit> changes = [];
            Stack<string> open = new([id]);
            while (open.TryPop(out string? next))
            {
                if (seen.Count < GitHistory.MaxCommits && seen.Add(next) && _history.Find(next) is { } commit && commit.CommitDate >= Since)
                {
                    changes.Add(commit);
                    foreach (string parent in commit.Parents)
                    {
                        open.Push(parent);
                    }
                }
            }

            found.Add(new Delivered(name, date, id, changes));
        }

        return [.. found];
    }

    /// <summary>The release before it of the same package: a repository with several packages writes their names into its tags.</summary>
    private static Delivered? Before(Delivered delivered, ReadOnlySpan<Delivered> earlier)
    {
        string package = Package(delivered.Name);
        for (int i = earlier.Length - 1; i >= 0; i--)
        {
            if (Package(earlier[i].Name) == package)
            {
                return earlier[i];
            }
        }

        return null;
    }

    private static string Package(string tag)
    {
        string before = tag[..VersionPattern().Match(tag).Groups["version"].Index].TrimEnd('v', 'V', '-', '_', '/', '@');
        return before.EndsWith("hotfix", StringComparison.OrdinalIgnoreCase) || before.EndsWith("release", StringComparison.OrdinalIgnoreCase) ? "" : before;
    }

    /// <param name="delivered">What may repair.</param>
    /// <param name="before">The delivery before it.</param>
    /// <param name="earlier">All earlier ones.</param>
    /// <param name="line">Commits that a pipeline deployed one by one; null for tags, which deliver many at once.</param>
    private static TimeSpan? RepairOf(Delivered delivered, Delivered before, ReadOnlySpan<Delivered> earlier, HashSet<string>? line)
    {
        foreach (GitCommit repair in delivered.Changes.Where(c => RepairPattern().IsMatch(c.Summary)).OrderBy(c => c.CommitDate))
        {
            if (Reverted(repair, delivered, earlier) is not { } reverted)
            {
                return delivered.Date - before.Date;
            }

            if (line is not null && (line.Contains(reverted.Id) || !delivered.Changes.Contains(reverted)))
            {
                return repair.CommitDate - reverted.CommitDate;
            }

            foreach (Delivered one in earlier)
            {
                if (line is null && one.Changes.Contains(reverted))
                {
                    return delivered.Date - one.Date;
                }
            }
        }

        return line is null && (delivered.Name.Contains("hotfix", StringComparison.OrdinalIgnoreCase)
            || (IsNextPatch(Version(before.Name)!, Version(delivered.Name)!) && delivered.Date - before.Date <= SoonAfter))
            ? delivered.Date - before.Date
            : null;
    }

    /// <summary>The commit that a revert takes back, by its id or its title; null where the year has none of these.</summary>
    private static GitCommit? Reverted(GitCommit repair, Delivered delivered, ReadOnlySpan<Delivered> earlier)
    {
        string id = RevertedIdPattern().Match(repair.Message).Groups["id"].Value;
        string title = RevertedTitlePattern().Match(repair.Summary).Groups["title"].Value;
        bool IsMeant(GitCommit commit) => id.Length > 0
            ? commit.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase)
            : title.Length > 0 && commit.CommitDate <= repair.CommitDate && commit.Id != repair.Id && commit.Summary == title;

        GitCommit? found = delivered.Changes.Where(IsMeant).MaxBy(c => c.CommitDate);
        for (int i = earlier.Length - 1; i >= 0 && found is null; i--)
        {
            found = earlier[i].Changes.Where(IsMeant).MaxBy(c => c.CommitDate);
        }

        return found;
    }

    private static bool IsNextPatch(int[] before, int[] after) =>
        before.Length == after.Length && after.Length > 2 && before.AsSpan(..^1).SequenceEqual(after.AsSpan(..^1)) && after[^1] == before[^1] + 1;

    // These take steps as many as the text is long, so they need not be matched without backtracking, which takes long to build.
    [GeneratedRegex(@"^(?:.*[-_/@])?[vV]?(?<version>\d+(?:\.\d+)+|20\d{6})(?<rest>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^[-_.]?(?:a|b|c|rc|alpha|beta|dev|pre|preview|nightly|snapshot|canary)[-_.\d]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PreReleasePattern();

    [GeneratedRegex(@"^(?:revert\b|roll(?:ed|ing)? ?back\b|.*\bhot-?fix\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RepairPattern();

    [GeneratedRegex(@"\breverts commit (?<id>[0-9a-f]{7,40})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RevertedIdPattern();

    [GeneratedRegex("^Revert \"(?<title>.+)\"", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RevertedTitlePattern();
}
