using System.Globalization;
using RepoMaturity.Documents.Data;

namespace RepoMaturity.Accuracy;

/// <summary>What a person found out about a fact in a repository.</summary>
/// <param name="Value"><c>true</c>, <c>false</c>, <c>partial</c>, a number or a text as written; null where the fact does not concern the repository.</param>
/// <param name="Evidence">Where it was seen, or <c>none found</c>.</param>
/// <param name="Note">Why.</param>
/// <param name="IsArguable">True when fair readers would differ; not scored.</param>
internal sealed record FactLabel(string? Value, string Evidence, string Note, bool IsArguable)
{
    /// <summary>True for yes, and for a text that names what is there.</summary>
    public bool IsTrue => Value is not (null or "false" or "partial");

    public double? Number => double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}

/// <summary>The labels of one repository.</summary>
/// <param name="Name">As <c>owner/name</c>.</param>
/// <param name="Commit">Full id of the commit that was read.</param>
/// <param name="Levels">By scale.</param>
/// <param name="Facts">By fact.</param>
internal sealed record RepositoryLabels(string Name, string Commit, IReadOnlyDictionary<Scale, ExpertLevel> Levels, IReadOnlyDictionary<string, FactLabel> Facts);

/// <summary>An expert's level, 1 to 5, with the reason.</summary>
internal sealed record ExpertLevel(int Level, string Reason);

/// <summary>A scale on which experts gave levels.</summary>
/// <param name="Name">For people.</param>
/// <param name="Component">The guide's component that it is compared with.</param>
/// <param name="Key">Name of the level in the labels.</param>
/// <param name="ReasonKey">Name of the reason in the labels.</param>
internal sealed record Scale(string Name, int Component, string Key, string ReasonKey)
{
    public static IReadOnlyList<Scale> All { get; } =
    [
        new("standards", 5, "technical_standards", "standards_reason"),
        new("MLOps", 2, "mlops_maturity", "mlops_reason"),
    ];
}

/// <summary>All labels.</summary>
internal sealed record LabelSet(string Path, IReadOnlyList<RepositoryLabels> Repositories)
{
    /// <summary>Names of all labelled facts, in the order of the file.</summary>
    public IReadOnlyList<string> Facts => [.. Repositories.SelectMany(r => r.Facts.Keys).Distinct()];

    /// <exception cref="AccuracyException">The file is not as its README says.</exception>
    public static LabelSet Load(string path)
    {
        DataDocument document = JsonLoader.Load(File.ReadAllBytes(path));
        if (document.Problem is { } problem)
        {
            throw new AccuracyException($"{path}:{problem.Line}: {problem.Message}");
        }

        IReadOnlyList<DataEntry> entries = document.Root?["repositories"]?.Entries ?? [];
        return entries.Count > 0
            ? new LabelSet(path, [.. entries.Select(e => Repository(path, e))])
            : throw new AccuracyException($"{path}: no 'repositories'; give the labels.json that README.md describes");
    }

    private static RepositoryLabels Repository(string path, DataEntry entry) => new(
        entry.Key,
        entry.Value.TextOf("commit") ?? throw new AccuracyException($"{path}:{entry.Line}: {entry.Key} has no commit"),
        Scale.All.ToDictionary(s => s, s => Level(path, entry, s)),
        (entry.Value["facts"]?.Entries ?? []).ToDictionary(f => f.Key, f => Fact(f.Value), StringComparer.Ordinal));

    private static ExpertLevel Level(string path, DataEntry entry, Scale scale) =>
        int.TryParse(entry.Value["levels"]?.TextOf(scale.Key), out int level) && level is >= 1 and <= 5
            ? new ExpertLevel(level, entry.Value["levels"]?.TextOf(scale.ReasonKey) ?? "")
            : throw new AccuracyException($"{path}:{entry.Line}: levels.{scale.Key} of {entry.Key} must be 1 to 5");

    private static FactLabel Fact(DataNode node) => new(
        node.TextOf("value") is { } value and not "n/a" ? value : null,
        node.TextOf("evidence") ?? "",
        node.TextOf("note") ?? "",
        node["arguable"]?.IsTrue == true);
}
