using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Reports;

/// <summary>The guide's questions, signs, roadmap and attestations as reports for people.</summary>
public static class GuideReport
{
    private const double LeastGain = 0.005;
    private const int MostFindings = 3;
    private const int MostBlockers = 10;

    private static readonly string[] Efforts = ["", "minutes", "hours", "days"];

    /// <summary>Answers to the guide's questions with evidence, contradictions and guidance; its signs and failure modes.</summary>
    public static IEnumerable<ReportBlock> Answers(string repository, DimensionAssessment dimension, GuideSections sections, GuideAnswers answers)
    {
        yield return new HeadingBlock(1, $"{sections.Dimension} of {repository}");
        yield return new ParagraphBlock($"{Figures($"Level {dimension.Level} of 5", dimension)}.");
        foreach (QuestionAnswer question in answers.Questions)
        {
            yield return new HeadingBlock(2, $"{question.Question.Id} {question.Question.Name}: level {question.Level}");
            yield return new ParagraphBlock(question.Question.Asks);
            yield return new ParagraphBlock($"Proven by this repository: {Lower(question.Response)}.");
            if (question.Attested > question.Level)
            {
                yield return new ParagraphBlock($"With what the team attests: {Lower(question.AttestedResponse)}.");
            }

            if (question.Possible > Math.Max(question.Level, question.Attested))
            {
                yield return new ParagraphBlock($"Possible: level {question.Possible}, if all that cannot be seen here were met.");
            }

            foreach (ReportBlock block in Part("Evidence", question.Evidence)
                .Concat(Part("What contradicts it", question.Contradictions))
                .Concat(Part($"Missing for level {question.Level + 1}", question.Missing))
                .Concat(Part("Guidance for assessors", question.Guidance, neutral: true)))
            {
                yield return block;
            }
        }

        foreach ((string name, IReadOnlyList<CriterionAssessment> signs) in answers.Indicators)
        {
            yield return new HeadingBlock(2, name);
            foreach (ReportBlock block in signs.Select(s => Item(s)))
            {
                yield return block;
            }
        }

        foreach (FailureModeAnswer mode in answers.FailureModes)
        {
            string recognised = mode.State switch
            {
                CriterionState.Holds => "recognised",
                CriterionState.Fails => "not here",
                CriterionState.NotApplicable => "not applicable",
                _ => "cannot be told",
            };
            yield return new HeadingBlock(2, $"{mode.Mode.Name}: {recognised}");
            yield return new ParagraphBlock(mode.Mode.Asks);
            foreach (ReportBlock block in mode.Signs.Where(s => s.State != CriterionState.Context).Select(s => Item(s)))
            {
                yield return block;
            }
        }
    }

    /// <summary>What other frameworks say of the same evidence.</summary>
    public static IEnumerable<ReportBlock> Views(ViewAnswers views)
    {
        foreach (LevelAnswer answer in views.Levels)
        {
            yield return new HeadingBlock(2, $"{answer.View.Name}: level {answer.Level}, {answer.Name}");
            foreach (Finding missing in answer.Missing)
            {
                yield return new ItemBlock(missing.Kind == ResultKind.Fail ? ItemMark.ToDo : ItemMark.Open, $"{missing.Rule.Id} {missing.Message}", "", []);
            }
        }

        foreach (ScoreAnswer answer in views.Scores)
        {
            yield return new HeadingBlock(2, $"{answer.View.Name}: {answer.Score:0.0}");
            foreach ((string name, double sum, IReadOnlyList<ViewTestAnswer> tests) in answer.Sections)
            {
                yield return new HeadingBlock(3, $"{name}: {sum:0.0} of {tests.Count}");
                foreach (ViewTestAnswer test in tests)
                {
                    ItemMark mark = test.Finding is null ? ItemMark.Open : test.Points > 0 ? ItemMark.Done : test.Finding.Kind == ResultKind.Fail ? ItemMark.ToDo : ItemMark.Open;
                    yield return new ItemBlock(mark, test.Test.Asks, $"{test.Points:0.0}", test.Finding is { } finding ? [$"{finding.Rule.Id} {finding.Message}"] : []);
                }
            }
        }
    }

