using LibGit2Sharp;

namespace RepoMaturity.Snapshots;

/// <summary>Reads a folder without git, or one whose git data cannot be read.</summary>
internal static class FolderReader
{
    private static readonly string[] VersionControl = [".git", ".hg", ".svn", ".bzr", ".jj"];

    /// <summary>What tools install or cache; nobody hands it over on purpose.</summary>
    private static readonly string[] Environments =
        [".venv", "node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".ipynb_checkpoints"];

    /// <summary>Reads everything but VCS folders and installed environments.</summary>
    public static RepositorySnapshot Read(string root)
    {
        SnapshotNotes notes = new();
        notes.Add("no git repository: history is not available");
        return Read(root, notes, path =>
        {
            string name = GitRepository.LastSegment(path);
            if (!Environments.Contains(name))
            {
                return !VersionControl.Contains(name);
            }

            notes.Skip(path, "left out, installed or cached by tools");
            return false;
        }, static _ => true);
    }

    /// <summary>Reads a working tree without its index: what its ignore rules let through.</summary>
    public static RepositorySnapshot ReadUnsupported(string root, string problem)
    {
        SnapshotNotes notes = new();
        notes.Add($"the git data cannot be read ({problem}): files are those of the folder that are not ignored, history is not available");

        // Ignore rules need some repository: an empty one beside, looking at this folder.
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("repo-maturity-");
        try
        {
            string git = Repository.Init(scratch.FullName);
            using Repository rules = new(git, new RepositoryOptions { WorkingDirectoryPath = root });
            return Read(root, notes, path => WorkingTreeReader.EntersUntracked(rules, root, path, notes), path => !WorkingTreeReader.IsIgnored(rules, path));
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static RepositorySnapshot Read(string root, SnapshotNotes notes, Func<string, bool> enters, Func<string, bool> wanted)
    {
        Dictionary<string, SnapshotFile> files = new(StringComparer.Ordinal);
        foreach (DiskEntry entry in FolderWalker.Walk(root, enters, notes))
        {
            if (wanted(entry.Path) && !files.TryAdd(entry.Path, DiskFile.Create(root, entry, null, null)))
            {
                notes.Skip(entry.Path, "skipped, several files whose names are the same in Unicode");
            }
        }

        return new RepositorySnapshot(GitRepository.LastSegment(root), null, files.Values, notes.ToList());
    }
}
