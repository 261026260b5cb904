using System.Text;
using LibGit2Sharp;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Snapshots;

public class WorkingTreeTests
{
    [Fact]
    public void Tracked_and_untracked_files_are_there_and_ignored_and_deleted_ones_are_not()
    {
        using TemporaryRepository repository = new();
        repository.Write("kept.py", "a");
        repository.Write("src/gone.py", "b");
        repository.Write("out/kept.bin", "c");
        repository.Write(".gitignore", "");
        repository.Commit();
        repository.Write(".gitignore", "*.log\nout/\nbuild/\n!build/x\n");
        repository.Write("new/untracked.py", "d");
        repository.Write("new/x.log", "e");
        repository.Write("out/ignored.bin", "f");
        repository.Write("build/x", "g");
        File.Delete(repository.InFolder("src/gone.py"));
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Assert.Equal([".gitignore", "kept.py", "new/untracked.py", "out/kept.bin"], snapshot.Files.Select(f => f.Path));
        Assert.Equal(["tracked, not on disk (deleted, or never fetched) and not read: src/gone.py"], snapshot.Notes);
        Assert.Equal(["src/gone.py"], snapshot.Missing);
        Assert.Equal("repo", snapshot.Name);
        Assert.Equal("main", snapshot.Commit!.Branch);
        Assert.Equal(TimeSpan.FromHours(2), snapshot.Commit.AuthorDate.Offset);
    }

    [Fact]
    public void Blob_ids_are_known_for_unchanged_files_only()
    {
        using TemporaryRepository repository = new();
        repository.Write("same.txt", "same\n");
        repository.Write("changed.txt", "before\n");
        repository.Commit();
        repository.Write("changed.txt", "after!\n");
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Assert.Null(snapshot.Find("changed.txt")!.BlobId);
        Assert.Equal("after!\n", Text(snapshot, "changed.txt"));
        using Repository git = new(repository.Folder);
        Assert.Equal(git.Head.Tip["same.txt"].Target.Sha, snapshot.Find("same.txt")!.BlobId);
    }

