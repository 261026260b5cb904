using System.IO.Enumeration;

namespace RepoMaturity.Snapshots;

/// <summary>A file or link on disk.</summary>
/// <param name="Path">Path relative to the root, with forward slashes.</param>
/// <param name="Size">Bytes; of a link the length that the system gives.</param>
/// <param name="IsLink">True for a symbolic link or junction, whatever it leads to.</param>
internal sealed record DiskEntry(string Path, long Size, bool IsLink);

/// <summary>Lists a folder without following links; bounded in number and depth.</summary>
internal static class FolderWalker
{
    internal const int MaxFiles = 500_000;
    internal const int MaxDepth = 200;

    private static readonly EnumerationOptions EveryEntry = new() { AttributesToSkip = 0, RecurseSubdirectories = false, IgnoreInaccessible = false };

    /// <summary>Lists files and links below the root.</summary>
    /// <param name="root">Full path.</param>
    /// <param name="enters">Asked with the relative path of each folder; false leaves it out. <c>.git</c> is never entered.</param>
    /// <param name="notes">Told what cannot be listed.</param>
    public static IEnumerable<DiskEntry> Walk(string root, Func<string, bool> enters, SnapshotNotes notes)
    {
        int count = 0;
        Stack<(string Path, int Depth)> folders = new([("", 0)]);
        while (folders.TryPop(out (string Path, int Depth) folder))
        {
            foreach ((DiskEntry entry, bool isFolder) in List(root, folder.Path, notes))
            {
                if (entry.Path.Contains('\\', StringComparison.Ordinal))
                {
                    notes.Skip(entry.Path, "skipped, a backslash in the name");
                }
                else if (!isFolder)
                {
                    if (++count > MaxFiles)
                    {
                        notes.Add($"more than {MaxFiles} files: the rest is not read");
                        yield break;
                    }

                    yield return entry;
                }
                else if (folder.Depth >= MaxDepth)
                {
                    notes.Skip(entry.Path, $"skipped, deeper than {MaxDepth} folders");
                }
                else if (enters(entry.Path))
                {
                    folders.Push((entry.Path, folder.Depth + 1));
                }
            }
        }
    }

    private static (DiskEntry Entry, bool IsFolder)[] List(string root, string folder, SnapshotNotes notes)
    {
        string prefix = folder.Length == 0 ? "" : folder + "/";
        try
        {
            FileSystemEnumerable<(DiskEntry, bool)> entries = new(
                Path.Combine(root, folder),
                (ref FileSystemEntry e) =>
                {
                    bool isLink = (e.Attributes & FileAttributes.ReparsePoint) != 0;
                    bool isFolder = !isLink && e.IsDirectory;
                    return (new DiskEntry(prefix + e.FileName.ToString(), isFolder ? 0 : e.Length, isLink), isFolder);
                },
                EveryEntry)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry e) => !e.FileName.SequenceEqual(".git"),
            };
            return [.. entries];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            notes.Skip(folder.Length == 0 ? "." : folder, "folders that cannot be listed");
            return [];
        }
    }
}
