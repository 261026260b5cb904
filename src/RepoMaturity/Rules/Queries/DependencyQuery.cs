using RepoMaturity.Documents.Manifests;
using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Queries;

/// <summary><c>dependency: [names]</c> with <c>ecosystem: pypi|conda|nuget|npm</c>: a manifest of the repository names a package.</summary>
internal sealed class DependencyQuery : Query
{
    private readonly IReadOnlyList<string> _names;
    private readonly Ecosystem _ecosystem;

    public DependencyQuery(QueryNode node)
    {
        _names = node.Values();
        _ecosystem = node.Choice("ecosystem", Ecosystem.PyPi);
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence) => QueryResult.Any(
    [
        .. _names.SelectMany(n => evidence.Manifests.Find(_ecosystem, n))
            .Where(d => evidence.Trees.IsOwnPath(d.Location.Path))
            .Select(d => Match.At(d.Location, d.Spec)),
    ]);
}
