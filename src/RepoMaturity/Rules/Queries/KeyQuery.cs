using RepoMaturity.Documents;
using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Queries;

/// <summary><c>key: tool.mypy.strict</c> with <c>in: [globs]</c> and <c>matches</c>, <c>at-least</c>, <c>at-most</c>: a value of a data file,
/// Terraform (<c>resource.TYPE.NAME.attribute</c>) and Bicep (<c>resources.*.type</c>) among them.</summary>
internal sealed class KeyQuery : Query
{
    private readonly IReadOnlyList<string> _keys;
    private readonly FilePattern[] _files;
    private readonly ValueTest _test;

    public KeyQuery(QueryNode node)
    {
        _keys = node.Values();
        _files = [.. node.Texts("in").Select(p => new FilePattern(p))];
        _test = new ValueTest(node.Text("matches"), node.Number("at-least"), node.Number("at-most"));
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        List<Match> matches = [];
        foreach (SnapshotFile file in FilePattern.Find(evidence.Snapshot, _files).Where(evidence.Trees.IsOwn))
        {
            foreach (DataNode root in evidence.Documents.Data(file)?.Roots ?? [])
            {
                matches.AddRange(
                    from key in _keys
                    from entry in KeyPath.Find(root, key)
                    where _test.Fits(entry.Value)
                    select Match.At(new Location(file.Path, entry.Line, entry.Column), entry.Value.IsScalar ? $"{entry.Key}: {entry.Value.Text}" : entry.Key));
            }
        }

        return QueryResult.Any(matches);
    }
}
