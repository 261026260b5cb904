using System.Text;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules;

/// <summary>A small repository with the verdict that the rule gives on it: test and documentation in one.</summary>
/// <param name="Name">What the example shows.</param>
/// <param name="Expect">The rule's verdict.</param>
/// <param name="At">Places of the Fails as <c>path</c> or <c>path:line</c>, in order; empty when the verdict alone is checked.</param>
/// <param name="Files">Content by path.</param>
public sealed record RuleExample(string Name, ResultKind Expect, IReadOnlyList<string> At, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Commits, the latest first; no git where there are none.</summary>
    internal IReadOnlyList<ExampleCommits> History { get; init; } = [];

    /// <summary>The repository, its history included.</summary>
    internal RepositorySnapshot ToSnapshot() =>
        InMemorySnapshot.Create("example", Files.Select(f => (f.Key, Encoding.UTF8.GetBytes(f.Value))), ExampleCommits.ToHistory(History));
}

/// <summary>
/// Commits of an example that are alike: <c>{message: "Fix (#7)", times: 90, author: ann, committer: GitHub, merges: bob, date: 2025-12-01, changes: [path], tags: [v1.0.0]}</c>.
/// </summary>
internal sealed record ExampleCommits(string Message, int Times, string Author, string Committer, string? Merges, DateOnly? Date, bool IsRebased, IReadOnlyList<string> Changes, IReadOnlyList<string> Tags)
{
    private static readonly DateTimeOffset Latest = new(2025, 12, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly IReadOnlyList<string> Keys = ["message", "times", "author", "committer", "merges", "date", "rebased", "changes", "tags"];

    public static ExampleCommits Read(DataNode node) => new(
        node.TextOf("message") ?? "",
        int.Parse(node.TextOf("times") ?? "1"),
        node.TextOf("author") ?? "ann",
        node.TextOf("committer") ?? node.TextOf("author") ?? "ann",
        node.TextOf("merges"),
        node.TextOf("date") is { } date ? DateOnly.Parse(date) : null,
        node["rebased"] is { IsTrue: true },
        RuleLoader.Texts(node["changes"]),
        RuleLoader.Texts(node["tags"]));

    public static GitHistory ToHistory(IReadOnlyList<ExampleCommits> history)
    {
        ExampleCommits[] line = [.. history.SelectMany(c => Enumerable.Repeat(c, c.Times))];
        List<GitCommit> commits = [];
        List<(string Id, string Path)> changes = [];
        List<GitTag> tags = [];
        for (int i = 0; i < line.Length; i++)
        {
            ExampleCommits one = line[i];
            DateTimeOffset date = one.Date is { } day ? new DateTimeOffset(day, default, TimeSpan.Zero) : Latest.AddHours(-i);
            List<string> parents = i + 1 < line.Length ? [IdOf(i + 1)] : [];
            if (one.Merges is not null)
            {
                parents.Add(IdOf(line.Length + i));
            }

            commits.Add(Commit(IdOf(i), parents, date, one.Message, one.Author, one.Committer, one.IsRebased));
            changes.AddRange(one.Changes.Select(p => (IdOf(i), p)));
            tags.AddRange(one.Tags.Select(t => new GitTag(t, IdOf(i), date, IsAnnotated: true)));
        }

        for (int i = 0; i < line.Length; i++)
        {
            if (line[i].Merges is { } author)
            {
                commits.Add(Commit(IdOf(line.Length + i), [], commits[i].CommitDate.AddHours(-1), "work", author, author, isRebased: false));
            }
        }

        return new GitHistory(commits, changes.ToLookup(c => c.Id, c => c.Path), tags: [.. tags.OrderBy(t => t.Date)]);
    }

    private static GitCommit Commit(string id, IReadOnlyList<string> parents, DateTimeOffset date, string message, string author, string committer, bool isRebased) =>
        new(id, parents, isRebased ? date.AddHours(-5) : date, date, message) { Author = Person(author), Committer = Person(committer) };

    private static GitPerson Person(string name) => new(name, name == "GitHub" ? "noreply@github.com" : $"{name}@example.org");

    private static string IdOf(int number) => (number + 1).ToString("x40");
}
