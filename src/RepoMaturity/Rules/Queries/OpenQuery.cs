using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Queries;

/// <summary><c>open: why</c> with <c>unless: query</c>: cannot be seen from here, unless something shows that a file would say it.</summary>
internal sealed class OpenQuery(QueryNode node) : Query
{
    private readonly string _reason = node.Value();
    private readonly Query? _unless = node.Query("unless");

    public override QueryResult Evaluate(RepositoryEvidence evidence) =>
        _unless?.Evaluate(evidence).Truth == Truth.Yes ? QueryResult.No() : QueryResult.Unknown(_reason);
}
