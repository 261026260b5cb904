using LibGit2Sharp;

namespace RepoMaturity.Snapshots;

/// <summary>Reads a working tree: tracked files that lie on disk, and untracked ones that are not ignored.</summary>
internal static class WorkingTreeReader
{
    public static RepositorySnapshot Read(GitRepository git)
    {
        SnapshotNotes notes = new();
        string root = git.Root!;
        Dictionary<string, IndexEntry> tracked = new(StringComparer.Ordinal);
        HashSet<string> trackedFolders = new(StringComparer.Ordinal);
        foreach (IndexEntry entry in git.Main.Index)
        {
            tracked[entry.Path] = entry;
            for (string? folder = RepositoryPath.Parent(entry.Path); folder is { Length: > 0 } && trackedFolders.Add(folder);)
            {
                folder = RepositoryPath.Parent(folder);
            }
        }

        (HashSet<string> modified, HashSet<string> untracked) = Status(git.Main);
        Dictionary<string, SnapshotFile> files = new(StringComparer.Ordinal);
        foreach (DiskEntry entry in FolderWalker.Walk(root, Enters, notes))
        {
            bool isTracked = tracked.TryGetValue(entry.Path, out IndexEntry? known);
            if (!isTracked && !untracked.Contains(entry.Path) && IsIgnored(git.Main, entry.Path))
            {
                continue;
            }

            bool isSame = isTracked && !modified.Contains(entry.Path);
            SnapshotFile file = DiskFile.Create(root, entry, isSame ? known!.Id.Sha : null, isSame ? ModeOf(known!.Mode) : null);
            if (!files.TryAdd(entry.Path, file))
            {
                notes.Skip(entry.Path, "skipped, several files whose names are the same in Unicode");
            }
        }

        foreach (IndexEntry module in tracked.Values.Where(e => e.Mode == Mode.GitLink))
        {
            files[module.Path] = CommitReader.Submodule(module.Path, module.Id);
        }

        bool isSparse = git.Main.Config.GetValueOrDefault("core.sparseCheckout", false);
        string[] missing = [.. tracked.Keys.Where(p => !files.ContainsKey(p)).Order(StringComparer.Ordinal)];
        foreach (string path in missing)
        {
            notes.Skip(path, isSparse ? "tracked, outside the sparse checkout and not read" : "tracked, not on disk (deleted, or never fetched) and not read");
        }

        Commit? tip = git.Main.Head.Tip;
        string? branch = git.Main.Info.IsHeadDetached ? null : git.Main.Head.FriendlyName;
        return CommitReader.Create(git, tip, branch, files.Values, notes, missing);

        bool Enters(string path) => trackedFolders.Contains(path)
            || (!tracked.ContainsKey(path) && EntersUntracked(git.Main, root, path, notes));
    }

    /// <summary>True when git would look into a folder without tracked files.</summary>
    public static bool EntersUntracked(Repository repository, string root, string path, SnapshotNotes notes)
    {
        if (IsIgnored(repository, path + "/"))
        {
            return false;
        }

        if (!Path.Exists(Path.Combine(root, path, ".git")))
        {
            return true;
        }

        notes.Skip(path, "not read, a repository of its own");
        return false;
    }

    /// <summary>True when git would ignore the path; false when it cannot be told.</summary>
    public static bool IsIgnored(Repository repository, string path)
    {
        try
        {
            return repository.Ignore.IsPathIgnored(path);
        }
        catch (LibGit2SharpException)
        {
            return false;
        }
    }

    private static SnapshotFileMode ModeOf(Mode mode) => mode == Mode.ExecutableFile ? SnapshotFileMode.Executable : SnapshotFileMode.Regular;

    /// <summary>
    /// Tracked paths whose bytes on disk are not, or not surely, those of the index, and untracked ones that are not ignored. The latter
    /// spare most questions to <see cref="IsIgnored"/>, which reads ignore files again for each; pipes are in neither.
    /// </summary>
    private static (HashSet<string> Modified, HashSet<string> Untracked) Status(Repository repository)
    {
        StatusOptions options = new()
        {
            Show = StatusShowOption.WorkDirOnly,
            IncludeUntracked = true,
            RecurseUntrackedDirs = true,
            IncludeUnaltered = false,
            IncludeIgnored = false,
            DetectRenamesInIndex = false,
            DetectRenamesInWorkDir = false,
            ExcludeSubmodules = true,
        };
        HashSet<string> modified = new(StringComparer.Ordinal);
        HashSet<string> untracked = new(StringComparer.Ordinal);
        foreach (StatusEntry entry in repository.RetrieveStatus(options))
        {
            (entry.State == FileStatus.NewInWorkdir ? untracked : modified).Add(entry.FilePath);
        }

        return (modified, untracked);
    }
}
