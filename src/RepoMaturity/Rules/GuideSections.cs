using RepoMaturity.Documents.Data;

namespace RepoMaturity.Rules;

/// <summary>A question of the guide's assessment; the responses are the criteria <c>Q7.L1</c> to <c>Q7.L5</c>.</summary>
/// <param name="Id">Such as <c>Q7</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Asks">The question in our words.</param>
public sealed record GuideQuestion(string Id, string Name, string Asks);

/// <summary>A way in which teams fail, of which the guide warns; its criteria are its group.</summary>
/// <param name="Id">Such as <c>FM.pilot-purgatory</c>.</param>
/// <param name="Name">The guide's name.</param>
/// <param name="Asks">What it is.</param>
public sealed record GuideFailureMode(string Id, string Name, string Asks);

/// <summary>A stage of the guide's roadmap, from one level to the next.</summary>
/// <param name="Id">Such as <c>R12</c>.</param>
/// <param name="Name">The guide's name.</param>
/// <param name="From">The level it starts from, 1 to 4.</param>
/// <param name="Months">How long the guide expects it to take.</param>
/// <param name="Groups">Groups of its items by their part of the criterion's id, with their names, in the guide's order.</param>
public sealed record GuideStage(string Id, string Name, int From, string Months, IReadOnlyList<(string Id, string Name)> Groups);

/// <summary>Names of the guide's groups of criteria, and how a question's level is found.</summary>
public sealed record GuideSections
{
    /// <summary>The guide's dimension.</summary>
    public required string Dimension { get; init; }

    /// <summary>Share of a level's statements that must hold for its response to fit, in (0, 1].</summary>
    public required double Fits { get; init; }

    /// <summary>The questions in the guide's order.</summary>
    public required IReadOnlyList<GuideQuestion> Questions { get; init; }

    /// <summary>Groups of criteria that indicate strength and weakness, with their names.</summary>
    public required IReadOnlyList<(string Id, string Name)> Indicators { get; init; }

    /// <summary>The failure modes.</summary>
    public required IReadOnlyList<GuideFailureMode> FailureModes { get; init; }

    /// <summary>The stages of the roadmap, the lowest first.</summary>
    public required IReadOnlyList<GuideStage> Stages { get; init; }

    internal static GuideSections Load(string path, DataNode root) => new()
    {
        Dimension = root.TextOf("dimension") ?? throw RuleLoader.Error(path, root, "no dimension"),
        Fits = AttestationKind.Number(root.TextOf("fits")) ?? throw RuleLoader.Error(path, root, "no fits"),
        Questions = [.. Entries(root, "questions").Select(e => new GuideQuestion(e.Key, e.Value.TextOf("name")!, e.Value.TextOf("asks")!))],
        Indicators = [.. Entries(root, "indicators").Select(e => (e.Key, e.Value.Text!))],
        FailureModes = [.. Entries(root, "failure-modes").Select(e => new GuideFailureMode(e.Key, e.Value.TextOf("name")!, e.Value.TextOf("asks")!))],
        Stages =
        [
            .. Entries(root, "stages").Select(e => new GuideStage(
                e.Key,
                e.Value.TextOf("name")!,
                int.Parse(e.Value.TextOf("from")!),
                e.Value.TextOf("months")!,
                [.. Entries(e.Value, "groups").Select(g => (g.Key, g.Value.Text!))])),
        ],
    };

    private static IReadOnlyList<DataEntry> Entries(DataNode node, string key) => node[key]?.Entries ?? [];
}
