using System.Collections.Concurrent;
using LibGit2Sharp;

namespace RepoMaturity.Snapshots;

/// <summary>Where a repository lies.</summary>
/// <param name="Path">What libgit2 opens: the working tree's root, or the bare repository.</param>
/// <param name="Root">The folder that holds <c>.git</c>; null for a bare repository.</param>
internal sealed record GitLocation(string Path, string? Root);

/// <summary>An opened git repository: one handle for the working tree, and a handle per reading thread for objects.</summary>
internal sealed class GitRepository : IDisposable
{
    private readonly string _commonDirectory;
    private readonly ConcurrentBag<Repository> _idle = [];
    private volatile bool _disposed;

    static GitRepository()
    {
        GlobalSettings.SetOwnerValidation(false);

        // Safe for a reader: objects of a partial clone that are missing fail one by one, the others speak of writing or of worktree paths.
        GlobalSettings.SetExtensions("partialclone", "preciousobjects", "relativeworktrees");
    }

    private GitRepository(Repository main, string? root)
    {
        Main = main;
        Root = root;
        _commonDirectory = CommonDirectory(main.Info.Path);
        ShallowRoots = ReadShallow(Path.Combine(_commonDirectory, "shallow"));
    }

    /// <summary>The handle for index, HEAD and ignore rules; for one thread.</summary>
    public Repository Main { get; }

    /// <summary>Root of the working tree; null for a bare repository.</summary>
    public string? Root { get; }

    /// <summary>Ids of the commits where a shallow clone was cut off; empty when it is complete.</summary>
    public IReadOnlySet<string> ShallowRoots { get; }

    /// <summary>Last segment of the origin's URL, else of the folder.</summary>
    public string Name
    {
        get
        {
            string? url = Main.Network.Remotes["origin"]?.Url;
            string name = LastSegment(url ?? "");
            return name.Length > 0 ? name : LastSegment(Root ?? Main.Info.Path);
        }
    }

    /// <summary>The repository that a folder belongs to, or null.</summary>
    public static GitLocation? Find(string folder)
    {
        if (!Path.Exists(Path.Combine(folder, ".git")) && File.Exists(Path.Combine(folder, "HEAD"))
            && Directory.Exists(Path.Combine(folder, "objects")) && Directory.Exists(Path.Combine(folder, "refs")))
        {
            return Path.GetFileName(folder) == ".git"
                ? new GitLocation(Path.GetDirectoryName(folder)!, Path.GetDirectoryName(folder))
                : new GitLocation(folder, null);
        }

        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            string git = Path.Combine(at, ".git");
            if (File.Exists(git) || File.Exists(Path.Combine(git, "HEAD")))
            {
                return new GitLocation(at, at);
            }
        }

        return null;
    }

    /// <summary>Opens; null with a problem when libgit2 does not know the repository's format.</summary>
    public static GitRepository? Open(GitLocation location, out string? problem)
    {
        problem = null;
        try
        {
            Repository main = new(location.Path);
            if (location.Root is null || main.Info.IsBare)
            {
                return new GitRepository(main, null);
            }

            // The root is where .git lies: a core.worktree of the repository's own configuration could point anywhere.
            if (!IsSameFolder(main.Info.WorkingDirectory, location.Root))
            {
                main.Dispose();
                main = new Repository(location.Path, new RepositoryOptions { WorkingDirectoryPath = location.Root });
            }

            return new GitRepository(main, location.Root);
        }
        catch (Exception e) when (e is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            return null;
        }
    }

    /// <summary>Runs an action with a handle that no other thread uses.</summary>
    public T Use<T>(Func<Repository, T> action)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);

        // The common folder rather than a worktree's own: only there libgit2 sees that a clone is shallow.
        Repository repository = _idle.TryTake(out Repository? idle) ? idle : new Repository(_commonDirectory);
        try
        {
            return action(repository);
        }
        finally
        {
            _idle.Add(repository);
            if (_disposed)
            {
                DisposeIdle();
            }
        }
    }

    /// <summary>Content of a blob.</summary>
    /// <exception cref="SnapshotReadException">It is missing, too large, or the snapshot is closed.</exception>
    public byte[] ReadBlob(string path, ObjectId id, long size)
    {
        if (size > Array.MaxLength)
        {
            throw DiskFile.TooLarge(path);
        }

        try
        {
            return Use(repository =>
            {
                Blob blob = repository.Lookup<Blob>(id) ?? throw Missing(path, id, null);
                using Stream stream = blob.GetContentStream();
                byte[] bytes = new byte[blob.Size];
                stream.ReadExactly(bytes);
                return bytes;
            });
        }
        catch (LibGit2SharpException e)
        {
            throw Missing(path, id, e);
        }
        catch (ObjectDisposedException e)
        {
            throw new SnapshotReadException($"{path}: the snapshot is closed", e);
        }
    }

    /// <summary>The last segment of a path or URL, without <c>.git</c>, query and credentials.</summary>
    internal static string LastSegment(string path)
    {
        string trimmed = path.Split('?', '#')[0].TrimEnd('/', '\\');
        string segment = trimmed[(trimmed.LastIndexOfAny(['/', '\\', ':', '@']) + 1)..];
        return segment.Length > 4 && segment.EndsWith(".git", StringComparison.Ordinal) ? segment[..^4] : segment;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Main.Dispose();
        DisposeIdle();
    }

    private static SnapshotReadException Missing(string path, ObjectId id, Exception? inner) =>
        new($"{path}: blob {id.ToString(7)} is missing (a partial or damaged clone); fetch it and scan again", inner);

    private static bool IsSameFolder(string one, string other) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(one)) == Path.TrimEndingDirectorySeparator(other);

    private static string CommonDirectory(string gitDirectory)
    {
        string link = Path.Combine(gitDirectory, "commondir");
        return File.Exists(link) ? Path.GetFullPath(Path.Combine(gitDirectory, File.ReadAllText(link).Trim())) : gitDirectory;
    }

    private static HashSet<string> ReadShallow(string path)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        if (File.Exists(path))
        {
            foreach (string line in File.ReadLines(path).Take(100_000))
            {
                ids.Add(line.Trim());
            }

            ids.Remove("");
        }

        return ids;
    }

    private void DisposeIdle()
    {
        while (_idle.TryTake(out Repository? repository))
        {
            repository.Dispose();
        }
    }
}