    /// <summary>A stage of the roadmap: what to do first, what can be attested, what is done.</summary>
    public static IEnumerable<ReportBlock> Roadmap(string repository, DimensionAssessment dimension, Roadmap roadmap)
    {
        GuideStage stage = roadmap.Stage;
        yield return new HeadingBlock(1, $"Roadmap of {repository}: {stage.Name}, from level {stage.From} to {stage.From + 1}");
        yield return new ParagraphBlock($"{Figures($"Level {dimension.Level} of 5", dimension)}. The guide expects {stage.Months} months for this stage.");
        foreach (IGrouping<string, RoadmapItem> part in roadmap.Items.GroupBy(i => PartOf(i.Assessment.State)))
        {
            yield return new HeadingBlock(2, part.Key);
            foreach (RoadmapItem item in part)
            {
                string worth = item.Gain >= LeastGain ? $"+{item.Gain:0.00}, " : "";
                string effort = item.Effort > 0 ? $"{Efforts[Math.Clamp(item.Effort, 1, 3)]}, " : "";
                yield return Item(item.Assessment, $"{worth}{effort}{item.Group}");
            }
        }

        yield return new HeadingBlock(2, "Success criteria");
        foreach (CriterionAssessment criterion in roadmap.Success)
        {
            yield return Item(criterion);
        }
    }

    /// <summary>What the team could state that the repository cannot show.</summary>
    /// <param name="assessment">The assessment; its policy says which statements do not count, and why.</param>
    /// <param name="gains">What can be stated.</param>
    public static IEnumerable<ReportBlock> Attestations(Assessment assessment, IReadOnlyList<AttestationGain> gains)
    {
        yield return new HeadingBlock(1, $"What {assessment.Repository} cannot show and its team can attest");
        foreach (IGrouping<string, AttestationGain> part in gains.GroupBy(g => g.Stated is not null ? "Stated" : g.Gain >= LeastGain ? "Missing, and moves the score" : "Missing, and answers criteria only"))
        {
            yield return new HeadingBlock(2, part.Key);
            foreach (AttestationGain gain in part)
            {
                string beside = gain.Gain >= LeastGain ? $"+{gain.Gain:0.00} attested, {Count(gain.Criteria)}" : Count(gain.Criteria);
                string? ignored = assessment.PolicyEffects.FirstOrDefault(e => e.Subject == gain.Kind.Key)?.What;
                yield return new ItemBlock(
                    gain.Stated is null ? ItemMark.Open : ItemMark.Done,
                    $"{gain.Kind.Key}: {gain.Kind.Asks}",
                    beside,
                    gain.Stated is { } stated ? [$"{stated.Kind.Text(stated.Value)}, {stated.Owner}, {stated.Date:yyyy-MM-dd}, {stated.Source}"] : ignored is null ? [] : [ignored]);
            }
        }
    }

    /// <summary>Several repositories together.</summary>
    public static IEnumerable<ReportBlock> Group(GroupAssessment group, GuideSections sections)
    {
        yield return new HeadingBlock(1, $"{sections.Dimension} of {group.Repositories.Count} repositories");
        yield return new ParagraphBlock(Figures("Mean", group.Dimension));
        yield return new HeadingBlock(2, "Questions");
        foreach ((GuideQuestion question, GroupLevel verified, GroupLevel attested) in group.Questions)
        {
            string more = attested != verified ? $"; with what teams attest weakest {attested.Weakest}, median {attested.Median}" : "";
            yield return new ItemBlock(ItemMark.None, $"{question.Id} {question.Name}: weakest {verified.Weakest}, median {verified.Median}{more}", "", []);
        }

        yield return new HeadingBlock(2, "Components");
        foreach ((GuideComponent component, GroupLevel level) in group.Components)
        {
            yield return new ItemBlock(ItemMark.None, $"{component.Id} {component.Name}: weakest {level.Weakest} ({level.WeakestRepository}), median {level.Median}", "", []);
        }

        yield return new HeadingBlock(2, "Repositories");
        foreach (Assessment repository in group.Repositories)
        {
            string levels = string.Join(", ", repository.Projects.SelectMany(p => p.Components).Select(c => c.IsApplicable ? $"C{c.Id} {c.Level}" : $"C{c.Id} –"));
            yield return new ItemBlock(ItemMark.None, $"{repository.Repository}: {ReportText.Score(repository.Dimension.Verified)} ({levels})", "", repository.Notes);
        }

        if (group.Attestations.Count > 0)
        {
            yield return new HeadingBlock(2, "Attested together");
            foreach (Attestation stated in group.Attestations)
            {
                yield return new ItemBlock(ItemMark.Done, $"{stated.Kind.Name}: {stated.Kind.Text(stated.Value)}", "", []);
            }
        }

        yield return new HeadingBlock(2, "What blocks most of them");
        foreach (GroupBlocker blocker in group.Blockers.Take(MostBlockers))
        {
            yield return new ItemBlock(ItemMark.ToDo, $"{blocker.Rule.Id} {blocker.Rule.Title}", $"{blocker.Repositories.Count} of {group.Repositories.Count}", [string.Join(", ", blocker.Repositories)]);
        }
    }

