namespace RepoMaturity.Snapshots;

/// <summary>What a tree entry is, after git's own modes.</summary>
public enum SnapshotFileMode
{
    /// <summary>An ordinary file.</summary>
    Regular,

    /// <summary>A file with the executable bit.</summary>
    Executable,

    /// <summary>A symbolic link; its bytes are the target's path and it is never followed.</summary>
    SymbolicLink,

    /// <summary>A submodule; it has no bytes here.</summary>
    Submodule,
}

/// <summary>One immutable file of a snapshot; bytes are read on demand.</summary>
public sealed class SnapshotFile
{
    private readonly Func<byte[]> _read;
    private WeakReference<byte[]>? _bytes;

    internal SnapshotFile(string path, long size, string? blobId, SnapshotFileMode mode, Func<byte[]> read)
    {
        Path = path;
        Size = size;
        BlobId = blobId;
        Mode = mode;
        _read = read;
        int slash = path.LastIndexOf('/');
        Name = path[(slash + 1)..];
        Directory = slash < 0 ? "" : path[..slash];
        int dot = Name.LastIndexOf('.');
        Extension = dot <= 0 ? "" : Name[dot..].ToLowerInvariant();
    }

    /// <summary>Path relative to the root, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>The last segment of <see cref="Path"/>.</summary>
    public string Name { get; }

    /// <summary>Folder of the file without a trailing slash; empty at the root.</summary>
    public string Directory { get; }

    /// <summary>Lower-case extension with its dot; empty for none and for dot-files.</summary>
    public string Extension { get; }

    /// <summary>Size in bytes.</summary>
    public long Size { get; }

    /// <summary>Git's id of the content, where the snapshot knows it.</summary>
    public string? BlobId { get; }

    /// <summary>What kind of entry this is.</summary>
    public SnapshotFileMode Mode { get; }

    /// <summary>True for <see cref="SnapshotFileMode.Regular"/> and <see cref="SnapshotFileMode.Executable"/>.</summary>
    public bool HasContent => Mode is SnapshotFileMode.Regular or SnapshotFileMode.Executable;

    /// <summary>The whole content.</summary>
    /// <exception cref="SnapshotReadException">The content cannot be read: missing blob, no permission, not an ordinary file, larger than the bound.</exception>
    public byte[] Read()
    {
        if (_bytes is { } weak && weak.TryGetTarget(out byte[]? known))
        {
            return known;
        }

        byte[] bytes = _read();
        _bytes = new WeakReference<byte[]>(bytes);
        return bytes;
    }

    /// <summary>True when content is a pointer of Git LFS, which stands for a large file that is not here.</summary>
    public static bool IsLfsPointer(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 1024 && bytes.StartsWith("version https://git-lfs.github.com/spec/v1"u8) && bytes.IndexOf("\noid sha256:"u8) > 0;

    /// <inheritdoc/>
    public override string ToString() => Path;
}

/// <summary>A file of the snapshot that cannot be read; becomes an Open finding that names it.</summary>
public sealed class SnapshotReadException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SnapshotReadException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Creates an exception without a message.</summary>
    public SnapshotReadException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public SnapshotReadException(string message)
        : base(message)
    {
    }
}
