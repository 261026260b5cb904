using RepoMaturity.Rules;

namespace RepoMaturity.Scoring;

/// <summary>Points of a framework's test: 0, 0.5 by hand, 1 by itself.</summary>
/// <param name="Test">The test.</param>
/// <param name="Points">Its points.</param>
/// <param name="Finding">What shows it, or what stands against it; null when no rule can.</param>
public sealed record ViewTestAnswer(ViewTest Test, double Points, Finding? Finding);

/// <summary>A framework's score: the least of its sections' sums.</summary>
/// <param name="View">The framework.</param>
/// <param name="Score">The score.</param>
/// <param name="Sections">Each section with its tests.</param>
public sealed record ScoreAnswer(ScoreView View, double Score, IReadOnlyList<(string Name, double Sum, IReadOnlyList<ViewTestAnswer> Tests)> Sections);

/// <summary>A framework's level.</summary>
/// <param name="View">The framework.</param>
/// <param name="Level">The highest level of which all rules, and all below, pass.</param>
/// <param name="Name">Its name.</param>
/// <param name="Missing">What the next level lacks.</param>
public sealed record LevelAnswer(LevelView View, int Level, string Name, IReadOnlyList<Finding> Missing);

/// <summary>Other frameworks' views of an assessment.</summary>
/// <param name="Scores">Scores.</param>
/// <param name="Levels">Levels.</param>
public sealed record ViewAnswers(IReadOnlyList<ScoreAnswer> Scores, IReadOnlyList<LevelAnswer> Levels)
{
    /// <summary>Reads an assessment by the views of a catalogue.</summary>
    public static ViewAnswers Of(Assessment assessment, RuleCatalog catalog)
    {
        Dictionary<string, RuleVerdict> verdicts = assessment.Findings.GroupBy(f => f.Rule).Select(RuleVerdict.Fold).ToDictionary(v => v.Rule.Id, StringComparer.Ordinal);
        bool Passes(string? rule) => rule is not null && verdicts.TryGetValue(rule, out RuleVerdict? verdict) && verdict.Kind == ResultKind.Pass;
        Finding? Shown(string? rule) => rule is not null && verdicts.TryGetValue(rule, out RuleVerdict? verdict) ? verdict.Findings.First(f => f.Kind == verdict.Kind) : null;
        ViewTestAnswer Answer(ViewTest test) =>
            Passes(test.Automated) ? new ViewTestAnswer(test, 1, Shown(test.Automated))
            : Passes(test.Manual) ? new ViewTestAnswer(test, 0.5, Shown(test.Manual))
            : new ViewTestAnswer(test, 0, Shown(test.Manual) ?? Shown(test.Automated));
        ScoreAnswer Score(ScoreView view)
        {
            (string Name, double Sum, IReadOnlyList<ViewTestAnswer> Tests)[] sections = [.. view.Sections.Select(s =>
            {
                ViewTestAnswer[] tests = [.. s.Tests.Select(Answer)];
                return (s.Name, tests.Sum(t => t.Points), (IReadOnlyList<ViewTestAnswer>)tests);
            })];
            return new ScoreAnswer(view, sections.Min(s => s.Sum), sections);
        }

        LevelAnswer Level(LevelView view)
        {
            int reached = view.Levels.TakeWhile(l => l.Rules.All(Passes)).Count();
            (int level, string name, _) = view.Levels[Math.Max(reached - 1, 0)];
            return new LevelAnswer(view, level, name, reached < view.Levels.Count ? [.. view.Levels[reached].Rules.Where(r => !Passes(r)).Select(Shown).OfType<Finding>()] : []);
        }

        return new ViewAnswers([.. catalog.Views.Scores.Select(Score)], [.. catalog.Views.Levels.Select(Level)]);
    }
}
