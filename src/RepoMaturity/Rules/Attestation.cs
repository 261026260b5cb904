using System.Globalization;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules;

/// <summary>What the value of an attestation is measured in.</summary>
public enum AttestationUnit
{
    /// <summary>A number of things.</summary>
    Count,

    /// <summary>A part of a whole, in [0, 1].</summary>
    Share,

    /// <summary>Hours.</summary>
    Hours,

    /// <summary>Minutes.</summary>
    Minutes,

    /// <summary>Milliseconds.</summary>
    Ms,

    /// <summary>Events a second.</summary>
    PerSecond,

    /// <summary>An amount of money.</summary>
    Currency,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    YesNo,

    /// <summary>A day.</summary>
    Date,
}

/// <summary>What a team can state that a repository cannot show.</summary>
/// <param name="Key">Such as <c>incident-rate</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Asks">What to state.</param>
/// <param name="Unit">What the value is measured in.</param>
/// <param name="LessIsBetter">True when a figure asked for is a bound to stay below; false when it is one to reach.</param>
/// <param name="Min">Least value, or null.</param>
/// <param name="Max">Greatest value, or null.</param>
public sealed record AttestationKind(string Key, string Name, string Asks, AttestationUnit Unit, bool LessIsBetter, double? Min, double? Max)
{
    internal static AttestationKind Load(string path, DataEntry entry) => new(
        entry.Key,
        entry.Value.TextOf("name") ?? throw RuleLoader.Error(path, entry.Value, "no name"),
        entry.Value.TextOf("asks") ?? throw RuleLoader.Error(path, entry.Value, "no asks"),
        Enum.TryParse(entry.Value.TextOf("unit")?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out AttestationUnit unit)
            ? unit
            : throw RuleLoader.Error(path, entry.Value, $"unit '{entry.Value.TextOf("unit")}' is not known"),
        entry.Value.TextOf("better") == "less",
        Number(entry.Value.TextOf("min")),
        Number(entry.Value.TextOf("max")));

    /// <summary>True when a value reaches a figure that is asked for.</summary>
    internal bool Reaches(double value, double figure) => LessIsBetter ? value < figure : value >= figure;

    /// <summary>A value for people: <c>0.4 %</c>, <c>12 hours</c>, <c>yes</c>.</summary>
    internal string Text(double value) => Unit switch
    {
        AttestationUnit.Share => $"{100 * value:0.###} %",
        AttestationUnit.YesNo => value > 0 ? "yes" : "no",
        AttestationUnit.Date => DateOnly.FromDayNumber((int)value).ToString("yyyy-MM-dd"),
        AttestationUnit.PerSecond => $"{value:0.###} a second",
        AttestationUnit.Hours or AttestationUnit.Minutes or AttestationUnit.Ms => $"{value:0.###} {Unit.ToString().ToLowerInvariant()}",
        _ => $"{value:0.###}",
    };

    /// <summary>What a value must be, for people who write one.</summary>
    public string Expected => Unit switch
    {
        AttestationUnit.Share => "a share from 0 to 1, such as 0.02 for 2 %",
        AttestationUnit.Count => $"a whole number from {Min}",
        AttestationUnit.Currency => "an amount without its currency",
        AttestationUnit.PerSecond => "a number a second",
        AttestationUnit.YesNo => "true or false",
        AttestationUnit.Date => "a day such as 2026-01-31",
        AttestationUnit.Ms => "a number of milliseconds",
        AttestationUnit unit => $"a number of {unit.ToString().ToLowerInvariant()}",
    };

    internal static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}

/// <summary>A team's statement with its source; valid for <see cref="RuleCatalog.AttestationLife"/> days.</summary>
/// <param name="Kind">What is stated.</param>
/// <param name="Value">The number; 1 and 0 for yes and no, <see cref="DateOnly.DayNumber"/> for a day.</param>
/// <param name="Source">Link to what shows it.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Date">When it was stated.</param>
/// <param name="Location">Where it is stated.</param>
public sealed record Attestation(AttestationKind Kind, double Value, string Source, string Owner, DateOnly Date, Location Location)
{
    /// <summary>True when the statement answers with yes: not <c>false</c>, not none.</summary>
    internal bool IsAffirmative => Kind.Unit is not (AttestationUnit.YesNo or AttestationUnit.Count) || Value > 0;

    /// <summary>True when a need is met by it.</summary>
    internal bool Meets(AttestationNeed need) => need.Figure is { } figure ? Kind.Reaches(Value, figure) : need.IsStatedEnough || IsAffirmative;
}

/// <summary>An attestation that a rule or a criterion asks for.</summary>
/// <param name="Key">Which.</param>
/// <param name="Figure">What it must reach, or null when the statement itself answers.</param>
/// <param name="IsStatedEnough">True when any statement will do, and it must be there even where other evidence answers.</param>
public sealed record AttestationNeed(string Key, double? Figure, bool IsStatedEnough)
{
    /// <summary>Reads <c>key</c>, <c>[key, key]</c>, <c>{key: 0.1, other: stated}</c>.</summary>
    internal static IReadOnlyList<AttestationNeed> Load(string path, DataNode? node) => node switch
    {
        null => [],
        { IsMapping: true } => [.. node.Entries.Select(e => e.Value.Text == "stated"
            ? new AttestationNeed(e.Key, null, IsStatedEnough: true)
            : new AttestationNeed(e.Key, Read(path, e.Value), IsStatedEnough: false))],
        _ => [.. node.OneOrMany().Select(n => new AttestationNeed(n.Text!, null, IsStatedEnough: false))],
    };

    private static double Read(string path, DataNode node) =>
        AttestationKind.Number(node.Text) ?? throw RuleLoader.Error(path, node, $"'{node.Text}' is neither a figure nor 'stated'");
}
