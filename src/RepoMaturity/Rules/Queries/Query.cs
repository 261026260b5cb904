using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Queries;

/// <summary>What a query says, in four values: evidence may be there, missing, invisible, or beside the point.</summary>
internal enum Truth
{
    Yes,
    No,

    /// <summary>Cannot be seen from here.</summary>
    Unknown,

    /// <summary>There is nothing to ask about, such as a share of no functions.</summary>
    NotApplicable,
}

/// <summary>One piece of evidence that a query found.</summary>
/// <param name="Location">Where a finding about it belongs.</param>
/// <param name="Text">Shown for <c>{match}</c> in the rule's message.</param>
/// <param name="Trail">The chain that proves it, outermost first.</param>
internal sealed record Match(Location Location, string Text, IReadOnlyList<TrailStep> Trail)
{
    /// <summary>A match of a whole file: its path says it all.</summary>
    public static Match Of(SnapshotFile file) => new(new Location(file.Path), file.Path, [new TrailStep(new Location(file.Path), "")]);

    /// <summary>A match whose proof is its own place.</summary>
    public static Match At(Location location, string text) => new(location, text, [new TrailStep(location, text)]);
}

/// <summary>The answer of a query: its truth, what proves it, and why it is not simply yes.</summary>
/// <param name="Truth">The answer.</param>
/// <param name="Matches">Evidence found; of a No, what was found against it (may be empty).</param>
/// <param name="Reason">For Unknown and NotApplicable why; for No what is missing, when the rule's message should say it.</param>
internal readonly record struct QueryResult(Truth Truth, IReadOnlyList<Match> Matches, string? Reason = null)
{
    public static QueryResult Yes(params IReadOnlyList<Match> matches) => new(Truth.Yes, matches);

    public static QueryResult No(string? reason = null) => new(Truth.No, [], reason);

    public static QueryResult Unknown(string reason, params IReadOnlyList<Match> matches) => new(Truth.Unknown, matches, reason);

    public static QueryResult NotApplicable(string reason) => new(Truth.NotApplicable, [], reason);

    /// <summary>Yes when something was found, else No.</summary>
    public static QueryResult Any(IReadOnlyList<Match> matches) => matches.Count > 0 ? Yes(matches) : No();
}

/// <summary>A predicate over evidence. Immutable; evaluated in parallel with others.</summary>
internal abstract class Query
{
    public abstract QueryResult Evaluate(RepositoryEvidence evidence);
}
