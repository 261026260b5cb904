namespace RepoMaturity.Snapshots;

/// <summary>Opens snapshots: the code that touches git and the disk for reading.</summary>
public static class SnapshotReader
{
    /// <summary>Opens a working tree, a bare repository's HEAD, a folder without git, or with <paramref name="revision"/> a commit.</summary>
    /// <param name="path">Folder; for a working tree, any folder inside it opens the whole tree.</param>
    /// <param name="revision">A revision that git understands, or null for what lies in the folder.</param>
    /// <exception cref="SnapshotException">The path does not exist, is not readable, or the revision is unknown; the message says what to do.</exception>
    public static RepositorySnapshot Open(string path, string? revision = null) =>
        throw new SnapshotException($"'{path}' cannot be opened");
}

/// <summary>A repository that cannot be opened; the message says what to do.</summary>
public sealed class SnapshotException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SnapshotException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception without a message.</summary>
    public SnapshotException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public SnapshotException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
