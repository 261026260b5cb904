using RepoMaturity.Documents;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Queries;

/// <summary><c>text: pattern</c> with <c>in: [globs]</c>: reads prose line by line, without backtracking; alone it never proves more than level 2.</summary>
internal sealed class TextQuery : Query
{
    private const int MaxLine = 4_096;
    private readonly TextPattern _pattern;
    private readonly FilePattern[] _files;

    public TextQuery(QueryNode node)
    {
        _pattern = new TextPattern(node.Value(), ignoreCase: true);
        _files = [.. node.Texts("in").Select(p => new FilePattern(p))];
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        List<Match> matches = [];
        foreach (SnapshotFile file in FilePattern.Find(evidence.Snapshot, _files).Where(evidence.Trees.IsOwn))
        {
            int number = 0;
            foreach (ReadOnlySpan<char> line in (evidence.Documents.Text(file) ?? "").AsSpan().EnumerateLines())
            {
                number++;
                if (line.Length <= MaxLine && _pattern.IsMatch(line))
                {
                    string text = line.Trim().ToString();
                    matches.Add(Match.At(new Location(file.Path, number), text.Length <= 80 ? text : text[..79] + "…"));
                }
            }
        }

        return QueryResult.Any(matches);
    }
}
