using System.Formats.Tar;
using System.Text;

namespace RepoMaturity.Snapshots;

/// <summary>Files of a folder as snapshot files; reading never blocks and never follows a link.</summary>
internal static class DiskFile
{
    /// <summary>A snapshot file that is read from disk.</summary>
    public static SnapshotFile Create(string root, DiskEntry entry, string? blobId, SnapshotFileMode? tracked)
    {
        string full = Path.Combine(root, entry.Path);
        return entry.IsLink
            ? new SnapshotFile(entry.Path, entry.Size, blobId, SnapshotFileMode.SymbolicLink, () => ReadLink(full, entry.Path))
            : new SnapshotFile(entry.Path, entry.Size, blobId, tracked ?? ModeOf(full), () => Read(full, entry.Path));
    }

    internal static SnapshotReadException TooLarge(string path) => new($"{path}: larger than 2 GiB");

    private static byte[] Read(string full, string path)
    {
        try
        {
            FileInfo info = new(full);
            if (info.LinkTarget is not null)
            {
                throw new SnapshotReadException($"{path}: became a link while it was read");
            }

            // A pipe, socket or device has no length and opening it may block for ever.
            if (info.Length == 0)
            {
                return IsOrdinary(full) ? [] : throw new SnapshotReadException($"{path}: a pipe, socket or device, not a file");
            }

            return info.Length > Array.MaxLength ? throw TooLarge(path) : File.ReadAllBytes(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unreadable(path, e);
        }
    }

    private static byte[] ReadLink(string full, string path)
    {
        try
        {
            return Encoding.UTF8.GetBytes(new FileInfo(full).LinkTarget ?? throw new SnapshotReadException($"{path}: no longer a link"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>.NET tells a pipe from a file only here: the tar writer looks at the type and opens nothing but files.</summary>
    private static bool IsOrdinary(string full)
    {
        using MemoryStream stream = new();
        using (TarWriter writer = new(stream, leaveOpen: true))
        {
            writer.WriteEntry(full, "file");
        }

        stream.Position = 0;
        using TarReader reader = new(stream);
        return reader.GetNextEntry()?.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile;
    }

    private static SnapshotReadException Unreadable(string path, Exception e) => e switch
    {
        UnauthorizedAccessException => new($"{path}: no permission to read it", e),
        FileNotFoundException or DirectoryNotFoundException => new($"{path}: gone since the files were listed", e),
        _ => new($"{path}: cannot be read", e),
    };

    private static SnapshotFileMode ModeOf(string full)
    {
        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(full) & AnyExecute) != 0 ? SnapshotFileMode.Executable : SnapshotFileMode.Regular;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SnapshotFileMode.Regular;
        }
    }
}
