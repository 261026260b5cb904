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
    private readonly string _pattern;
    private readonly Matcher? _matcher;

    public FilePattern(string pattern)
    {
        _pattern = pattern.TrimStart('/');
        if (pattern.Contains('/', StringComparison.Ordinal))
        {
            _matcher = new Matcher(StringComparison.OrdinalIgnoreCase);
            _matcher.AddInclude(_pattern);
        }
    }

    public bool IsMatch(SnapshotFile file) => IsMatch(file.Path);

    public bool IsMatch(string path) => _matcher is null
        ? FileSystemName.MatchesSimpleExpression(_pattern, path.AsSpan(path.LastIndexOf('/') + 1), ignoreCase: true)
        : _matcher.Match(path).HasMatches;

    /// <summary>Matching files with content, in path order, those nearest to the root first.</summary>
    public static IEnumerable<SnapshotFile> Find(RepositorySnapshot snapshot, IReadOnlyList<FilePattern> patterns) =>
        snapshot.Files
            .Where(f => f.HasContent && patterns.Any(p => p.IsMatch(f)))
            .OrderBy(f => f.Path.AsSpan().Count('/'))
            .ThenBy(f => f.Path, StringComparer.Ordinal);
}
