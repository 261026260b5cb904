using System.Globalization;
using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence.Metrics;
using RepoMaturity.Rules;

namespace RepoMaturity.Accuracy;

/// <summary>Which rules, or which metric, decide a labelled fact.</summary>
/// <param name="Fact">Name of the fact.</param>
/// <param name="Any">Rules of which one must pass; empty for none.</param>
/// <param name="All">Rules that all must pass.</param>
/// <param name="Not">Rules that must fail.</param>
/// <param name="Metric">Metric to hold against a number, or null.</param>
/// <param name="Tolerance">By how much the metric may differ.</param>
/// <param name="Open">What an Open verdict of the rules says of the fact: null when nothing.</param>
internal sealed record FactDecider(
    string Fact,
    IReadOnlyList<RuleDescriptor> Any,
    IReadOnlyList<RuleDescriptor> All,
    IReadOnlyList<RuleDescriptor> Not,
    string? Metric,
    double Tolerance,
    bool? Open)
{
    public IEnumerable<RuleDescriptor> Rules => [.. Any, .. All, .. Not];

    /// <summary>
    /// True, false, or null for open, unless <see cref="Open"/> says what that means. A rule that does not apply has not found the fact, and has found nothing against it either:
    /// it is met neither by a passing nor by a failing rule.
    /// </summary>
    public bool? Decide(Func<RuleDescriptor, ResultKind> verdict)
    {
        bool? Is(RuleDescriptor rule, ResultKind wanted) => verdict(rule) is ResultKind.Open ? Open : verdict(rule) == wanted;
        bool?[] parts =
        [
            .. Any.Count == 0 ? Array.Empty<bool?>() : [Any.Select(r => Is(r, ResultKind.Pass)).Aggregate((bool?)false, (a, b) => a | b)],
            .. All.Select(r => Is(r, ResultKind.Pass)),
            .. Not.Select(r => Is(r, ResultKind.Fail)),
        ];
        return parts.Aggregate((bool?)true, (a, b) => a & b);
    }
}

/// <summary><c>facts.yml</c>.</summary>
/// <param name="Deciders">Decided facts, in the order of the file.</param>
/// <param name="OutOfScope">Facts that no practice of Component 5 asks for.</param>
internal sealed record FactMap(IReadOnlyList<FactDecider> Deciders, IReadOnlyList<string> OutOfScope)
{
    private static readonly string[] Keys = ["any", "all", "not", "metric", "tolerance", "open"];

    /// <summary>Reads the map; strict, because a misspelt name would silently decide nothing.</summary>
    public static FactMap Load(string yaml, RuleCatalog catalog, IReadOnlyCollection<string> labelled)
    {
        DataDocument document = YamlLoader.Load(yaml);
        if (document.Problem is { } problem)
        {
            throw Wrong(problem.Line, problem.Message);
        }

        FactDecider[] deciders = [.. (document.Root?["facts"]?.Entries ?? []).Select(e => Decider(e, catalog, labelled))];
        string[] others = [.. (document.Root?["other-components"]?.Items ?? []).Select(n => Labelled(n.Text!, n.Line, labelled))];
        return new FactMap(deciders, others);
    }

    private static FactDecider Decider(DataEntry entry, RuleCatalog catalog, IReadOnlyCollection<string> labelled)
    {
        Labelled(entry.Key, entry.Line, labelled);
        if (entry.Value.Entries.FirstOrDefault(e => !Keys.Contains(e.Key)) is { } unknown)
        {
            throw Wrong(unknown.Line, $"'{unknown.Key}' is not known; known are {string.Join(", ", Keys)}");
        }

        RuleDescriptor[] Rules(string key) =>
            [.. (entry.Value[key]?.OneOrMany() ?? []).Select(n => catalog.Find(n.Text!) ?? throw Wrong(n.Line, $"there is no rule {n.Text}; `repo-maturity rules` lists them"))];
        string? metric = entry.Value.TextOf("metric");
        FactDecider decider = new(entry.Key, Rules("any"), Rules("all"), Rules("not"), metric, Tolerance(entry), Open(entry));
        return metric is not null && !MetricSet.Names.Contains(metric) ? throw Wrong(entry.Line, $"there is no metric '{metric}'; known are {string.Join(", ", MetricSet.Names)}")
            : decider.Rules.Any() == (metric is not null) ? throw Wrong(entry.Line, $"{entry.Key} is decided either by rules (any, all, not) or by a metric")
            : decider;
    }

    private static double Tolerance(DataEntry entry) => entry.Value["tolerance"] is not { } node ? 0
        : double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double tolerance) && tolerance >= 0 ? tolerance
        : throw Wrong(node.Line, "'tolerance' must be a number that is not negative");

    private static bool? Open(DataEntry entry) => entry.Value["open"] is not { } node ? null
        : bool.TryParse(node.Text, out bool open) ? open
        : throw Wrong(node.Line, "'open' must be true or false");

    private static string Labelled(string fact, int line, IReadOnlyCollection<string> labelled) =>
        labelled.Contains(fact) ? fact : throw Wrong(line, $"no repository has a label '{fact}'; labelled are {string.Join(", ", labelled)}");

    private static AccuracyException Wrong(int line, string message) => new($"facts.yml:{line}: {message}");
}
