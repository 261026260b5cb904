namespace RepoMaturity.Snapshots;

/// <summary>Opens snapshots: the code that touches git and the disk for reading. Nothing is ever executed or written.</summary>
/// <remarks>
/// A repository that another user owns is opened too, as containers in CI need it; libgit2 knows that switch for the whole process
/// only, so it is set once for the process, together with the repository extensions that reading can live with.
/// </remarks>
public static class SnapshotReader
{
    /// <summary>Opens a working tree, a bare repository's HEAD, a folder without git, or with <paramref name="revision"/> a commit.</summary>
    /// <remarks>
    /// A working tree holds the tracked files and the untracked ones that are not ignored, as they lie on disk. A folder without git
    /// holds everything but VCS folders and installed environments: its <c>.gitignore</c> is not applied, since whoever handed the folder
    /// over decided what is in it.
    /// </remarks>
    /// <param name="path">Folder; for a working tree, any folder inside it opens the whole tree.</param>
    /// <param name="revision">A revision that git understands, or null for what lies in the folder.</param>
    /// <exception cref="SnapshotException">The path does not exist, is not readable, or the revision is unknown; the message says what to do.</exception>
    public static RepositorySnapshot Open(string path, string? revision = null)
    {
        string folder = FullFolder(path);
        if (GitRepository.Find(folder) is not { } location)
        {
            return revision is null
                ? FolderReader.Read(folder)
                : throw new SnapshotException($"'{path}' is no git repository, so '{revision}' cannot be read; leave the revision out to read the folder");
        }

        GitRepository? git = GitRepository.Open(location, out string? problem);
        if (git is null)
        {
            return location.Root is not null && revision is null
                ? FolderReader.ReadUnsupported(location.Root, problem!)
                : throw new SnapshotException($"the git data of '{path}' cannot be read: {problem}; check the files out and scan the folder without a revision");
        }

        try
        {
            return revision is null && git.Root is not null ? WorkingTreeReader.Read(git) : CommitReader.Read(git, revision);
        }
        catch (LibGit2Sharp.LibGit2SharpException e)
        {
            git.Dispose();
            throw new SnapshotException($"'{path}' cannot be read: {e.Message}", e);
        }
        catch
        {
            git.Dispose();
            throw;
        }
    }

    private static string FullFolder(string path)
    {
        string full;
        try
        {
            full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        }
        catch (ArgumentException e)
        {
            throw new SnapshotException($"'{path}' is no path", e);
        }

        if (Directory.Exists(full))
        {
            return full;
        }

        throw new SnapshotException(File.Exists(full)
            ? $"'{path}' is a file; name the folder of the repository"
            : $"'{path}' does not exist or may not be read");
    }
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
