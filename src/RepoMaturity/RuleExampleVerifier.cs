using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;

namespace RepoMaturity;

/// <summary>Runs rules and technologies on their own examples. Thread-safe; holds no state.</summary>
public static class RuleExampleVerifier
{
    // Rules about time judge their examples for the same day on every machine.
    private static readonly DateOnly Today = new(2026, 1, 1);

    /// <summary>Judges one example.</summary>
    /// <param name="catalog">Where the rule's technologies come from.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="example">One of its examples.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Null when the rule gives the verdict, and the places, that the example expects; else what was expected and what came, with its trail.</returns>
    public static string? Verify(RuleCatalog catalog, RuleDescriptor rule, RuleExample example, CancellationToken cancellationToken = default)
    {
        using RepositorySnapshot snapshot = example.ToSnapshot();
        Assessment assessment = RepositoryScanner.Scan(snapshot, catalog.Only([rule]), new ScanOptions { AsOf = Today }, cancellationToken);
        Finding[] findings = [.. assessment.Findings.Where(f => f.Rule.Id == rule.Id)];
        string story = string.Join('\n', findings.Select(f => $"{f.Kind} {f.Location} {f.Message}\n  {string.Join("\n  ", f.Trail)}"));
        if (RuleVerdict.Fold(findings.GroupBy(f => f.Rule).Single()).Kind != example.Expect)
        {
            return $"expected {example.Expect}, got:\n{story}";
        }

        string[] places =
        [
            .. findings.Where(f => f.Kind == example.Expect)
                .Select((f, i) => i < example.At.Count && !example.At[i].Contains(':', StringComparison.Ordinal) ? f.Location.Path : f.Location.ToString()),
        ];
        return example.At.Count == 0 || example.At.SequenceEqual(places) ? null : $"expected at {string.Join(", ", example.At)}, got:\n{story}";
    }

    /// <summary>Looks for a technology in one of its examples.</summary>
    /// <param name="catalog">Where the technology comes from.</param>
    /// <param name="example">The example.</param>
    /// <returns>Null when it is detected as the example says; else what was expected and what was found.</returns>
    public static string? Verify(RuleCatalog catalog, TechnologyExample example)
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("example", example.Files.Select(f => (f.Key, f.Value)));
        TechnologyEvidence technologies = new RepositoryEvidence(snapshot, catalog.Technologies).Technologies;
        Technology technology = catalog.Technologies.Single(t => t.Id == example.TechnologyId);
        IReadOnlyList<TechnologyFact> facts = technologies.Concerns(technology) ? technologies.FactsOf(technology) : [];
        HashSet<string> given =
        [
            .. facts.Where(f => example.Detects is null || f.Strength == example.Detects || (example.Detects == Strength.Run && f.Strength == Strength.Enforced)).SelectMany(f => f.Capabilities),
        ];
        bool isRight = example.Detects is null
            ? !given.Any(c => example.Gives.Count == 0 || example.Gives.Contains(c))
            : given.Count > 0 && given.IsSupersetOf(example.Gives);
        return isRight ? null : $"expected {example.Detects?.ToString() ?? "nothing"} {string.Join(", ", example.Gives)}, got:\n{string.Join('\n', facts.Select(f => $"{f.Strength} {f.Location} {string.Join(", ", f.Capabilities)}"))}";
    }
}
