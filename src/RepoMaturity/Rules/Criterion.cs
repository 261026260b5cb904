using RepoMaturity.Documents.Data;

namespace RepoMaturity.Rules;

/// <summary>A rung of a practice's ladder.</summary>
/// <param name="Practice">Such as <c>2.03</c>.</param>
/// <param name="Level">2 to 5.</param>
public sealed record PracticeNeed(string Practice, int Level);

/// <summary>A level of a component.</summary>
/// <param name="Component">1 to 5.</param>
/// <param name="Level">2 to 5.</param>
public sealed record ComponentNeed(int Component, int Level);

/// <summary>Metrics of which one answers.</summary>
/// <param name="Metrics">Names, the best first.</param>
/// <param name="Above">The figure to exceed, or null when a value answers by itself.</param>
public sealed record MeasureNeed(IReadOnlyList<string> Metrics, double? Above);

/// <summary>A criterion of the guide with what decides it; all that it needs must be reached.</summary>
public sealed record Criterion
{
    /// <summary>Such as <c>Q7.L3.2</c>: the guide's section, group and place.</summary>
    public required string Id { get; init; }

    /// <summary>What the guide asks, in our words.</summary>
    public required string Asks { get; init; }

    /// <summary>Rungs that show it.</summary>
    public IReadOnlyList<PracticeNeed> Practices { get; init; } = [];

    /// <summary>Levels of components that show it.</summary>
    public IReadOnlyList<ComponentNeed> Components { get; init; } = [];

    /// <summary>Metrics that answer it; null when none.</summary>
    public MeasureNeed? Measure { get; init; }

    /// <summary>Statements of the team that answer it.</summary>
    public IReadOnlyList<AttestationNeed> Attestations { get; init; } = [];

    /// <summary>True when the criterion names a weakness: it holds while none of what it names is reached.</summary>
    public bool IsWeakness { get; init; }

    /// <summary>Why nothing decides it; null for the criteria that are decided.</summary>
    public string? Context { get; init; }

    /// <summary>The id without its last part: <c>Q7.L3</c> of <c>Q7.L3.2</c>.</summary>
    public string Group => Id[..Id.LastIndexOf('.')];

    internal static Criterion Load(string path, DataEntry entry)
    {
        DataNode node = entry.Value;
        RuleLoader.CheckKeys(path, node, ["asks", "practice", "level", "measure", "attest", "components", "weakness", "context"]);
        int bar = Level(path, node["level"]);
        Criterion criterion = new()
        {
            Id = entry.Key,
            Asks = node.TextOf("asks") ?? throw RuleLoader.Error(path, node, "no asks"),
            Practices = node["practice"] is { IsMapping: true } rungs
                ? [.. rungs.Entries.Select(e => new PracticeNeed(e.Key, Level(path, e.Value)))]
                : [.. (node["practice"]?.OneOrMany() ?? []).Select(n => new PracticeNeed(n.Text!, bar))],
            Components = node["components"] is { IsMapping: true } levels
                ? [.. levels.Entries.Select(e => new ComponentNeed(int.Parse(e.Key), Level(path, e.Value)))]
                : [.. (node["components"]?.OneOrMany() ?? []).Select(n => new ComponentNeed(int.Parse(n.Text!), Level(path, null)))],
            Measure = node["measure"] switch
            {
                null => null,
                { IsMapping: true } figure => new MeasureNeed([figure.Entries[0].Key], AttestationKind.Number(figure.Entries[0].Value.Text)),
                { } names => new MeasureNeed([.. names.OneOrMany().Select(n => n.Text!)], null),
            },
            Attestations = AttestationNeed.Load(path, node["attest"]),
            IsWeakness = node["weakness"] is { IsTrue: true },
            Context = node.TextOf("context"),
        };
        bool isDecided = criterion.Practices.Count + criterion.Components.Count + criterion.Attestations.Count > 0 || criterion.Measure is not null;
        return isDecided == criterion.Context is null ? criterion : throw RuleLoader.Error(path, node, "a criterion is decided by something, or is context with a reason");
    }

    // The lowest rung where none is named.
    private static int Level(string path, DataNode? node) =>
        node is null ? 2 : int.TryParse(node.Text, out int level) && level is >= 2 and <= 5 ? level : throw RuleLoader.Error(path, node, "a level is 2 to 5");
}
