using RepoMaturity.Evidence;
using RepoMaturity.Rules;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Policy;

/// <summary>What a decision of the team did, so that it stays visible.</summary>
/// <param name="Subject">A rule's id, a glob, a trait, or a threshold such as <c>component 5, level 3</c>.</param>
/// <param name="What">Such as <c>switched off</c>, <c>error instead of warning</c>, <c>left out with 3 findings</c>.</param>
/// <param name="Reason">The team's reason; empty where none is asked for.</param>
/// <param name="Location">Where it is decided.</param>
public sealed record PolicyEffect(string Subject, string What, string Reason, Location Location);

/// <summary>Findings after policy, and what policy did.</summary>
/// <param name="Findings">In the order of the input.</param>
/// <param name="Effects">By kind of decision and subject.</param>
internal sealed record PolicyResult(IReadOnlyList<Finding> Findings, IReadOnlyList<PolicyEffect> Effects);

/// <summary>Applies a team's configuration to findings.</summary>
/// <remarks>
/// A rule that is switched off gives one NotApplicable finding with the team's reason: it moves no share and stays in every report. The
/// same becomes of a defect rule all of whose places lie in excluded paths: that nothing is left is no proof that nothing is there.
/// A team's statement marks an Open finding and never another: what the repository shows is not talked away.
/// </remarks>
internal static class PolicyFilter
{
    public static PolicyResult Apply(RepositoryConfiguration configuration, IReadOnlyList<Finding> findings, Func<Attestation, string?> whyNotCounted)
    {
        Dictionary<string, Attestation> stated = configuration.Attestations.Where(a => whyNotCounted(a.Value) is null).ToDictionary(StringComparer.Ordinal);
        (PathExclusion Exclusion, ExcludedPath Path)[] excluded = [.. configuration.Exclude.Select(e => (e, new ExcludedPath(e.Glob)))];
        Dictionary<PathExclusion, int> removed = [];
        List<Finding> kept = [];
        foreach (IGrouping<RuleDescriptor, Finding> rule in findings.GroupBy(f => f.Rule))
        {
            if (configuration.Rules.TryGetValue(rule.Key.Id, out RuleSetting? setting) && setting.Severity == Severity.None)
            {
                kept.Add(NotApplicable(rule.Key, $"switched off: {setting.Reason}", setting.Location));
                continue;
            }

            int before = kept.Count;
            PathExclusion? last = null;
            foreach (Finding finding in rule)
            {
                if (rule.Key.IsDefect && finding.Kind == ResultKind.Fail && finding.Location.Path.Length > 0
                    && excluded.FirstOrDefault(e => e.Path.IsMatch(finding.Location.Path)).Exclusion is { } exclusion)
                {
                    removed[exclusion] = removed.GetValueOrDefault(exclusion) + 1;
                    last = exclusion;
                }
                else
                {
                    kept.Add(finding.Kind switch
                    {
                        ResultKind.Fail when setting is not null => finding with { Severity = setting.Severity },
                        ResultKind.Open when Answer(rule.Key, stated) is { } answer => finding with { Attestation = answer },
                        _ => finding,
                    });
                }
            }

            if (last is not null && kept.Count == before)
            {
                kept.Add(NotApplicable(rule.Key, $"every place lies in excluded paths: {last.Reason}", last.Location));
            }
        }

        return new PolicyResult(kept, [.. Effects(configuration, findings, removed, whyNotCounted)]);
    }

    private static IEnumerable<PolicyEffect> Effects(RepositoryConfiguration configuration, IReadOnlyList<Finding> findings, Dictionary<PathExclusion, int> removed, Func<Attestation, string?> whyNotCounted)
    {
        Dictionary<string, Severity> defaults = findings.Select(f => f.Rule).Distinct().ToDictionary(r => r.Id, r => r.DefaultSeverity, StringComparer.Ordinal);
        foreach ((string id, RuleSetting setting) in configuration.Rules.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            if (setting.Severity == Severity.None)
            {
                yield return new PolicyEffect(id, "switched off", setting.Reason, setting.Location);
            }
            else if (defaults.TryGetValue(id, out Severity usual) && usual != setting.Severity)
            {
                yield return new PolicyEffect(id, $"{Name(setting.Severity)} instead of {Name(usual)}", setting.Reason, setting.Location);
            }
        }

        foreach (PathExclusion exclusion in configuration.Exclude)
        {
            int count = removed.GetValueOrDefault(exclusion);
            yield return new PolicyEffect(exclusion.Glob, count == 0 ? "left out" : $"left out with {count} finding{(count == 1 ? "" : "s")}", exclusion.Reason, exclusion.Location);
        }

        foreach ((string trait, bool value) in configuration.Traits.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            yield return new PolicyEffect(trait, value ? "set as trait" : "taken away as trait", "", default);
        }

        foreach (((int component, int level), double threshold) in configuration.Thresholds.OrderBy(t => t.Key))
        {
            yield return new PolicyEffect($"component {component}, level {level}", $"threshold {threshold}", "", default);
        }

        foreach ((string key, Attestation attestation) in configuration.Attestations.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            string what = $"attested: {attestation.Kind.Text(attestation.Value)}{(whyNotCounted(attestation) is { } why ? $", not counted: {why}" : "")}";
            yield return new PolicyEffect(key, what, $"{attestation.Owner}, {attestation.Date:yyyy-MM-dd}, {attestation.Source}", attestation.Location);
        }
    }

    private static Attestation? Answer(RuleDescriptor rule, Dictionary<string, Attestation> stated) =>
        rule.Attestations.Select(n => stated.TryGetValue(n.Key, out Attestation? attestation) && attestation.Meets(n) ? attestation : null).FirstOrDefault(a => a is not null);

    private static Finding NotApplicable(RuleDescriptor rule, string message, Location decided) => new()
    {
        Rule = rule,
        Kind = ResultKind.NotApplicable,
        Severity = Severity.None,
        Message = message,
        Location = default,
        Trail = decided.Path is { Length: > 0 } ? [new TrailStep(decided, "")] : [],
    };

    private static string Name(Severity severity) => severity.ToString().ToLowerInvariant();
}
