using RepoMaturity.Rules.Queries;

namespace RepoMaturity.Rules;

/// <summary>What the absence of evidence means for a rule.</summary>
public enum AbsenceMeaning
{
    /// <summary>A repository would show it: absence is a Fail.</summary>
    Fail,

    /// <summary>It may live elsewhere, such as branch protection: absence is Open.</summary>
    Open,
}

/// <summary>A rule as data: what it judges, where it stands in the guide, and what to tell people.</summary>
public sealed record RuleDescriptor
{
    /// <summary><c>RM</c>, component, practice and ordinal: <c>RM50102</c> is Component 5, practice 01, rule 2.</summary>
    public required string Id { get; init; }

    /// <summary>Names the defect; reads as "allow …".</summary>
    public required string Title { get; init; }

    /// <summary>Practice of the guide, such as <c>5.01</c>.</summary>
    public required string Practice { get; init; }

    /// <summary>Level of the guide that the rule belongs to, 2 to 5.</summary>
    public required int MaturityLevel { get; init; }

    /// <summary>
    /// True for a defect: each match is a located Fail. A failing defect counts as a failed rule of its level; a passing one
    /// earns nothing.
    /// </summary>
    public bool IsDefect { get; init; }

    /// <summary>Severity of a Fail before policy.</summary>
    public required Severity DefaultSeverity { get; init; }

    /// <summary>Share inside its practice and level, relative to its neighbours; 1 unless said otherwise.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Work that the remedy takes: 1 minutes, 2 hours, 3 days.</summary>
    public int Effort { get; init; } = 2;

    /// <summary>Ids of the guide's criteria that the rule decides.</summary>
    public IReadOnlyList<string> Criteria { get; init; } = [];

    /// <summary>What absence means.</summary>
    public AbsenceMeaning Absence { get; init; }

    /// <summary>Statements of the team that answer what the rule leaves Open, each by itself.</summary>
    public IReadOnlyList<AttestationNeed> Attestations { get; init; } = [];

    /// <summary>Sentence of a Fail; <c>{match}</c> stands for what was found.</summary>
    public required string Message { get; init; }

    /// <summary>Why it matters, Markdown.</summary>
    public required string Rationale { get; init; }

    /// <summary>How to mend it, Markdown.</summary>
    public required string Remedy { get; init; }

    /// <summary>Traits of which one is needed for the rule to apply; empty for every repository.</summary>
    public IReadOnlyList<string> Applies { get; init; } = [];

    /// <summary>Traits of which none may be there for the rule to apply.</summary>
    public IReadOnlyList<string> Unless { get; init; } = [];

    /// <summary>The rule that fails first where this one fails for want of anything to look at; null when none.</summary>
    internal string? Needs { get; init; }

    /// <summary>Small repositories that pass and fail.</summary>
    public IReadOnlyList<RuleExample> Examples { get; init; } = [];

    /// <summary>The predicate; null when <see cref="AnalyzerName"/> judges.</summary>
    internal Query? Query { get; init; }

    /// <summary>Name of the <see cref="RepositoryAnalyzer"/> that judges; null when <see cref="Query"/> does.</summary>
    internal string? AnalyzerName { get; init; }

    /// <summary>The query as written, for the rule's page.</summary>
    internal string QueryText { get; init; } = "";

    /// <summary>Component of the guide, 1 to 5; 0 for rules about the scan itself.</summary>
    public int Component => Id.Length > 2 ? Id[2] - '0' : 0;

    /// <summary>Two descriptors are the same rule when their ids are equal.</summary>
    public bool Equals(RuleDescriptor? other) => other is not null && Id == other.Id;

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Id;
}
