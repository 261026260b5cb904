using RepoMaturity.Rules;

namespace RepoMaturity.Scoring;

/// <summary>How findings count for one of the three figures.</summary>
internal enum Reading
{
    /// <summary>Open counts as unmet.</summary>
    Verified,

    /// <summary>Open counts as met where the team's statement answers it.</summary>
    Attested,

    /// <summary>Open counts as met.</summary>
    Possible,
}

/// <summary>
/// Turns the verdicts of a component's rules into coverage, level and score. Every number comes from the guide's data;
/// with applicability fixed, Fail → Open → Pass never lowers anything.
/// </summary>
internal sealed class ComponentScorer
{
    private readonly GuideComponent _component;
    private readonly IReadOnlyList<(double Weight, RuleVerdict[] Verdicts)> _practices;

    public ComponentScorer(GuideComponent component, IEnumerable<RuleVerdict> verdicts)
    {
        _component = component;
        _practices =
        [
            .. verdicts.Where(v => v.Rule.Component == component.Id)
                .OrderBy(v => v.Rule.Id, StringComparer.Ordinal)
                .GroupBy(v => v.Rule.Practice)
                .Select(p => (component.Practices.FirstOrDefault(g => g.Id == p.Key)?.Weight ?? 1, p.ToArray())),
        ];
    }

    private ComponentScorer(ComponentScorer other, IReadOnlySet<string> passing)
    {
        _component = other._component;
        _practices = [.. other._practices.Select(p => (p.Weight, Array.ConvertAll(p.Verdicts, v => passing.Contains(v.Rule.Id) ? v with { Kind = ResultKind.Pass } : v)))];
    }

    /// <summary>The same if these rules passed.</summary>
    public ComponentScorer WithPassing(IReadOnlySet<string> rules) => new(this, rules);

    /// <summary>Level and score of one reading.</summary>
    public (int Level, double Score) Score(Reading reading)
    {
        int level = 1;
        foreach (LevelRequirement requirement in _component.Levels)
        {
            if (!IsReached(requirement, reading))
            {
                double part = Coverage(requirement.Level, reading) is { } coverage ? Math.Min(1, coverage / requirement.Threshold) : 0;
                return (level, level + Math.Min(part, 0.99));
            }

            level = requirement.Level;
        }

        return (level, level);
    }

    /// <summary>What is compared with the level's threshold; null where no applicable rule stands on the level.</summary>
    public double? Coverage(int level, Reading reading) => _component.IsCumulative
        ? Own(level, reading) is null ? null : Mean(p => Cumulative(p, level, reading))
        : Own(level, reading);

    /// <summary>Weighted mean over practices of their coverage of this level alone; null where nothing applies.</summary>
    public double? Own(int level, Reading reading) => Mean(p => PracticeCoverage(p, level, reading));

    /// <summary>True when the level's threshold, floor and required rules hold (levels below not looked at).</summary>
    public bool IsReached(LevelRequirement requirement, Reading reading) =>
        Coverage(requirement.Level, reading) is { } coverage && coverage >= requirement.Threshold
        && Own(requirement.Level, reading) >= requirement.Floor
        && MissingRequired(requirement, reading).Count == 0;

    /// <summary>Required rules of a level that do not pass. One that does not apply is missing too: no level is reached for want of what it asks for.</summary>
    public IReadOnlyList<string> MissingRequired(LevelRequirement requirement, Reading reading)
    {
        HashSet<string> met = [.. _practices.SelectMany(p => p.Verdicts).Where(v => v.IsMet(reading)).Select(v => v.Rule.Id)];
        return [.. requirement.Required.Where(id => !met.Contains(id))];
    }

    /// <summary>
    /// A practice's weighted share of met rules of a level: a failing defect counts as a failed rule, a met one earns nothing. Defects alone make
    /// no share, else mending the last one would take the level away.
    /// </summary>
    private static double? PracticeCoverage(RuleVerdict[] practice, int level, Reading reading)
    {
        double met = 0;
        double ladder = 0;
        double defects = 0;
        foreach (RuleVerdict verdict in practice)
        {
            if (verdict.Rule.MaturityLevel != level || !verdict.IsApplicable)
            {
                continue;
            }

            bool isMet = verdict.IsMet(reading);
            if (verdict.Rule.IsDefect)
            {
                defects += isMet ? 0 : verdict.Rule.Weight;
            }
            else
            {
                ladder += verdict.Rule.Weight;
                met += isMet ? verdict.Rule.Weight : 0;
            }
        }

        return ladder > 0 ? met / (ladder + defects) : null;
    }

    private static double? Cumulative(RuleVerdict[] practice, int level, Reading reading)
    {
        double sum = 0;
        int count = 0;
        for (int l = 2; l <= level; l++)
        {
            if (PracticeCoverage(practice, l, reading) is { } coverage)
            {
                sum += coverage;
                count++;
            }
        }

        return count > 0 ? sum / count : null;
    }

    private double? Mean(Func<RuleVerdict[], double?> share)
    {
        double sum = 0;
        double weights = 0;
        foreach ((double weight, RuleVerdict[] verdicts) in _practices)
        {
            if (share(verdicts) is { } value)
            {
                sum += weight * value;
                weights += weight;
            }
        }

        return weights > 0 ? sum / weights : null;
    }
}
