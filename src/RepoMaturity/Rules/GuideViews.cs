using RepoMaturity.Documents.Data;

namespace RepoMaturity.Rules;

/// <summary>A test of another framework.</summary>
/// <param name="Asks">What it asks.</param>
/// <param name="Manual">Rule that shows it is done by hand; null when none can.</param>
/// <param name="Automated">Rule that shows it runs by itself; null when none can.</param>
public sealed record ViewTest(string Asks, string? Manual, string? Automated);

/// <summary>Another framework that gives points for tests.</summary>
/// <param name="Id">Such as <c>ml-test-score</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sections">Its sections with their tests.</param>
public sealed record ScoreView(string Id, string Name, IReadOnlyList<(string Name, IReadOnlyList<ViewTest> Tests)> Sections);

/// <summary>Another framework that has levels.</summary>
/// <param name="Id">Such as <c>google-mlops</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Levels">From the lowest, each with the rules that it needs besides those below.</param>
public sealed record LevelView(string Id, string Name, IReadOnlyList<(int Level, string Name, IReadOnlyList<string> Rules)> Levels);

/// <summary>Other frameworks' views of the same evidence.</summary>
/// <param name="Scores">Those with points.</param>
/// <param name="Levels">Those with levels.</param>
public sealed record GuideViews(IReadOnlyList<ScoreView> Scores, IReadOnlyList<LevelView> Levels)
{
    /// <summary>None.</summary>
    public static GuideViews None { get; } = new([], []);

    internal static GuideViews Load(string path, DataNode root) => new(
        [
            .. Entries(root, "scores").Select(e => new ScoreView(
                e.Key,
                Name(path, e.Value),
                [.. Entries(e.Value, "sections").Select(s => (s.Key, (IReadOnlyList<ViewTest>)[.. s.Value.Items.Select(t => new ViewTest(t.TextOf("asks")!, t.TextOf("manual"), t.TextOf("automated")))]))])),
        ],
        [
            .. Entries(root, "levels").Select(e => new LevelView(
                e.Key,
                Name(path, e.Value),
                [.. (e.Value["levels"]?.Items ?? []).Select(l => (int.Parse(l.TextOf("level")!), Name(path, l), RuleLoader.Texts(l["rules"])))])),
        ]);

    private static string Name(string path, DataNode node) => node.TextOf("name") ?? throw RuleLoader.Error(path, node, "no name");

    private static IReadOnlyList<DataEntry> Entries(DataNode node, string key) => node[key]?.Entries ?? [];
}
