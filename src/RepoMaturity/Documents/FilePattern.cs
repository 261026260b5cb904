using System.Buffers;
using System.IO.Enumeration;
using Microsoft.Extensions.FileSystemGlobbing;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents;

/// <summary>
/// A glob of a rule: without a slash it is matched with the file's name anywhere (<c>*.ipynb</c>), with one with the path from the
/// root (<c>.github/workflows/*.yml</c>, <c>**/conf/*.py</c>). Case does not matter: READMEs come in every spelling.
/// </summary>
internal sealed class FilePattern
{
    private static readonly SearchValues<char> Wildcards = SearchValues.Create("*?");

    private readonly string _pattern;
    private readonly string _name;
    private readonly string[] _pieces = [];
    private readonly Lazy<Matcher>? _matcher;

    public FilePattern(string pattern)
    {
        _pattern = pattern;
        string path = pattern.TrimStart('/');
        _name = path[(path.LastIndexOf('/') + 1)..];
        if (pattern.Contains('/', StringComparison.Ordinal))
        {
            _pieces = path[..^_name.Length].Split(['*', '?', '/'], StringSplitOptions.RemoveEmptyEntries);
            _matcher = new(() => new Matcher(StringComparison.OrdinalIgnoreCase).AddInclude(path));
        }
    }

    public bool IsMatch(SnapshotFile file) => IsMatch(file.Path);

    /// <summary>The name is held against the last segment first, then what the folders must hold: that is cheap and decides for most.</summary>
    public bool IsMatch(string path) =>
        (_name == "**" || FileSystemName.MatchesSimpleExpression(_name, path.AsSpan(path.LastIndexOf('/') + 1), ignoreCase: true))
        && (_matcher is null || (HasPieces(path) && _matcher.Value.Match(path).HasMatches));

    /// <summary>Matching files with content, in path order, those nearest to the root first.</summary>
    public static IEnumerable<SnapshotFile> Find(RepositorySnapshot snapshot, IReadOnlyList<FilePattern> patterns) => patterns
        .SelectMany(p => snapshot.Matching(p._pattern, p.Matches))
        .Distinct()
        .OrderBy(f => f.Path.AsSpan().Count('/'))
        .ThenBy(f => f.Path, StringComparer.Ordinal);

    private IEnumerable<SnapshotFile> Matches(RepositorySnapshot snapshot) =>
        (_name.AsSpan().ContainsAny(Wildcards) ? snapshot.Files : snapshot.Named(_name)).Where(f => f.HasContent && IsMatch(f));

    private bool HasPieces(string path)
    {
        foreach (string piece in _pieces)
        {
            if (piece is not ("." or "..") && !path.Contains(piece, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
