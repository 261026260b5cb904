using RepoMaturity.Documents;
using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Queries;

/// <summary><c>file: [globs]</c>: a file of own code or of the repository's own house is there and not empty.</summary>
internal sealed class FileQuery : Query
{
    private readonly FilePattern[] _patterns;
    private readonly bool _anywhere;

    public FileQuery(QueryNode node)
    {
        _patterns = [.. node.Values().Select(p => new FilePattern(p))];
        _anywhere = node.Flag("anywhere");
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence) => QueryResult.Any(
    [
        .. FilePattern.Find(evidence.Snapshot, _patterns)
            .Where(f => f.Size > 0 && (_anywhere || evidence.Trees.IsOwn(f)))
            .Select(Match.Of),
    ]);
}
