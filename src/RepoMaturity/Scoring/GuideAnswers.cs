using RepoMaturity.Rules;

namespace RepoMaturity.Scoring;

/// <summary>The answer to a question of the guide's assessment.</summary>
public sealed record QuestionAnswer
{
    /// <summary>The question.</summary>
    public required GuideQuestion Question { get; init; }

    /// <summary>The level whose response fits by what the repository proves, 1 to 5.</summary>
    public required int Level { get; init; }

    /// <summary>The level that fits with what the team attests.</summary>
    public required int Attested { get; init; }

    /// <summary>The level that would fit if all that cannot be seen were met.</summary>
    public required int Possible { get; init; }

    /// <summary>The response of the verified level, in our words.</summary>
    public required string Response { get; init; }

    /// <summary>The response of the attested level.</summary>
    public required string AttestedResponse { get; init; }

    /// <summary>Statements of the levels reached that hold.</summary>
    public required IReadOnlyList<CriterionAssessment> Evidence { get; init; }

    /// <summary>Statements of the levels reached that do not hold: what contradicts the answer.</summary>
    public required IReadOnlyList<CriterionAssessment> Contradictions { get; init; }

    /// <summary>Statements of the next level that are not met or cannot be seen.</summary>
    public required IReadOnlyList<CriterionAssessment> Missing { get; init; }

    /// <summary>The guide's guidance for assessors, worked through.</summary>
    public required IReadOnlyList<CriterionAssessment> Guidance { get; init; }
}

/// <summary>A failure mode and whether this repository shows it.</summary>
/// <param name="Mode">Which.</param>
/// <param name="State">Holds when all its signs are there, Open when some cannot be seen and none is refuted.</param>
/// <param name="Signs">Its criteria.</param>
public sealed record FailureModeAnswer(GuideFailureMode Mode, CriterionState State, IReadOnlyList<CriterionAssessment> Signs);

/// <summary>The guide's criteria, questions, indicators and failure modes, answered for one assessment.</summary>
public sealed record GuideAnswers
{
    /// <summary>Every criterion in the guide's order.</summary>
    public required IReadOnlyList<CriterionAssessment> Criteria { get; init; }

    /// <summary>The questions.</summary>
    public required IReadOnlyList<QuestionAnswer> Questions { get; init; }

    /// <summary>Signs of strength and weakness by the group's name.</summary>
    public required IReadOnlyList<(string Name, IReadOnlyList<CriterionAssessment> Signs)> Indicators { get; init; }

    /// <summary>The failure modes.</summary>
    public required IReadOnlyList<FailureModeAnswer> FailureModes { get; init; }

    /// <summary>Other frameworks' views.</summary>
    public required ViewAnswers Views { get; init; }

    /// <summary>Answers everything from an assessment.</summary>
    public static GuideAnswers Of(Assessment assessment, RuleCatalog catalog)
    {
        IReadOnlyList<CriterionAssessment> criteria = new CriterionJudge(assessment, catalog).JudgeAll();
        GuideSections sections = catalog.Sections;
        return new GuideAnswers
        {
            Criteria = criteria,
            Questions = [.. sections.Questions.Select(q => Answer(q, criteria, sections.Fits))],
            Views = ViewAnswers.Of(assessment, catalog),
            Indicators = [.. sections.Indicators.Select(i => (i.Name, Group(criteria, i.Id)))],
            FailureModes = [.. sections.FailureModes.Select(m => Recognise(m, Group(criteria, m.Id)))],
        };
    }

    private static IReadOnlyList<CriterionAssessment> Group(IReadOnlyList<CriterionAssessment> criteria, string id) => [.. criteria.Where(c => c.Criterion.Group == id)];

    private static FailureModeAnswer Recognise(GuideFailureMode mode, IReadOnlyList<CriterionAssessment> signs)
    {
        CriterionState[] states = [.. signs.Select(s => s.State).Where(s => s is not (CriterionState.Context or CriterionState.NotApplicable))];
        return new FailureModeAnswer(mode, states.Length == 0 ? CriterionState.NotApplicable : states.Min(), signs);
    }

    private static QuestionAnswer Answer(GuideQuestion question, IReadOnlyList<CriterionAssessment> criteria, double fits)
    {
        int Level(Func<CriterionState, bool> counts)
        {
            int level = 1;
            while (level < 5 && Fits(question, level + 1, criteria, fits, counts))
            {
                level++;
            }

            return level;
        }

        int verified = Level(static s => s == CriterionState.Holds);
        int attested = Level(static s => s is CriterionState.Holds or CriterionState.Attested);
        CriterionAssessment[] reached = [.. Enumerable.Range(2, verified - 1).SelectMany(l => Statements(question, l, criteria))];
        return new QuestionAnswer
        {
            Question = question,
            Level = verified,
            Attested = attested,
            Possible = Level(static s => s is CriterionState.Holds or CriterionState.Attested or CriterionState.Open),
            Response = Response(question, verified, criteria),
            AttestedResponse = Response(question, attested, criteria),
            Evidence = verified == 1
                ? [.. Statements(question, 1, criteria).Where(s => s.State == CriterionState.Holds)]
                : [.. reached.Where(s => s.IsGood)],
            Contradictions = [.. reached.Where(s => s.State == (s.Criterion.IsWeakness ? CriterionState.Holds : CriterionState.Fails))],
            Missing = verified == 5 ? [] : [.. Statements(question, verified + 1, criteria).Where(s => !s.Criterion.IsWeakness && s.State is (CriterionState.Fails or CriterionState.Open))],
            Guidance = Group(criteria, $"{question.Id}.guidance"),
        };
    }

    /// <summary>A level's response fits when what sums it up holds, and enough of its statements.</summary>
    private static bool Fits(GuideQuestion question, int level, IReadOnlyList<CriterionAssessment> criteria, double fits, Func<CriterionState, bool> counts)
    {
        CriterionState head = criteria.First(c => c.Criterion.Id == $"{question.Id}.L{level}").State;
        CriterionAssessment[] statements = [.. Statements(question, level, criteria).Where(s => s.State is not (CriterionState.NotApplicable or CriterionState.Context))];
        int holding = statements.Count(s => s.Criterion.IsWeakness ? s.State != CriterionState.Holds : counts(s.State));
        return (head == CriterionState.NotApplicable || counts(head)) && statements.Length > 0 && holding >= fits * statements.Length;
    }

    private static string Response(GuideQuestion question, int level, IReadOnlyList<CriterionAssessment> criteria) =>
        criteria.First(c => c.Criterion.Id == $"{question.Id}.L{level}").Criterion.Asks;

    private static IReadOnlyList<CriterionAssessment> Statements(GuideQuestion question, int level, IReadOnlyList<CriterionAssessment> criteria) =>
        Group(criteria, $"{question.Id}.L{level}");
}
