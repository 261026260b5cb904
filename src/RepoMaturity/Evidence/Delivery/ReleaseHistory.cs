using System.Text.RegularExpressions;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Something that reached its users.</summary>
/// <param name="Name">The tag, or the commit that a pipeline deployed.</param>
/// <param name="Date">When.</param>
/// <param name="IsRepair">True when it repairs or takes back the one before it.</param>
internal sealed record Delivered(string Name, DateTimeOffset Date, bool IsRepair);

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
            Deliveries = [.. days.Select((c, i) => new Delivered(c.ShortId, c.CommitDate, i > 0 && IsRepaired(days[i - 1].CommitDate, c.CommitDate)))];
        }
        else if (isTagged)
        {
            How = "release tags";
            Deliveries = [.. releases.Select((t, i) => new Delivered(t.Name, t.Date, i > 0 && IsRepair(releases[i - 1], t))).Where(d => d.Date >= Since)];
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

    /// <summary>Days from each change of the year to the delivery that brought it, where one did; merges are no changes of their own.</summary>
    public IEnumerable<double> LeadDays() =>
        from commit in _history.Commits
        where commit.CommitDate >= Since && commit.Parents.Count < 2
        let delivery = Deliveries.FirstOrDefault(d => d.Date >= commit.CommitDate)
        where delivery is not null
        select Math.Max(0, (delivery.Date - commit.AuthorDate).TotalDays);

    /// <summary>Hours from each delivery that failed to the one that repaired it.</summary>
    public IEnumerable<double> RecoveryHours() =>
        Deliveries.Zip(Deliveries.Skip(1)).Where(p => p.Second.IsRepair).Select(p => (p.Second.Date - p.First.Date).TotalHours);

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

    private bool IsRepair(GitTag before, GitTag tag) =>
        tag.Name.Contains("hotfix", StringComparison.OrdinalIgnoreCase)
        || (IsNextPatch(Version(before.Name)!, Version(tag.Name)!) && tag.Date - before.Date <= SoonAfter)
        || IsRepaired(before.Date, tag.Date);

    private static bool IsNextPatch(int[] before, int[] after) =>
        before.Length == after.Length && after.Length > 2 && before.AsSpan(..^1).SequenceEqual(after.AsSpan(..^1)) && after[^1] == before[^1] + 1;

    private bool IsRepaired(DateTimeOffset after, DateTimeOffset until) => _history.Commits.Any(c => c.CommitDate > after && c.CommitDate <= until && RepairPattern().IsMatch(c.Summary));

    // These take steps as many as the text is long, so they need not be matched without backtracking, which takes long to build.
    [GeneratedRegex(@"^(?:.*[-_/@])?[vV]?(?<version>\d+(?:\.\d+)+|20\d{6})(?<rest>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^[-_.]?(?:a|b|c|rc|alpha|beta|dev|pre|preview|nightly|snapshot|canary)[-_.\d]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PreReleasePattern();

    [GeneratedRegex(@"^(?:revert\b|roll(?:ed|ing)? ?back\b|.*\bhot-?fix\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RepairPattern();
}
