using LibGit2Sharp;

namespace RepoMaturity.Snapshots;

/// <summary>Reads the tree of a commit from the object database.</summary>
internal static class CommitReader
{
    private const int MaxPathLength = 4096;

    /// <summary>Reads a revision, or HEAD.</summary>
    /// <exception cref="SnapshotException">The revision is unknown.</exception>
    public static RepositorySnapshot Read(GitRepository git, string? revision)
    {
        SnapshotNotes notes = new();
        if (revision is null && git.Main.Info.IsHeadUnborn)
        {
            return Create(git, null, null, [], notes);
        }

        Commit commit = Resolve(git, revision ?? "HEAD");
        string? branch = revision is null && !git.Main.Info.IsHeadDetached ? git.Main.Head.FriendlyName : null;
        return Create(git, commit, branch, Files(git, commit.Tree, notes), notes);
    }

    /// <summary>The snapshot of a repository with its notes and history.</summary>
    public static RepositorySnapshot Create(GitRepository git, Commit? commit, string? branch, IEnumerable<SnapshotFile> files, SnapshotNotes notes, IReadOnlyList<string>? missing = null)
    {
        if (commit is null)
        {
            notes.Add("the repository has no commit yet: history is not available");
        }

        if (git.ShallowRoots.Count > 0)
        {
            notes.Add("the clone is shallow: older history is not available");
        }

        CommitInfo? info = commit is null ? null : new CommitInfo(commit.Sha, commit.Author.When, branch);
        GitHistory? history = commit is null ? null : new GitHistory(git, commit.Id);
        return new RepositorySnapshot(git.Name, info, files, notes.ToList(), git) { History = history ?? GitHistory.None, Missing = missing ?? [] };
    }

    /// <summary>The entry of a submodule.</summary>
    public static SnapshotFile Submodule(string path, ObjectId commit) => new(path, 0, commit.Sha, SnapshotFileMode.Submodule,
        () => throw new SnapshotReadException($"{path}: a submodule, whose files are another repository's"));

    private static Commit Resolve(GitRepository git, string revision)
    {
        string hint = git.ShallowRoots.Count > 0 ? "the clone is shallow: fetch more of it, or name a commit that it holds" : "name a branch, tag or commit of this repository";
        try
        {
            return (revision.Length == 0 ? null : git.Main.Lookup(revision))?.Peel<Commit>() ?? throw new SnapshotException($"revision '{revision}' is unknown; {hint}");
        }
        catch (LibGit2SharpException e)
        {
            throw new SnapshotException($"revision '{revision}' cannot be read: {e.Message}; {hint}", e);
        }
    }

    private static ICollection<SnapshotFile> Files(GitRepository git, Tree root, SnapshotNotes notes)
    {
        Dictionary<string, SnapshotFile> files = new(StringComparer.Ordinal);
        Stack<(string Prefix, ObjectId Tree, int Depth)> trees = new([("", root.Id, 0)]);
        int visited = 0;
        while (trees.TryPop(out (string Prefix, ObjectId Tree, int Depth) at))
        {
            // Trees may hold each other a million times over: folders count towards the bound as files do.
            if (++visited + files.Count > FolderWalker.MaxFiles)
            {
                notes.Add($"more than {FolderWalker.MaxFiles} files and folders: the rest is not read");
                break;
            }

            if (git.Main.Lookup<Tree>(at.Tree) is not { } tree)
            {
                notes.Skip(at.Prefix.TrimEnd('/'), "not read, its tree is missing");
                continue;
            }

            foreach (TreeEntry entry in tree)
            {
                string path = at.Prefix + entry.Name;
                if (!IsSafe(entry.Name) || path.Length > MaxPathLength)
                {
                    notes.Skip(path.Length > 200 ? path[..200] + "…" : path, "skipped, a name that no checkout would accept");
                }
                else if (entry.Mode != Mode.Directory)
                {
                    if (!files.TryAdd(path, File(git, path, entry)))
                    {
                        notes.Skip(path, "skipped, several files whose names are the same in Unicode");
                    }
                }
                else if (at.Depth >= FolderWalker.MaxDepth)
                {
                    notes.Skip(path, $"skipped, deeper than {FolderWalker.MaxDepth} folders");
                }
                else
                {
                    trees.Push((path + "/", entry.Target.Id, at.Depth + 1));
                }
            }
        }

        return files.Values;
    }

    private static SnapshotFile File(GitRepository git, string path, TreeEntry entry)
    {
        ObjectId id = entry.Target.Id;
        if (entry.Mode == Mode.GitLink)
        {
            return Submodule(path, id);
        }

        SnapshotFileMode mode = entry.Mode switch
        {
            Mode.SymbolicLink => SnapshotFileMode.SymbolicLink,
            Mode.ExecutableFile => SnapshotFileMode.Executable,
            _ => SnapshotFileMode.Regular,
        };
        return File(git, git.Main, path, id, mode);
    }

    /// <summary>A file of any commit by its blob.</summary>
    /// <param name="git">Reads the content later.</param>
    /// <param name="repository">Reads the size now.</param>
    /// <param name="path">Path relative to the root.</param>
    /// <param name="id">The blob.</param>
    /// <param name="mode">What kind of entry it is.</param>
    public static SnapshotFile File(GitRepository git, Repository repository, string path, ObjectId id, SnapshotFileMode mode = SnapshotFileMode.Regular)
    {
        long size = 0;
        try
        {
            size = repository.ObjectDatabase.RetrieveObjectMetadata(id).Size;
        }
        catch (LibGit2SharpException)
        {
            // A missing blob is listed; reading it says so.
        }

        return new SnapshotFile(path, size, id.Sha, mode, () => git.ReadBlob(path, id, size));
    }

    /// <summary>False for names that git itself refuses to check out on some system.</summary>
    private static bool IsSafe(string name) =>
        name is not ("" or "." or "..")
        && !name.AsSpan().ContainsAny('/', '\\', '\0')
        && !name.Equals(".git", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("git~1", StringComparison.OrdinalIgnoreCase);
}
