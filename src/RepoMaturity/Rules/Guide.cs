using RepoMaturity.Documents.Data;

namespace RepoMaturity.Rules;

/// <summary>A practice of the guide.</summary>
/// <param name="Id">Such as <c>5.01</c>.</param>
/// <param name="Name">The guide's name.</param>
/// <param name="Weight">Share in its component, relative to the others.</param>
public sealed record Practice(string Id, string Name, double Weight);

/// <summary>What a component's level asks of coverage.</summary>
/// <param name="Level">2 to 5.</param>
/// <param name="Threshold">Coverage needed, in (0, 1].</param>
/// <param name="Floor">Coverage needed of this level's own rules, in [0, 1].</param>
/// <param name="Required">Ids of rules that must pass; at most two.</param>
public sealed record LevelRequirement(int Level, double Threshold, double Floor, IReadOnlyList<string> Required);

/// <summary>A component of the guide with its practices and what its levels ask.</summary>
/// <param name="Id">1 to 5.</param>
/// <param name="Name">The guide's name.</param>
/// <param name="IsCumulative">True when a level's threshold is compared with the coverage of all levels up to it.</param>
/// <param name="Levels">Levels 2 to 5 in order.</param>
/// <param name="Practices">In the guide's order.</param>
public sealed record GuideComponent(
    int Id,
    string Name,
    bool IsCumulative,
    IReadOnlyList<LevelRequirement> Levels,
    IReadOnlyList<Practice> Practices)
{
    internal static GuideComponent Load(string path, DataNode root)
    {
        DataNode levels = root["levels"] ?? throw new FormatException($"{path}: no levels");
        DataNode practices = root["practices"] ?? throw new FormatException($"{path}: no practices");
        return new GuideComponent(
            (int)Number(path, root, "id"),
            root.TextOf("name") ?? throw new FormatException($"{path}: no name"),
            root.TextOf("compare") == "cumulative",
            [.. levels.Entries.Select(e => Level(path, e))],
            [.. practices.Entries.Select(e => new Practice(e.Key, e.Value.TextOf("name")!, e.Value["weight"] is null ? 1 : Number(path, e.Value, "weight")))]);
    }

    private static LevelRequirement Level(string path, DataEntry entry) => new(
        int.Parse(entry.Key),
        Number(path, entry.Value, "threshold"),
        entry.Value["floor"] is null ? 0 : Number(path, entry.Value, "floor"),
        [.. (entry.Value["required"]?.OneOrMany() ?? []).Select(n => n.Text!)]);

    private static double Number(string path, DataNode node, string key) =>
        double.TryParse(node.TextOf(key), out double value) ? value : throw new FormatException($"{path}:{node.Line}: '{key}' must be a number");
}
