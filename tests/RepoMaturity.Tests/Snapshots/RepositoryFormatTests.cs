using System.Text;
using LibGit2Sharp;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Snapshots;

public class RepositoryFormatTests
{
    [Fact]
    public void A_commit_is_read_from_its_blobs()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "old");
        repository.Write("gone/b.txt", "b");
        string first = repository.Commit("one");
        repository.Write("a.txt", "newer");
        File.Delete(repository.InFolder("gone/b.txt"));
        repository.Commit("two");
        using (Repository git = new(repository.Folder))
        {
            git.ApplyTag("v1", first, new Signature("t", "t@example.org", new DateTimeOffset(2024, 6, 1, 0, 0, 0, TimeSpan.Zero)), "release");
        }

        foreach (string revision in new[] { first, first[..10], "HEAD~1", "v1" })
        {
            using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder, revision);
            Assert.Equal(first, snapshot.Commit!.Id);
            Assert.Equal(["a.txt", "gone/b.txt"], snapshot.Files.Select(f => f.Path));
            Assert.Equal((3, "old"), ((int)snapshot.Files[0].Size, Encoding.UTF8.GetString(snapshot.Files[0].Read())));
            Assert.Equal(["v1"], snapshot.History.Tags.Select(t => t.Name));
        }
    }

    [Fact]
    public void An_unknown_revision_says_what_to_do()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "a");
        repository.Commit();
        foreach (string revision in new[] { "nothing", "HEAD~9", "deadbeef", "main:a.txt", "..", "" })
        {
            Assert.Contains("name a branch, tag or commit", Assert.Throws<SnapshotException>(() => SnapshotReader.Open(repository.Folder, revision)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_bare_repository_shows_its_head()
    {
        using TemporaryRepository repository = new();
        repository.Write("a/b.txt", "b");
        string id = repository.Commit();
        Repository.Clone(repository.Folder, repository.At("bare.git"), new CloneOptions { IsBare = true });
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.At("bare.git"));
        Assert.Equal("a/b.txt", Assert.Single(snapshot.Files).Path);
        Assert.Equal((id, "main"), (snapshot.Commit!.Id, snapshot.Commit.Branch));
        Assert.Equal("repo", snapshot.Name);
    }

    [Fact]
    public void A_git_folder_that_is_configured_bare_shows_its_head()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "a");
        repository.Commit();
        repository.Write("b.txt", "b");
        using (Repository git = new(repository.Folder))
        {
            git.Config.Set("core.bare", true);
        }

        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Assert.Equal(["a.txt"], snapshot.Files.Select(f => f.Path));
    }

    [Fact]
    public void Names_that_no_checkout_accepts_are_skipped_with_a_note()
    {
        using TemporaryRepository repository = new();
        repository.Git("commit", "-q", "--allow-empty", "-m", "one");
        using (Repository git = new(repository.Folder))
        {
            ObjectId blob = git.ObjectDatabase.CreateBlob(new MemoryStream("x"u8.ToArray())).Id;
            List<byte> tree = [];
            foreach (string name in new[] { "..", ".GIT", "a\\b", "ok" })
            {
                tree.AddRange(Encoding.UTF8.GetBytes($"100644 {name}\0"));
                tree.AddRange(blob.RawId);
            }

            ObjectId id = git.ObjectDatabase.Write<Tree>(tree.ToArray());
            git.Refs.Add("refs/heads/evil", git.ObjectDatabase.CreateCommit(git.Head.Tip.Author, git.Head.Tip.Author, "m", git.Lookup<Tree>(id), [], false).Id);
        }

        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder, "evil");
        Assert.Equal(["ok"], snapshot.Files.Select(f => f.Path));
        Assert.Equal("skipped, a name that no checkout would accept: .., .GIT, a\\b", Assert.Single(snapshot.Notes));
    }

    [Fact]
    public void A_tree_that_holds_itself_a_million_times_ends()
    {
        using TemporaryRepository repository = new();
        repository.Commit("one");
        using (Repository git = new(repository.Folder))
        {
            Tree tree = git.ObjectDatabase.CreateTree(new TreeDefinition().Add("f", git.ObjectDatabase.CreateBlob(new MemoryStream()), Mode.NonExecutableFile));
            for (int level = 0; level < 7; level++)
            {
                TreeDefinition next = new();
                for (int i = 0; i < 10; i++)
                {
                    next.Add("d" + i, tree);
                }

                tree = git.ObjectDatabase.CreateTree(next);
            }

            git.Refs.Add("refs/heads/bomb", git.ObjectDatabase.CreateCommit(git.Head.Tip.Author, git.Head.Tip.Author, "m", tree, [], false).Id);
        }

        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder, "bomb");
        Assert.StartsWith($"more than {FolderWalker.MaxFiles} files", Assert.Single(snapshot.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_blob_is_listed_and_says_so()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "a");
        repository.Commit();
        string blob;
        using (Repository git = new(repository.Folder))
        {
            blob = git.Head.Tip["a.txt"].Target.Sha;
        }

        string file = repository.InFolder($".git/objects/{blob[..2]}/{blob[2..]}");
        File.SetAttributes(file, FileAttributes.Normal);
        File.Delete(file);
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder, "HEAD");
        Assert.Contains("missing", Assert.Throws<SnapshotReadException>(snapshot.Files[0].Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_snapshot_says_so()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "a");
        repository.Commit();
        RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder, "HEAD");
        snapshot.Dispose();
        Assert.Contains("closed", Assert.Throws<SnapshotReadException>(snapshot.Files[0].Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blobs_are_read_by_many_threads()
    {
        using TemporaryRepository repository = new();
        for (int i = 0; i < 200; i++)
        {
            repository.Write($"f{i}", $"content {i}");
        }

        repository.Commit();
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder, "HEAD");
        Parallel.ForEach(snapshot.Files, f => Assert.Equal("content " + f.Name[1..], Encoding.UTF8.GetString(f.Read())));
    }

    [Fact]
    public void A_worktree_shows_its_own_files_and_the_whole_history()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "a");
        repository.Commit();
        repository.Commit();
        repository.Git("worktree", "add", "-q", "../tree", "-b", "side");
        File.WriteAllText(repository.At("tree/new.txt"), "n");
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.At("tree"));
        Assert.Equal(["a.txt", "new.txt"], snapshot.Files.Select(f => f.Path));
        Assert.Equal("side", snapshot.Commit!.Branch);
        Assert.Equal(2, snapshot.History.Commits.Count);
        Assert.Empty(snapshot.Notes);
    }

    [Fact]
    public void A_shallow_clone_and_its_worktree_say_so()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "a");
        repository.Commit();
        repository.Commit();
        repository.Git("clone", "-q", "--depth", "1", "file://" + repository.Folder, "../shallow");
        repository.Git("-C", "../shallow", "worktree", "add", "-q", "../tree", "-b", "side");
        foreach (string folder in new[] { "shallow", "tree" })
        {
            foreach (string? revision in new[] { null, "HEAD" })
            {
                using RepositorySnapshot snapshot = SnapshotReader.Open(repository.At(folder), revision);
                Assert.Equal("a.txt", Assert.Single(snapshot.Files).Path);
                Assert.True(snapshot.History.IsShallow);
                Assert.Empty(Assert.Single(snapshot.History.Commits).Parents);
                Assert.Equal(["the clone is shallow: older history is not available"], snapshot.Notes);
            }

            Assert.Contains("shallow", Assert.Throws<SnapshotException>(() => SnapshotReader.Open(repository.At(folder), "HEAD~1")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_partial_clone_reads_what_it_has()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "old");
        repository.Commit();
        repository.Write("a.txt", "new");
        repository.Commit();
        using (Repository git = new(repository.Folder))
        {
            git.Config.Set("uploadpack.allowFilter", true);
        }

        repository.Git("clone", "-q", "--filter=blob:none", "file://" + repository.Folder, "../partial");
        using (Repository git = new(repository.At("partial")))
        {
            git.Config.Set("core.repositoryFormatVersion", 1);
            git.Config.Set("extensions.partialClone", "origin");
        }

        using RepositorySnapshot head = SnapshotReader.Open(repository.At("partial"), "HEAD");
        Assert.Equal("new", Encoding.UTF8.GetString(head.Files[0].Read()));
        using RepositorySnapshot before = SnapshotReader.Open(repository.At("partial"), "HEAD~1");
        Assert.Contains("partial", Assert.Throws<SnapshotReadException>(before.Files[0].Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sha256_repository_falls_back_to_the_folder_without_ignored_files()
    {
        using TemporaryRepository repository = new(git: false);
        repository.Git("init", "-q", "--object-format=sha256");
        repository.Write(".gitignore", "*.log\n");
        repository.Write("a.txt", "a");
        repository.Write("sub/x.log", "l");
        repository.Git("add", ".");
        repository.Git("commit", "-q", "-m", "one");
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.InFolder("sub"));
        Assert.Equal([".gitignore", "a.txt"], snapshot.Files.Select(f => f.Path));
        Assert.Null(snapshot.Commit);
        Assert.False(snapshot.History.IsAvailable);
        Assert.Contains("sha256", Assert.Single(snapshot.Notes), StringComparison.Ordinal);
        Assert.Contains("sha256", Assert.Throws<SnapshotException>(() => SnapshotReader.Open(repository.Folder, "HEAD")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_repository_shows_its_files()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "a");
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Assert.Equal("a.txt", Assert.Single(snapshot.Files).Path);
        Assert.Null(snapshot.Commit);
        Assert.Equal(["the repository has no commit yet: history is not available"], snapshot.Notes);
    }

    [Fact]
    public void A_folder_without_git_shows_all_but_installed_environments()
    {
        using TemporaryRepository repository = new(git: false);
        repository.Write(".gitignore", "*.log\n");
        repository.Write("x.log", "l");
        repository.Write("src/a.py", "a");
        repository.Write("node_modules/b/c.js", "c");
        repository.Write(".hg/store", "s");
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Assert.Equal([".gitignore", "src/a.py", "x.log"], snapshot.Files.Select(f => f.Path));
        Assert.Equal("repo", snapshot.Name);
        Assert.Equal(["no git repository: history is not available", "left out, installed or cached by tools: node_modules"], snapshot.Notes);
        Assert.Throws<SnapshotException>(() => SnapshotReader.Open(repository.Folder, "HEAD"));
    }

    [Fact]
    public void A_folder_inside_opens_the_whole_tree_and_the_name_is_that_of_the_origin()
    {
        using TemporaryRepository repository = new();
        repository.Write("a/b/c.txt", "c");
        repository.Commit();
        using (Repository git = new(repository.Folder))
        {
            git.Network.Remotes.Add("origin", "https://user:pass@example.org/team/Model-Service.git/");
        }

        foreach (string folder in new[] { "a/b", "a/../", ".git" })
        {
            using RepositorySnapshot snapshot = SnapshotReader.Open(repository.InFolder(folder));
            Assert.Equal("a/b/c.txt", Assert.Single(snapshot.Files).Path);
            Assert.Equal("Model-Service", snapshot.Name);
        }
    }

    [Theory]
    [InlineData("git@example.org:team/x.git", "x")]
    [InlineData("ssh://git@example.org/x", "x")]
    [InlineData("https://token@host", "host")]
    [InlineData("C:\\repos\\x\\", "x")]
    [InlineData("/tmp/x/.git/", ".git")]
    [InlineData("", "")]
    public void The_last_segment_of_an_address_is_the_name(string address, string name) =>
        Assert.Equal(name, GitRepository.LastSegment(address));

    [Fact]
    public void A_file_and_a_missing_path_are_told_apart()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "a");
        Assert.Contains("is a file", Assert.Throws<SnapshotException>(() => SnapshotReader.Open(repository.InFolder("a.txt"))).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<SnapshotException>(() => SnapshotReader.Open(repository.InFolder("b"))).Message, StringComparison.Ordinal);
        Assert.Throws<SnapshotException>(() => SnapshotReader.Open(""));
    }

    [Fact]
    public void History_is_walked_from_the_commit()
    {
        using TemporaryRepository repository = new();
        string[] ids = [repository.Commit("one\n\nbody"), repository.Commit("two"), repository.Commit("three")];
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder, ids[1]);
        Assert.Equal([ids[1], ids[0]], snapshot.History.Commits.Select(c => c.Id));
        Assert.Equal([ids[1], ids[0]], snapshot.History.FirstParents.Select(c => c.Id));
        Assert.Equal(("one", "one\n\nbody\n"), (snapshot.History.Commits[1].Summary, snapshot.History.Commits[1].Message));
        Assert.False(snapshot.History.IsShallow);
    }

    [Fact]
    public void The_last_change_of_a_file_is_found_in_the_days_asked_for()
    {
        using TemporaryRepository repository = new();
        repository.Write("a.txt", "a");
        repository.Commit("first");
        repository.Write("a.txt", "b");
        string changed = repository.Commit("changed");
        repository.Write("b.txt", "b");
        repository.Commit("another file");
        using RepositorySnapshot snapshot = SnapshotReader.Open(repository.Folder);
        Assert.Equal(changed, snapshot.History.LastChange("a.txt", new DateOnly(2024, 5, 1))?.Id);
        Assert.Null(snapshot.History.LastChange("a.txt", new DateOnly(2024, 6, 1)));
        Assert.Null(snapshot.History.LastChange("c.txt", new DateOnly(2024, 5, 1)));
        Assert.Equal(("a", "a@example.org"), (snapshot.History.Commits[0].Author.Name, snapshot.History.Commits[0].Committer.Email));
    }
}
