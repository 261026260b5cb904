using RepoMaturity.Rules;

namespace RepoMaturity.Scoring;

/// <summary>A level over several repositories.</summary>
/// <param name="Weakest">The lowest.</param>
/// <param name="Median">The middle one, the lower of two.</param>
/// <param name="WeakestRepository">A repository at the lowest.</param>
public sealed record GroupLevel(int Weakest, int Median, string WeakestRepository)
{
    internal static GroupLevel Of(IEnumerable<(string Repository, int Level)> levels)
    {
        (string Repository, int Level)[] sorted = [.. levels.OrderBy(l => l.Level).ThenBy(l => l.Repository, StringComparer.Ordinal)];
        return new GroupLevel(sorted[0].Level, sorted[(sorted.Length - 1) / 2].Level, sorted[0].Repository);
    }
}

/// <summary>What keeps repositories from their next level.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Repositories">Names of the repositories that it keeps back.</param>
public sealed record GroupBlocker(RuleDescriptor Rule, IReadOnlyList<string> Repositories);

/// <summary>Several repositories of one organization together.</summary>
public sealed record GroupAssessment
{
    /// <summary>The repositories, by name.</summary>
    public required IReadOnlyList<Assessment> Repositories { get; init; }

    /// <summary>Levels of components.</summary>
    public required IReadOnlyList<(GuideComponent Component, GroupLevel Level)> Components { get; init; }

    /// <summary>Levels of the guide's questions; the statements of all repositories answer each.</summary>
    public required IReadOnlyList<(GuideQuestion Question, GroupLevel Verified, GroupLevel Attested)> Questions { get; init; }

    /// <summary>Mean of the repositories' dimension.</summary>
    public required DimensionAssessment Dimension { get; init; }

    /// <summary>The statements of all: counts are summed, of everything else the worst stands.</summary>
    public required IReadOnlyList<Attestation> Attestations { get; init; }

    /// <summary>What blocks most repositories, the commonest first.</summary>
    public required IReadOnlyList<GroupBlocker> Blockers { get; init; }

    /// <summary>Puts assessments together.</summary>
    /// <param name="assessments">At least one, with different names.</param>
    /// <param name="catalog">The rules they were judged by.</param>
    public static GroupAssessment Of(IReadOnlyList<Assessment> assessments, RuleCatalog catalog)
    {
        Assessment[] sorted = [.. assessments.OrderBy(a => a.Repository, StringComparer.Ordinal)];
        Attestation[] stated = [.. sorted.SelectMany(a => a.Attestations).GroupBy(a => a.Kind.Key, StringComparer.Ordinal).Select(Together).OrderBy(a => a.Kind.Key, StringComparer.Ordinal)];
        (string Repository, GuideAnswers Answers)[] answers = [.. sorted.Select(a => (a.Repository, GuideAnswers.Of(a with { Attestations = stated }, catalog)))];
        DimensionAssessment[] dimensions = [.. sorted.Select(a => a.Dimension)];
        return new GroupAssessment
        {
            Repositories = sorted,
            Components =
            [
                .. from component in catalog.Components
                   let levels = sorted.SelectMany(a => a.Projects.SelectMany(p => p.Components).Where(c => c.Id == component.Id && c.IsApplicable).Select(c => (a.Repository, c.Level))).ToArray()
                   where levels.Length > 0
                   select (component, GroupLevel.Of(levels)),
            ],
            Questions =
            [
                .. catalog.Sections.Questions.Select((q, i) => (
                    q,
                    GroupLevel.Of(answers.Select(a => (a.Repository, a.Answers.Questions[i].Level))),
                    GroupLevel.Of(answers.Select(a => (a.Repository, a.Answers.Questions[i].Attested))))),
            ],
            Dimension = new DimensionAssessment(dimensions.Average(d => d.Verified), dimensions.Average(d => d.Attested), dimensions.Average(d => d.Possible), dimensions.Max(d => d.ComponentCount)),
            Attestations = stated,
            Blockers =
            [
                .. sorted.SelectMany(a => a.Projects.SelectMany(p => p.Components).SelectMany(c => c.Blockers).Select(b => (b.Finding.Rule, a.Repository)))
                    .Distinct()
                    .GroupBy(b => b.Rule)
                    .OrderByDescending(g => g.Count())
                    .ThenBy(g => g.Key.Id, StringComparer.Ordinal)
                    .Select(g => new GroupBlocker(g.Key, [.. g.Select(b => b.Repository)])),
            ],
        };
    }

    private static Attestation Together(IGrouping<string, Attestation> stated)
    {
        Attestation[] all = [.. stated];
        AttestationKind kind = all[0].Kind;
        return kind.Unit == AttestationUnit.Count
            ? all[0] with { Value = all.Sum(a => a.Value), Date = all.Min(a => a.Date), Source = string.Join(", ", all.Select(a => a.Source).Distinct()), Owner = string.Join(", ", all.Select(a => a.Owner).Distinct()) }
            : kind.LessIsBetter ? all.MaxBy(a => a.Value)! : all.MinBy(a => a.Value)!;
    }
}
