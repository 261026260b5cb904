using System.Collections.Concurrent;
using RepoMaturity.Evidence;
using RepoMaturity.Rules.Queries;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules;

/// <summary>Asks every rule of a catalogue and gives its findings in a stable order.</summary>
internal static class RuleEngine
{
    /// <summary>Runs all rules in parallel.</summary>
    public static IReadOnlyList<Finding> Run(RuleCatalog catalog, RepositoryEvidence evidence, Action<int>? done, CancellationToken cancellationToken)
    {
        ConcurrentBag<Finding> findings = [];
        int count = 0;
        void JudgeOne(RuleDescriptor rule)
        {
            foreach (Finding finding in Judge(rule, evidence, cancellationToken))
            {
                findings.Add(finding);
            }

            done?.Invoke(Interlocked.Increment(ref count));
        }

        // Rules about the scan itself come last: they speak of what the others met. More threads than processors would only wait for each other.
        ParallelOptions options = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        foreach (IEnumerable<RuleDescriptor> phase in catalog.Rules.ToLookup(r => r.Component == 0).OrderBy(g => g.Key))
        {
            Parallel.ForEach(phase, options, JudgeOne);
        }

        Finding[] sorted = [.. findings];
        Array.Sort(sorted, Compare);
        return Fingerprints.Give(sorted);
    }

    private static IEnumerable<Finding> Judge(RuleDescriptor rule, RepositoryEvidence evidence, CancellationToken cancellationToken)
    {
        if (Inapplicable(rule, evidence.Traits) is { } why)
        {
            return [Of(rule, ResultKind.NotApplicable, why.Reason, default, why.Trail)];
        }

        try
        {
            return [.. ToFindings(rule, Ask(rule, evidence, cancellationToken))];
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            // One rule that fails must not cost the report of all others; its message could hold content, its type cannot.
            return [Of(rule, ResultKind.Open, $"the rule failed with {e.GetType().Name}; please report it with the repository's name", default, [])];
        }
    }

    private static QueryResult Ask(RuleDescriptor rule, RepositoryEvidence evidence, CancellationToken cancellationToken)
    {
        if (rule.Query is { } query)
        {
            return query.Evaluate(evidence);
        }

        AnalysisContext context = new(evidence, cancellationToken);
        AnalyzerRegistry.Create(rule.AnalyzerName!).Analyze(context);
        return context.Result();
    }

    private static IEnumerable<Finding> ToFindings(RuleDescriptor rule, QueryResult result)
    {
        switch (result.Truth)
        {
            case Truth.Yes:
                Match? proof = result.Matches.Count > 0 ? result.Matches[0] : null;
                return [Of(rule, ResultKind.Pass, ProofText(proof), proof?.Location ?? default, proof?.Trail ?? [])];
            case Truth.NotApplicable:
                return [Of(rule, ResultKind.NotApplicable, result.Reason!, default, [])];
            case Truth.Unknown:
                return result.Reason is null
                    ? result.Matches.Select(m => Of(rule, ResultKind.Open, Message(rule, m.Text), m.Location, m.Trail))
                    : [Of(rule, ResultKind.Open, result.Reason, default, result.Matches.Count > 0 ? result.Matches[0].Trail : [])];
            default:
                if (result.Matches.Count == 0)
                {
                    ResultKind kind = rule.Absence == AbsenceMeaning.Open ? ResultKind.Open : ResultKind.Fail;
                    return [Of(rule, kind, Message(rule, result.Reason ?? ""), default, [])];
                }

                // One place reached by several trails is one defect.
                return result.Matches
                    .OrderBy(m => string.Join('\n', m.Trail), StringComparer.Ordinal)
                    .DistinctBy(m => (m.Location, m.Text))
                    .Select(m => Of(rule, ResultKind.Fail, Message(rule, m.Text), m.Location, m.Trail));
        }
    }

    private static string ProofText(Match? proof) =>
        proof is null ? "nothing found against it" : proof.Text.Length > 0 ? proof.Text : proof.Location.ToString() is { Length: > 0 } place ? place : "found";

    private static string Message(RuleDescriptor rule, string match) =>
        match.Length == 0 ? rule.Message.Replace(" ({match})", "", StringComparison.Ordinal).Replace(": {match}", "", StringComparison.Ordinal)
        : rule.Message.Contains("{match}", StringComparison.Ordinal) ? rule.Message.Replace("{match}", match, StringComparison.Ordinal)
        : $"{rule.Message.TrimEnd('.')} ({match}).";

    private static Finding Of(RuleDescriptor rule, ResultKind kind, string message, Location location, IReadOnlyList<TrailStep> trail) => new()
    {
        Rule = rule,
        Kind = kind,
        Severity = kind == ResultKind.Fail ? rule.DefaultSeverity : Severity.None,
        Message = message,
        Location = location,
        Trail = trail,
    };

    private static (string Reason, IReadOnlyList<TrailStep> Trail)? Inapplicable(RuleDescriptor rule, TraitSet traits)
    {
        foreach (string trait in rule.Unless)
        {
            if (traits.Has(trait))
            {
                return ($"does not concern a repository that is: {trait}", traits.TrailOf(trait));
            }
        }

        return rule.Applies.Count == 0 || rule.Applies.Any(traits.Has)
            ? null
            : ($"concerns only repositories with: {string.Join(", ", rule.Applies)}", []);
    }

    private static int Compare(Finding a, Finding b)
    {
        int order = string.CompareOrdinal(a.Rule.Id, b.Rule.Id);
        order = order != 0 ? order : string.CompareOrdinal(a.Location.Path, b.Location.Path);
        order = order != 0 ? order : a.Location.Line.CompareTo(b.Location.Line);
        order = order != 0 ? order : a.Location.Column.CompareTo(b.Location.Column);
        return order != 0 ? order : string.CompareOrdinal(a.Message, b.Message);
    }
}
