using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Secrets;

namespace RepoMaturity.Rules.Queries;

/// <summary>
/// <c>secret: [high, medium]</c> with <c>fixture: true</c>: a secret found that surely, in tests, documentation and examples or outside
/// of them. <c>low</c> alone proves nothing, so its matches are Unknown.
/// </summary>
internal sealed class SecretQuery : Query
{
    private readonly IReadOnlyList<SecretConfidence> _confidences;
    private readonly bool _fixture;

    public SecretQuery(QueryNode node)
    {
        _confidences = node.Choices<SecretConfidence>("secret");
        _fixture = node.Flag("fixture");
    }

    // A made-up key in the tests of somebody else is none of this team's.
    private static bool IsVendored(RepositoryEvidence evidence, string path) =>
        evidence.Snapshot.Find(path) is { } file && evidence.Trees.OriginOf(file) == FileOrigin.Vendored;

    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        Match[] matches =
        [
            .. evidence.Secrets.Matches
                .Where(m => m.IsFixture == _fixture && _confidences.Contains(m.Confidence) && !(_fixture && IsVendored(evidence, m.Location.Path)))
                .Select(m => Match.At(m.Location, $"{m.Name}, {m.RedactedHint}")),
        ];
        return matches.Length > 0 && _confidences is [SecretConfidence.Low] ? new QueryResult(Truth.Unknown, matches) : QueryResult.Any(matches);
    }
}
