using RepoMaturity.Rules;

namespace RepoMaturity.Scoring;

/// <summary>An item of the guide's roadmap, held against the repository.</summary>
/// <param name="Assessment">The criterion and what is known of it.</param>
/// <param name="Group">The guide's group.</param>
/// <param name="Gain">By how much the dimension's verified score would rise if the rules that stand against it passed; 0 when none does.</param>
/// <param name="Effort">Work of those rules together: 1 minutes, 2 hours, 3 days for each; 0 when none stands against it.</param>
public sealed record RoadmapItem(CriterionAssessment Assessment, string Group, double Gain, int Effort);

/// <summary>A stage of the guide's roadmap for where a repository stands.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Items">To do first by gain against effort, then what cannot be seen, then what is done.</param>
/// <param name="Success">The stage's success criteria.</param>
public sealed record Roadmap(GuideStage Stage, IReadOnlyList<RoadmapItem> Items, IReadOnlyList<CriterionAssessment> Success)
{
    /// <summary>The stage that leads up from the level that the dimension and the median of its components have reached.</summary>
    public static GuideStage StageOf(Assessment assessment, RuleCatalog catalog)
    {
        int[] levels = [.. assessment.Projects.SelectMany(p => p.Components).Where(c => c.IsApplicable).Select(c => c.Level).Order()];
        int level = levels.Length == 0 ? 1 : Math.Min(assessment.Dimension.Level, levels[(levels.Length - 1) / 2]);
        return catalog.Sections.Stages.LastOrDefault(s => s.From <= level) ?? catalog.Sections.Stages[0];
    }

    /// <summary>Holds a stage against an assessment.</summary>
    public static Roadmap Of(Assessment assessment, RuleCatalog catalog, GuideAnswers answers, GuideStage stage)
    {
        IReadOnlyDictionary<int, ComponentScorer> scorers = Assessor.Scorers(catalog, assessment);
        Dictionary<int, double> scores = scorers.ToDictionary(s => s.Key, s => s.Value.Score(Reading.Verified).Score);
        ILookup<string, CriterionAssessment> groups = answers.Criteria.ToLookup(c => c.Criterion.Group, StringComparer.Ordinal);
        RoadmapItem Item(CriterionAssessment criterion, string group)
        {
            RuleDescriptor[] rules = [.. criterion.Reasons.SelectMany(r => r.Findings).Where(f => f.Kind == ResultKind.Fail).Select(f => f.Rule).Distinct()];
            HashSet<string> ids = [.. rules.Select(r => r.Id)];
            double gain = rules.Select(r => r.Component).Distinct().Where(scorers.ContainsKey).Sum(c => scorers[c].WithPassing(ids).Score(Reading.Verified).Score - scores[c]);
            return new RoadmapItem(criterion, group, scorers.Count == 0 ? 0 : gain / scorers.Count, rules.Sum(r => r.Effort));
        }

        return new Roadmap(
            stage,
            [
                .. stage.Groups.SelectMany(g => groups[$"{stage.Id}.{g.Id}"].Select(c => Item(c, g.Name)))
                    .OrderBy(i => i.Assessment.State)
                    .ThenByDescending(i => i.Gain / Math.Max(i.Effort, 1)),
            ],
            [.. groups[$"{stage.Id}.success"]]);
    }
}
