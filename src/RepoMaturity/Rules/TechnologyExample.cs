using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules;

/// <summary>A small repository in which a technology must be detected, or must not: <c>{detects: used, gives: [tracing], files: {…}}</c>.</summary>
/// <param name="TechnologyId">Whose example it is.</param>
/// <param name="Name">What it shows.</param>
/// <param name="Files">Content by path.</param>
public sealed record TechnologyExample(string TechnologyId, string Name, IReadOnlyDictionary<string, string> Files)
{
    private const string Nothing = "nothing";

    /// <summary>How firmly it must be detected; null when it must not be.</summary>
    internal Strength? Detects { get; private init; }

    /// <summary>Capabilities that must all be given, or of which none may be; empty when any will do.</summary>
    internal IReadOnlyList<string> Gives { get; private init; } = [];

    /// <summary>Reads the examples of one technology.</summary>
    internal static IReadOnlyList<TechnologyExample> LoadAll(string path, DataNode root) =>
        [.. (root["examples"]?.Items ?? []).Select((n, i) => Load(path, root.TextOf("id") ?? "", n, i + 1))];

    private static TechnologyExample Load(string path, string technologyId, DataNode node, int number)
    {
        RuleLoader.CheckKeys(path, node, ["name", "detects", "gives", "files"]);
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        RuleLoader.Apply(node["files"] ?? throw RuleLoader.Error(path, node, "an example has 'files'"), files, [], []);
        string name = node.TextOf("name") ?? $"{node.TextOf("detects")} in {string.Join(", ", files.Keys)}";
        return new TechnologyExample(technologyId, $"{number}: {name}", files)
        {
            Detects = node.TextOf("detects") == Nothing ? null : RuleLoader.Parse(path, node, "detects", Strength.Used),
            Gives = RuleLoader.Texts(node["gives"]),
        };
    }
}