    private static string Count(int criteria) => criteria == 1 ? "1 criterion" : $"{criteria} criteria";

    private static string Figures(string level, DimensionAssessment dimension) =>
        $"{level}: verified {ReportText.Score(dimension.Verified)}, attested {ReportText.Score(dimension.Attested)}, possible {ReportText.Score(dimension.Possible)}{(dimension.ComponentCount < 5 ? $", of {dimension.ComponentCount} of 5 components" : "")}";

    private static string PartOf(CriterionState state) => state switch
    {
        CriterionState.Fails => "To do",
        CriterionState.Open => "Cannot be seen here",
        CriterionState.NotApplicable => "Does not apply",
        _ => "Done",
    };

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private static IEnumerable<ReportBlock> Part(string name, IReadOnlyList<CriterionAssessment> criteria, bool neutral = false) =>
        criteria.Count == 0 ? [] : criteria.Select(c => (ReportBlock)(neutral ? Item(c) with { Mark = ItemMark.None } : Item(c))).Prepend(new HeadingBlock(3, name));

    private static ItemBlock Item(CriterionAssessment criterion, string beside = "")
    {
        string state = criterion.State == CriterionState.Attested ? "attested" : "";
        string answer = !criterion.Criterion.IsWeakness ? "" : criterion.State switch
        {
            CriterionState.Holds => ": yes",
            CriterionState.Fails => ": no",
            _ => ": cannot be told",
        };
        return new ItemBlock(
            Mark(criterion),
            criterion.Criterion.Asks + answer,
            string.Join(", ", new[] { beside, state, criterion.Criterion.Id }.Where(t => t.Length > 0)),
            [.. Deciding(criterion).SelectMany(Details)]);
    }

    /// <summary>What decided it: of several that must all be reached, those that are not.</summary>
    private static IEnumerable<CriterionReason> Deciding(CriterionAssessment criterion)
    {
        CriterionReason[] decided = [.. criterion.Reasons.Where(r => r.State == criterion.State)];
        return criterion.State is CriterionState.Fails or CriterionState.Open && !criterion.Criterion.IsWeakness && decided.Length > 0
            ? decided
            : criterion.Reasons.Where(r => r.State != CriterionState.NotApplicable || criterion.State == CriterionState.NotApplicable);
    }

    private static ItemMark Mark(CriterionAssessment criterion) => criterion.State switch
    {
        CriterionState.Holds or CriterionState.Attested => criterion.Criterion.IsWeakness ? ItemMark.ToDo : ItemMark.Done,
        CriterionState.Fails => criterion.Criterion.IsWeakness ? ItemMark.Done : ItemMark.ToDo,
        CriterionState.Open => ItemMark.Open,
        _ => ItemMark.None,
    };

    private static IEnumerable<string> Details(CriterionReason reason)
    {
        if (reason.Findings.Count == 0)
        {
            yield return reason.Attestation is { } key && reason.State == CriterionState.Open ? $"{reason.Text} (attest {key})" : reason.Text;
            yield break;
        }

        foreach (Finding finding in reason.Findings.Take(MostFindings))
        {
            string attest = finding.Kind == ResultKind.Open && finding.Rule.Attestations.Count > 0 ? $" (attest {finding.Rule.Attestations[0].Key})" : "";
            string proof = finding is { Kind: ResultKind.Pass, Trail: [_, ..] } ? Chain(finding.Trail) : finding.Message;
            yield return $"{finding.Rule.Id} {proof}{attest}";
        }
    }

    /// <summary>A trail by its ends; the JSON report has all of it.</summary>
    private static string Chain(IReadOnlyList<TrailStep> trail) =>
        string.Join(" → ", (trail.Count <= 2 ? trail.Select(t => ReportText.Step(t, wholePath: true)) : [ReportText.Step(trail[0], wholePath: true), "…", ReportText.Step(trail[^1], wholePath: true)]));
}
