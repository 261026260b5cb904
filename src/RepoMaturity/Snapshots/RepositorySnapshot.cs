using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace RepoMaturity.Snapshots;

/// <summary>The commit that a snapshot shows.</summary>
/// <param name="Id">Full hexadecimal id.</param>
/// <param name="AuthorDate">Author's date.</param>
/// <param name="Branch">Short name of the branch, where one is checked out.</param>
public sealed record CommitInfo(string Id, DateTimeOffset AuthorDate, string? Branch);

/// <summary>
/// An immutable view of a repository: a commit, a working tree, a folder without git, or files in memory.
/// Dispose it when the scan is over; file bytes cannot be read afterwards.
/// </summary>
public sealed class RepositorySnapshot : IDisposable
{
    private readonly FrozenDictionary<string, SnapshotFile> _byPath;
    private readonly FrozenSet<string> _directories;
    private readonly IDisposable? _owner;
    private readonly Lazy<ILookup<string, SnapshotFile>> _byName;
    private readonly ConcurrentDictionary<string, SnapshotFile[]> _byPattern = new(StringComparer.Ordinal);

    internal RepositorySnapshot(
        string name,
        CommitInfo? commit,
        IEnumerable<SnapshotFile> files,
        IReadOnlyList<string>? notes = null,
        IDisposable? owner = null)
    {
        Name = name;
        Commit = commit;
        Notes = notes ?? [];
        _owner = owner;
        SnapshotFile[] sorted = [.. files];
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        Files = sorted;
        _byName = new(() => sorted.ToLookup(f => f.Name, StringComparer.OrdinalIgnoreCase));
        _byPath = sorted.ToFrozenDictionary(f => f.Path, StringComparer.Ordinal);
        HashSet<string> directories = [""];
        foreach (SnapshotFile file in sorted)
        {
            for (string d = file.Directory; d.Length > 0 && directories.Add(d);)
            {
                int slash = d.LastIndexOf('/');
                d = slash < 0 ? "" : d[..slash];
            }
        }

        _directories = directories.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Name of the repository: the last segment of its remote or of its folder.</summary>
    public string Name { get; }

    /// <summary>The commit shown, or the one checked out; null without git or before the first commit.</summary>
    public CommitInfo? Commit { get; }

    /// <summary>All files, sorted by path in ordinal order.</summary>
    public IReadOnlyList<SnapshotFile> Files { get; }

    /// <summary>What could not be seen while reading: shallow history, an unsupported repository format, an empty repository.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The commits that <see cref="Commit"/> descends from.</summary>
    internal GitHistory History { get; init; } = GitHistory.None;

    /// <summary>Tracked files that do not lie on disk, in path order: deleted, outside a sparse checkout, or never fetched.</summary>
    internal IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The file at a path relative to the root, or null.</summary>
    /// <param name="path">Path with forward slashes; compared in ordinal order.</param>
    public SnapshotFile? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Files with this name in any folder, whatever its case, in path order.</summary>
    internal IEnumerable<SnapshotFile> Named(string name) => _byName.Value[name];

    /// <summary>Files of a pattern, looked for once: many rules and technologies ask for the same.</summary>
    internal IReadOnlyList<SnapshotFile> Matching(string pattern, Func<RepositorySnapshot, IEnumerable<SnapshotFile>> find) =>
        _byPattern.GetOrAdd(pattern, static (_, state) => [.. state.find(state.Self)], (Self: this, find));

    /// <summary>True when some file lies in this folder or below it.</summary>
    /// <param name="path">Folder without a trailing slash; empty for the root.</param>
    public bool HasDirectory(string path) => _directories.Contains(path);

    /// <inheritdoc/>
    public void Dispose() => _owner?.Dispose();
}
