using RepoMaturity.Policy;
using RepoMaturity.Rules;

namespace RepoMaturity.Scoring;

/// <summary>Builds the assessment of components from findings.</summary>
internal static class Assessor
{
    /// <summary>Assesses each component of the guide that rules speak of.</summary>
    public static IReadOnlyList<ComponentAssessment> Assess(RuleCatalog catalog, RepositoryConfiguration configuration, IReadOnlyList<Finding> findings)
    {
        Dictionary<string, RuleVerdict> verdicts = findings
            .GroupBy(f => f.Rule)
            .Select(RuleVerdict.Fold)
            .ToDictionary(v => v.Rule.Id, StringComparer.Ordinal);
        return [.. catalog.Components.Where(c => catalog.Rules.Any(r => r.Component == c.Id)).Select(c => Assess(WithThresholds(c, configuration), catalog, verdicts))];
    }

    private static ComponentAssessment Assess(GuideComponent component, RuleCatalog catalog, Dictionary<string, RuleVerdict> verdicts)
    {
        ComponentScorer scorer = new(component, verdicts.Values);
        (int level, double verified) = scorer.Score(Reading.Verified);
        double possible = scorer.Score(Reading.Possible).Score;
        List<StepUp> steps = [.. Steps(component, verdicts, scorer, verified)];
        LevelRequirement? next = component.Levels.FirstOrDefault(l => l.Level == level + 1);
        HashSet<string> covered = [.. catalog.Rules.Select(r => r.Practice)];
        int assessed = component.Practices.Count(p => covered.Contains(p.Id));
        return new ComponentAssessment
        {
            Id = component.Id,
            Name = component.Name,
            IsApplicable = verdicts.Values.Any(v => v.Rule.Component == component.Id && !v.Rule.IsDefect && v.IsApplicable),
            Level = level,
            Verified = verified,
            Attested = scorer.Score(Reading.Attested).Score,
            Possible = possible,
            Provisional = assessed < component.Practices.Count ? $"provisional, {assessed} of {component.Practices.Count} practices" : null,
            Practices = [.. component.Practices.Select(p => Practice(p, covered.Contains(p.Id), verdicts))],
            Levels =
            [
                .. component.Levels.Select(l => new LevelCoverage(
                    l.Level,
                    scorer.Coverage(l.Level, Reading.Verified),
                    l.Threshold,
                    l.Level <= level)),
            ],
            Blockers =
            [
                .. WithoutFollowers(steps.Where(s => next is not null && (s.IsRequired || (s.Finding.Rule.MaturityLevel <= next.Level && s.Gain > 0))))
                    .OrderByDescending(s => s.IsRequired)
                    .ThenByDescending(s => s.Gain)
                    .ThenBy(s => s.Finding.Rule.Effort)
                    .ThenBy(s => s.Finding.Rule.Id, StringComparer.Ordinal)
                    .Take(5),
            ],
            CheapestStep = Cheapest(steps),
        };
    }

    /// <summary>The scorers of an assessment's components, for what would be if a verdict were another.</summary>
    public static IReadOnlyDictionary<int, ComponentScorer> Scorers(RuleCatalog catalog, Assessment assessment)
    {
        RuleVerdict[] verdicts = [.. assessment.Findings.GroupBy(f => f.Rule).Select(RuleVerdict.Fold)];
        return assessment.Projects.SelectMany(p => p.Components).ToDictionary(
            c => c.Id,
            c =>
            {
                GuideComponent component = catalog.Components.First(g => g.Id == c.Id);
                return new ComponentScorer(
                    component with { Levels = [.. component.Levels.Select(l => l with { Threshold = c.Levels.FirstOrDefault(v => v.Level == l.Level)?.Threshold ?? l.Threshold })] },
                    verdicts);
            });
    }

    private static GuideComponent WithThresholds(GuideComponent component, RepositoryConfiguration configuration) => component with
    {
        Levels = [.. component.Levels.Select(l => configuration.Thresholds.TryGetValue((component.Id, l.Level), out double threshold) ? l with { Threshold = threshold } : l)],
    };

    /// <summary>For each failing rule the gain of passing it alone, found by scoring again.</summary>
    private static IEnumerable<StepUp> Steps(GuideComponent component, Dictionary<string, RuleVerdict> verdicts, ComponentScorer scorer, double verified)
    {
        int level = (int)verified;
        LevelRequirement? next = component.Levels.FirstOrDefault(l => l.Level == level + 1);
        HashSet<string> required = next is null ? [] : WithCauses(scorer.MissingRequired(next, Reading.Verified).Select(verdicts.GetValueOrDefault).OfType<RuleVerdict>().Select(v => v.Rule), verdicts);
        foreach (RuleVerdict verdict in verdicts.Values
            .Where(v => v.Rule.Component == component.Id && v.Kind == ResultKind.Fail)
            .OrderBy(v => v.Rule.Id, StringComparer.Ordinal))
        {
            double gain = scorer.WithPassing(new HashSet<string> { verdict.Rule.Id }).Score(Reading.Verified).Score - verified;
            yield return new StepUp(verdict.Findings.First(f => f.Kind == ResultKind.Fail), gain, required.Contains(verdict.Rule.Id));
        }
    }

