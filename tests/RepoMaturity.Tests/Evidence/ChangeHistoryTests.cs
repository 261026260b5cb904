using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Reviews;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Evidence;

public class ChangeHistoryTests
{
    private static readonly DateTimeOffset Day = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly GitPerson Ann = new("Ann", "ann@example.org");
    private static readonly GitPerson Host = new("GitHub", "noreply@github.com");

    [Theory]
    [InlineData("Merge pull request #12 from x/y", true)]
    [InlineData("Merged PR 123: Title", true)]
    [InlineData("Merged in fix/x (pull request #1)", true)]
    [InlineData("Pull request #4: Title", true)]
    [InlineData("Merge PR #54: Title", true)]
    [InlineData("Title\n\nSee merge request group/project!12", true)]
    [InlineData("Title\n\nReviewed-by: Bob <bob@example.org>", true)]
    [InlineData("Title (#3)", false)]
    [InlineData("Merge branch 'dev'", false)]
    [InlineData("Title that speaks of Reviewed-by: in a line", false)]
    public void Marks_are_found_in_what_a_person_committed(string message, bool isMarked) =>
        Assert.Equal(isMarked, PullRequestMark.Of(Commit(1, Ann, message)) is not null);

    [Theory]
    [InlineData("Title (#3)", true)]
    [InlineData("Merge branch 'main' into fix", false)]
    [InlineData("Update README.md", false)]
    public void Marks_are_found_in_what_a_host_committed(string message, bool isMarked) =>
        Assert.Equal(isMarked, PullRequestMark.Of(Commit(1, Host, message)) is not null);

    [Theory]
    [InlineData("dependabot[bot]", true)]
    [InlineData("feast-ci-bot", true)]
    [InlineData("GitHub Actions Bot", true)]
    [InlineData("Ana Botero", false)]
    [InlineData("Talbot", false)]
    public void Robots_are_told_from_people(string name, bool isRobot) =>
        Assert.Equal(isRobot, PullRequestMark.IsRobot(new GitPerson(name, "x@example.org")));

    [Fact]
    public void A_shallow_clone_hides_changes_until_the_window_is_full()
    {
        Assert.True(Changes([.. Line(20)], isShallow: true).IsCut);
        Assert.False(Changes([.. Line(101)], isShallow: true).IsCut);
        Assert.False(Changes([.. Line(20)], isShallow: false).IsCut);
    }

    [Fact]
    public void Without_git_nothing_is_available()
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("x", ("a.txt", "a"));
        Assert.False(new RepositoryEvidence(snapshot, []).Changes.IsAvailable);
    }

    [Fact]
    public void A_pull_of_the_remote_into_a_local_copy_does_not_hide_the_branch()
    {
        // 4 merges the host's branch (2, 1) into local work (3), as `git pull` does.
        ChangeHistory changes = Changes(
            [
                Commit(4, Ann, "Merge branch 'main' of https://example.org/x", 3, 2),
                Commit(3, Ann, "local", 1),
                Commit(2, Host, "Title (#3)", 1),
                Commit(1, Ann, "first"),
            ],
            isShallow: false);
        Assert.Equal([ChangeRoute.Direct, ChangeRoute.PullRequest], changes.Latest.Select(c => c.Route));
    }

    private static IEnumerable<GitCommit> Line(int count) =>
        Enumerable.Range(0, count).Select(i => i == count - 1 ? Commit(count - i, Ann, "first") : Commit(count - i, Host, "Title (#3)", count - i - 1));

    private static ChangeHistory Changes(IReadOnlyList<GitCommit> commits, bool isShallow)
    {
        GitHistory history = new(commits, Array.Empty<string>().ToLookup(p => p), isShallow);
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("x", [("a.txt", "a"u8.ToArray())], history);
        return new RepositoryEvidence(snapshot, []).Changes;
    }

    private static GitCommit Commit(int id, GitPerson committer, string message, params int[] parents) =>
        new(Id(id), [.. parents.Select(Id)], Day.AddMinutes(id), Day.AddMinutes(id), message) { Author = Ann, Committer = committer };

    private static string Id(int id) => id.ToString("x40", System.Globalization.CultureInfo.InvariantCulture);
}