    [Fact]
    public void A_file_renamed_in_case_has_its_name_on_disk()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file names differ in case on Linux only");
        using TemporaryRepository repository = new();
        repository.Write("readme.md", "x");
        repository.Commit();
        File.Move(repository.InFolder("readme.md"), repository.InFolder("README.md"));
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Assert.Equal(["README.md"], snapshot.Files.Select(f => f.Path));
    }

    [Fact]
    public void Links_are_entries_and_never_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need privileges on Windows");
        using TemporaryRepository repository = new();
        Directory.CreateDirectory(repository.At("outside"));
        File.WriteAllText(repository.At("outside/secret.txt"), "secret");
        repository.Write("a.txt", "a");
        File.CreateSymbolicLink(repository.InFolder("file"), "../outside/secret.txt");
        Directory.CreateSymbolicLink(repository.InFolder("folder"), "../outside");
        Directory.CreateSymbolicLink(repository.InFolder("loop"), ".");
        File.CreateSymbolicLink(repository.InFolder("dangling"), "nowhere");
        repository.Commit();
        foreach (string? revision in new[] { null, "HEAD" })
        {
            using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder, revision);
            Assert.Equal(["a.txt", "dangling", "file", "folder", "loop"], snapshot.Files.Select(f => f.Path));
            Assert.All(snapshot.Files.Skip(1), f => Assert.Equal(SnapshotFileMode.SymbolicLink, f.Mode));
            Assert.Equal("../outside/secret.txt", Text(snapshot, "file"));
            Assert.Equal("../outside", Text(snapshot, "folder"));
            Assert.False(snapshot.Find("file")!.HasContent);
        }
    }

    [Fact]
    public void A_tracked_folder_that_became_a_link_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need privileges on Windows");
        using TemporaryRepository repository = new();
        repository.Write("data/a.txt", "inside");
        repository.Commit();
        Directory.CreateDirectory(repository.At("outside"));
        File.WriteAllText(repository.At("outside/a.txt"), "secret");
        Directory.Delete(repository.InFolder("data"), recursive: true);
        Directory.CreateSymbolicLink(repository.InFolder("data"), "../outside");
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        SnapshotFile link = Assert.Single(snapshot.Files);
        Assert.Equal(("data", SnapshotFileMode.SymbolicLink), (link.Path, link.Mode));
    }

    [Fact]
    public void A_file_that_becomes_a_link_before_it_is_read_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need privileges on Windows");
        using TemporaryRepository repository = new();
        File.WriteAllText(repository.At("secret"), "secret");
        repository.Write("a.txt", "a");
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        File.Delete(repository.InFolder("a.txt"));
        File.CreateSymbolicLink(repository.InFolder("a.txt"), "../secret");
        Assert.Contains("link", Assert.Throws<SnapshotReadException>(snapshot.Files[0].Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pipes_are_entries_that_cannot_be_read_and_empty_files_can()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no pipes in folders on Windows");
        using TemporaryRepository repository = new();
        repository.Write("empty", "");
        repository.Run("mkfifo", "pipe");
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Assert.Empty(snapshot.Find("empty")!.Read());
        Assert.Contains("pipe", Assert.Throws<SnapshotReadException>(snapshot.Find("pipe")!.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_permission_is_listed_and_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "root may read everything");
        using TemporaryRepository repository = new();
        repository.Write("locked", "x");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(repository.InFolder("locked"), UnixFileMode.None);
        }

        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Assert.Contains("permission", Assert.Throws<SnapshotReadException>(snapshot.Files[0].Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_changes_after_listing_is_read_as_it_is_and_a_deleted_one_says_so()
    {
        using TemporaryRepository repository = new();
        repository.Write("grown", "x");
        repository.Write("gone", "x");
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        repository.Write("grown", "longer");
        File.Delete(repository.InFolder("gone"));
        Assert.Equal("longer", Text(snapshot, "grown"));
        Assert.Contains("gone since", Assert.Throws<SnapshotReadException>(snapshot.Find("gone")!.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Submodules_are_entries_and_nested_repositories_are_noted()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "a");
        string id = repository.Commit();
        using (Repository git = new(repository.Folder))
        {
            Tree tree = git.ObjectDatabase.CreateTree(TreeDefinition.From(git.Head.Tip).AddGitLink("module", new ObjectId(id)));
            git.Reset(ResetMode.Mixed, git.ObjectDatabase.CreateCommit(git.Head.Tip.Author, git.Head.Tip.Author, "m", tree, [git.Head.Tip], false));
        }

        repository.Write("module/inside.txt", "x");
        Repository.Init(repository.InFolder("module"));
        Repository.Init(repository.InFolder("nested"));
        repository.Write("nested/b.txt", "b");
        foreach (string? revision in new[] { null, "HEAD" })
        {
            using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder, revision);
            Assert.Equal(["a.txt", "module"], snapshot.Files.Select(f => f.Path));
            Assert.Equal((SnapshotFileMode.Submodule, id), (snapshot.Files[1].Mode, snapshot.Files[1].BlobId));
            Assert.Throws<SnapshotReadException>(snapshot.Files[1].Read);
            Assert.Equal(revision is null ? ["not read, a repository of its own: nested"] : [], snapshot.Notes);
        }
    }

    [Fact]
    public void Names_and_bytes_are_kept_as_they_are()
    {
        using TemporaryRepository repository = new();
        string[] names = ["Ünïcode/日本.py", "a b.txt", "quote'\".txt", "-dash", "#hash"];
        foreach (string name in names.Where(n => !OperatingSystem.IsWindows() || !n.Contains('"', StringComparison.Ordinal)))
        {
            repository.Write(name, "line\r\nline\r\n");
        }

        repository.Commit();
        foreach (string? revision in new[] { null, "HEAD" })
        {
            using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder, revision);
            Assert.Equal(names.Order(StringComparer.Ordinal), snapshot.Files.Select(f => f.Path));
            Assert.All(snapshot.Files, f => Assert.Equal("line\r\nline\r\n", Encoding.UTF8.GetString(f.Read())));
            Assert.All(snapshot.Files, f => Assert.Equal(12, f.Size));
        }
    }

    [Fact]
    public void A_backslash_in_a_name_is_noted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such names on Windows");
        using TemporaryRepository repository = new();
        repository.Write("a\\..\\b", "x");
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Assert.Empty(snapshot.Files);
        Assert.Contains("skipped, a backslash in the name: a\\..\\b", snapshot.Notes);
    }

    [Fact]
    public void An_executable_file_has_its_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such bit on Windows");
        using TemporaryRepository repository = new();
        repository.Write("run.sh", "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(repository.InFolder("run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        using (RepositorySnapshot untracked = SnapshotReader.Open(repository.Folder))
        {
            Assert.Equal(SnapshotFileMode.Executable, untracked.Files[0].Mode);
        }

        repository.Commit();
        using RepositorySnapshot tracked = SnapshotReader.Open(repository.Folder);
        Assert.Equal(SnapshotFileMode.Executable, tracked.Files[0].Mode);
    }

    [Fact]
    public void A_configured_worktree_elsewhere_is_not_believed()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "a");
        repository.Commit();
        Directory.CreateDirectory(repository.At("outside"));
        File.WriteAllText(repository.At("outside/a.txt"), "secret");
        using (Repository git = new(repository.Folder))
        {
            git.Config.Set("core.worktree", repository.At("outside"));
        }

        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Assert.Equal("a", Text(snapshot, "a.txt"));
    }

    private static string Text(RepositorySnapshot snapshot, string path) => Encoding.UTF8.GetString(snapshot.Find(path)!.Read());
}