    /// <summary>Rules and what they need, and so on: without tests, none can run in CI.</summary>
    private static HashSet<string> WithCauses(IEnumerable<RuleDescriptor> rules, Dictionary<string, RuleVerdict> verdicts)
    {
        HashSet<string> all = new(StringComparer.Ordinal);
        foreach (RuleDescriptor rule in rules)
        {
            for (RuleDescriptor? next = rule; next is not null && all.Add(next.Id); next = next.Needs is { } cause ? verdicts.GetValueOrDefault(cause)?.Rule : null)
            {
            }
        }

        return all;
    }

    /// <summary>Leaves out what fails because another of the steps does: one cause is told once.</summary>
    private static IEnumerable<StepUp> WithoutFollowers(IEnumerable<StepUp> steps)
    {
        StepUp[] all = [.. steps];
        HashSet<string> causes = [.. all.Select(s => s.Finding.Rule.Id)];
        return all.Where(s => s.Finding.Rule.Needs is not { } cause || !causes.Contains(cause));
    }

    /// <summary>The most gain for the effort. Where something else must be mended before, that counts as effort too and is what is shown.</summary>
    private static StepUp? Cheapest(IReadOnlyList<StepUp> steps)
    {
        Dictionary<string, StepUp> failing = steps.ToDictionary(s => s.Finding.Rule.Id, StringComparer.Ordinal);
        List<(StepUp Step, int Effort)> paths = [];
        foreach (StepUp step in steps.Where(s => s.Gain > 0))
        {
            StepUp first = step;
            int effort = step.Finding.Rule.Effort;
            HashSet<string> seen = [step.Finding.Rule.Id];
            while (first.Finding.Rule.Needs is { } cause && seen.Add(cause) && failing.TryGetValue(cause, out StepUp? before))
            {
                first = before;
                effort += before.Finding.Rule.Effort;
            }

            paths.Add((first with { Gain = step.Gain }, effort));
        }

        return paths
            .OrderByDescending(s => s.Step.Gain / s.Effort)
            .ThenBy(s => s.Effort)
            .ThenBy(s => s.Step.Finding.Rule.Id, StringComparer.Ordinal)
            .Select(s => s.Step)
            .FirstOrDefault();
    }

    private static PracticeAssessment Practice(Practice practice, bool hasRules, Dictionary<string, RuleVerdict> verdicts)
    {
        if (!hasRules)
        {
            return new PracticeAssessment { Id = practice.Id, Name = practice.Name, NotAssessed = "not assessed" };
        }

        RuleVerdict[] own = [.. verdicts.Values.Where(v => v.Rule.Practice == practice.Id).OrderBy(v => v.Rule.MaturityLevel).ThenBy(v => v.Rule.Id, StringComparer.Ordinal)];
        // What weighs nothing decides its criterion only.
        RuleVerdict[] ladder = [.. own.Where(v => v.Rule is { IsDefect: false, Weight: > 0 } && v.IsApplicable)];
        int defects = own.Where(v => v.Rule.IsDefect).Sum(v => v.Findings.Count(f => f.Kind == ResultKind.Fail));
        if (ladder.Length == 0)
        {
            return new PracticeAssessment
            {
                Id = practice.Id,
                Name = practice.Name,
                NotAssessed = "not applicable",
                Proof = own.FirstOrDefault()?.Findings[0],
                DefectCount = defects,
            };
        }

        RuleVerdict? stop = ladder.FirstOrDefault(v => v.Kind != ResultKind.Pass);
        int level = ladder.Where(v => stop is null || v.Rule.MaturityLevel < stop.Rule.MaturityLevel).Select(v => v.Rule.MaturityLevel).DefaultIfEmpty(1).Max();
        RuleVerdict? proof = ladder.LastOrDefault(v => v.Kind == ResultKind.Pass && v.Rule.MaturityLevel == level) ?? stop;
        return new PracticeAssessment
        {
            Id = practice.Id,
            Name = practice.Name,
            Level = level,
            Proof = proof?.Findings[0],
            Next = stop?.Findings.First(f => f.Kind == stop.Kind),
            DefectCount = defects,
        };
    }
}
