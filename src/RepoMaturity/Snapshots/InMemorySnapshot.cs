using System.Text;

namespace RepoMaturity.Snapshots;

/// <summary>Snapshots of files that lie nowhere: for rule examples and tests.</summary>
public static class InMemorySnapshot
{
    /// <summary>Files of text, as UTF-8 without a mark.</summary>
    /// <param name="name">Name of the repository.</param>
    /// <param name="files">Paths relative to the root, with forward slashes, and their text.</param>
    /// <exception cref="ArgumentException">A path is given twice, empty, absolute, or leaves the root.</exception>
    public static RepositorySnapshot Create(string name, params IEnumerable<(string Path, string Text)> files) =>
        Create(name, files.Select(f => (f.Path, Encoding.UTF8.GetBytes(f.Text))));

    /// <summary>Files of bytes.</summary>
    /// <inheritdoc cref="Create(string, IEnumerable{ValueTuple{string, string}})"/>
    public static RepositorySnapshot Create(string name, IEnumerable<(string Path, byte[] Bytes)> files) => Create(name, files, GitHistory.None);

    /// <summary>Files with a history that lies nowhere either, paths that are no ordinary files, and tracked files that are not there.</summary>
    internal static RepositorySnapshot Create(
        string name,
        IEnumerable<(string Path, byte[] Bytes)> files,
        GitHistory history,
        IReadOnlyDictionary<string, SnapshotFileMode>? modes = null,
        IReadOnlyCollection<string>? missing = null)
    {
        Dictionary<string, SnapshotFile> byPath = new(StringComparer.Ordinal);
        foreach ((string path, byte[] bytes) in files)
        {
            if (path.Length == 0 || RepositoryPath.Combine("", path) != path)
            {
                throw new ArgumentException($"'{path}' is no plain path relative to the root", nameof(files));
            }

            if (!byPath.TryAdd(path, new SnapshotFile(path, bytes.Length, null, modes?.GetValueOrDefault(path) ?? SnapshotFileMode.Regular, () => bytes)))
            {
                throw new ArgumentException($"'{path}' is given twice", nameof(files));
            }
        }

        return new RepositorySnapshot(name, null, byPath.Values) { History = history, Missing = [.. (missing ?? []).Order(StringComparer.Ordinal)] };
    }
}
