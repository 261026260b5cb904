using System.Collections.Concurrent;
using LibGit2Sharp;

namespace RepoMaturity.Snapshots;

/// <summary>Who wrote or committed something, as the commit says.</summary>
internal readonly record struct GitPerson(string Name, string Email);

/// <summary>A commit of the history.</summary>
/// <param name="Id">Full hexadecimal id.</param>
/// <param name="Parents">Ids of the parents, the first one first; none where a shallow clone was cut off.</param>
/// <param name="AuthorDate">When it was written.</param>
/// <param name="CommitDate">When it was committed.</param>
/// <param name="Message">The whole message.</param>
internal sealed record GitCommit(string Id, IReadOnlyList<string> Parents, DateTimeOffset AuthorDate, DateTimeOffset CommitDate, string Message)
{
    /// <summary>Who wrote it; not for reports.</summary>
    public GitPerson Author { get; init; }

    /// <summary>Who committed it: a host for what was merged or edited in the browser; not for reports.</summary>
    public GitPerson Committer { get; init; }

    /// <summary>The first seven digits of the id.</summary>
    public string ShortId => Id[..Math.Min(7, Id.Length)];

    /// <summary>First line of the message.</summary>
    public string Summary => Message.TrimStart().Split('\n', 2)[0].TrimEnd();
}

/// <summary>A tag and the commit that it leads to.</summary>
/// <param name="Name">Name without <c>refs/tags/</c>.</param>
/// <param name="CommitId">The tagged commit.</param>
/// <param name="Date">The tagger's date, or the commit's for a lightweight tag.</param>
/// <param name="IsAnnotated">True for a tag with a tagger and a message.</param>
internal sealed record GitTag(string Name, string CommitId, DateTimeOffset Date, bool IsAnnotated);

/// <summary>Commits and tags that the snapshot's commit descends from, read when first asked for; safe for parallel use.</summary>
internal sealed class GitHistory
{
    internal const int MaxCommits = 100_000;

    private readonly GitRepository? _git;
    private readonly ObjectId? _head;
    private readonly string? _headId;
    private readonly Lazy<IReadOnlyList<GitCommit>> _commits;
    private readonly Lazy<IReadOnlyList<GitCommit>> _firstParents;
    private readonly Lazy<IReadOnlyList<GitTag>> _tags;
    private readonly Lazy<IReadOnlyList<GitTag>> _tagsUntil;
    private readonly ConcurrentDictionary<string, GitCommit?> _known = new(StringComparer.Ordinal);
    private readonly Func<Func<GitCommit, bool>, bool> _any;
    private readonly Func<string, GitCommit, GitCommit?, bool> _changed;

    public GitHistory(GitRepository git, ObjectId head)
    {
        (_git, _head, _headId) = (git, head, head.Sha);
        IsAvailable = true;
        IsShallow = git.ShallowRoots.Count > 0;
        _commits = new(() => git.Use(r => Walk(r, head, CommitSortStrategies.Topological | CommitSortStrategies.Time).ToList()));
        _firstParents = new(FollowFirstParents);
        _any = condition => git.Use(r => Walk(r, head, CommitSortStrategies.None).Any(condition));
        _tags = new(() => git.Use(r => ReadTags(r, _commits.Value)));
        _tagsUntil = new(() => git.Use(ReadTagsUntil));
        _changed = (path, commit, parent) => git.Use(r => BlobAt(r, commit, path) != (parent is null ? null : BlobAt(r, parent, path)));
    }

    /// <summary>A history that lies nowhere, for examples and tests.</summary>
    /// <param name="commits">Children before parents; the first is the snapshot's own.</param>
    /// <param name="changes">Paths that a commit changed, by its id.</param>
    /// <param name="isShallow">True when older commits were cut off.</param>
    /// <param name="tags">By date and name.</param>
    public GitHistory(IReadOnlyList<GitCommit> commits, ILookup<string, string> changes, bool isShallow = false, IReadOnlyList<GitTag>? tags = null)
    {
        IsAvailable = commits.Count > 0;
        IsShallow = isShallow;
        _commits = new(commits);
        _headId = commits.Count > 0 ? commits[0].Id : null;
        _known = new(commits.Select(c => KeyValuePair.Create(c.Id, (GitCommit?)c)), StringComparer.Ordinal);
        _firstParents = new(FollowFirstParents);
        _any = commits.Any;
        _tags = new(tags ?? []);
        _tagsUntil = _tags;
        _changed = (path, commit, _) => changes[commit.Id].Contains(path);
    }

    private GitHistory()
        : this([], Array.Empty<string>().ToLookup(p => p))
    {
    }

    /// <summary>No history: no git, no commit, or a format that cannot be read.</summary>
    public static GitHistory None { get; } = new();

    /// <summary>False when there is nothing to ask: what depends on history is Open.</summary>
    public bool IsAvailable { get; }

    /// <summary>True when older commits were cut off.</summary>
    public bool IsShallow { get; }

    /// <summary>Reachable commits, children before parents, newest first; at most <see cref="MaxCommits"/>.</summary>
    public IReadOnlyList<GitCommit> Commits => _commits.Value;

    /// <summary>The snapshot's own commit, or null when it cannot be read.</summary>
    public GitCommit? Head => _headId is null ? null : Find(_headId);

    /// <summary>A commit by its full id, or null when it cannot be read: of a long history most rules need little.</summary>
    public GitCommit? Find(string id) => _known.GetOrAdd(id, i => _git?.Use(r => Read(r, i)));

    /// <summary>True when some reachable commit fulfils a condition; reads until it is found.</summary>
    public bool Any(Func<GitCommit, bool> condition) => _any(condition);

    /// <summary>The changes of the branch itself: the commit, its first parent, and so on.</summary>
    public IReadOnlyList<GitCommit> FirstParents => _firstParents.Value;

    /// <summary>Tags of reachable commits, by date and name.</summary>
    public IReadOnlyList<GitTag> Tags => _tags.Value;

    /// <summary>Tags of all commits that are no younger than the snapshot's own, those of release branches too, by the day of their commit.</summary>
    public IReadOnlyList<GitTag> TagsUntil => _tagsUntil.Value;

    /// <summary>The latest commit of the branch itself since a day that changed a file, or null; where the clone was cut off nothing is known.</summary>
    public GitCommit? LastChange(string path, DateOnly since)
    {
        for (int i = 0; i < FirstParents.Count && DateOnly.FromDateTime(FirstParents[i].CommitDate.UtcDateTime) >= since; i++)
        {
            GitCommit? parent = i + 1 < FirstParents.Count ? FirstParents[i + 1] : null;
            if ((parent is not null || !IsShallow) && _changed(path, FirstParents[i], parent))
            {
                return FirstParents[i];
            }
        }

        return null;
    }

    private static string? BlobAt(Repository repository, GitCommit commit, string path)
    {
        try
        {
            return repository.Lookup<Commit>(commit.Id)?[path]?.Target.Sha;
        }
        catch (LibGit2SharpException)
        {
            return null; // A damaged or partial clone.
        }
    }

    /// <summary>
    /// The newest commit of the branch itself that is older than the snapshot's by an age at least; null where history does not reach back
    /// so far. Reads no more commits than it passes.
    /// </summary>
    public GitCommit? Earlier(TimeSpan age) => _git?.Use(repository =>
    {
        try
        {
            Commit? commit = repository.Lookup<Commit>(_head);
            DateTimeOffset? latest = commit?.Committer.When - age;
            for (int passed = 0; commit is not null && passed < MaxCommits; passed++)
            {
                if (commit.Committer.When <= latest)
                {
                    return Of(commit);
                }

                commit = commit.Parents.FirstOrDefault();
            }
        }
        catch (LibGit2SharpException)
        {
            // A damaged clone: history ends here.
        }

        return null;
    });

    /// <summary>
    /// Files that were not the same in an older commit, by path: as they were then, or null where there was none. Renamed files are listed
    /// under both names. Null when the trees cannot be read.
    /// </summary>
    public IReadOnlyDictionary<string, SnapshotFile?>? ChangedSince(GitCommit commit) => _git?.Use(repository =>
    {
        try
        {
            if (repository.Lookup<Commit>(commit.Id)?.Tree is not { } before || repository.Lookup<Commit>(_head)?.Tree is not { } now)
            {
                return null;
            }

            using TreeChanges changes = repository.Diff.Compare<TreeChanges>(before, now, new CompareOptions { Similarity = SimilarityOptions.None });
            Dictionary<string, SnapshotFile?> files = new(StringComparer.Ordinal);
            foreach (TreeEntryChanges change in changes)
            {
                ObjectId id = change.OldOid;
                bool existed = change.OldExists && change.OldMode is Mode.NonExecutableFile or Mode.ExecutableFile;
                files[change.Path] = existed ? CommitReader.File(_git, repository, change.OldPath, id) : null;
            }

            return files;
        }
        catch (LibGit2SharpException)
        {
            return null;
        }
    });

    private static GitCommit Of(Commit commit) => new(
        commit.Sha,
        [.. commit.Parents.Select(p => p.Sha)],
        commit.Author.When,
        commit.Committer.When,
        commit.Message)
    {
        Author = new GitPerson(commit.Author.Name, commit.Author.Email),
        Committer = new GitPerson(commit.Committer.Name, commit.Committer.Email),
    };

    private static GitCommit? Read(Repository repository, string id)
    {
        try
        {
            return repository.Lookup<Commit>(id) is { } commit ? Of(commit) : null;
        }
        catch (LibGit2SharpException)
        {
            return null; // A damaged or partial clone.
        }
    }

    private static IEnumerable<GitCommit> Walk(Repository repository, ObjectId head, CommitSortStrategies order)
    {
        using IEnumerator<Commit> commits = repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = head, SortBy = order }).Take(MaxCommits).GetEnumerator();
        while (Next(commits) is { } commit)
        {
            yield return commit;
        }

        static GitCommit? Next(IEnumerator<Commit> commits)
        {
            try
            {
                return commits.MoveNext() ? Of(commits.Current) : null;
            }
            catch (LibGit2SharpException)
            {
                return null; // A damaged clone: what could be walked counts.
            }
        }
    }

    private List<GitCommit> FollowFirstParents()
    {
        List<GitCommit> line = [];
        for (GitCommit? commit = Head; commit is not null && line.Count < MaxCommits; commit = commit.Parents is [var first, ..] ? Find(first) : null)
        {
            line.Add(commit);
        }

        return line;
    }

    private List<GitTag> ReadTagsUntil(Repository repository)
    {
        DateTimeOffset? latest = repository.Lookup<Commit>(_head)?.Committer.When;
        List<GitTag> tags = [];
        foreach (Tag tag in repository.Tags)
        {
            if (tag.PeeledTarget is Commit target && target.Committer.When <= latest)
            {
                tags.Add(new GitTag(tag.FriendlyName, target.Sha, target.Committer.When, tag.IsAnnotated));
            }
        }

        return [.. tags.OrderBy(t => t.Date).ThenBy(t => t.Name, StringComparer.Ordinal)];
    }

    private static List<GitTag> ReadTags(Repository repository, IReadOnlyList<GitCommit> commits)
    {
        Dictionary<string, GitCommit> byId = commits.ToDictionary(c => c.Id, StringComparer.Ordinal);
        List<GitTag> tags = [];
        foreach (Tag tag in repository.Tags)
        {
            if (tag.PeeledTarget is Commit target && byId.TryGetValue(target.Sha, out GitCommit? commit))
            {
                tags.Add(new GitTag(tag.FriendlyName, commit.Id, tag.Annotation?.Tagger?.When ?? commit.CommitDate, tag.IsAnnotated));
            }
        }

        return [.. tags.OrderBy(t => t.Date).ThenBy(t => t.Name, StringComparer.Ordinal)];
    }
}
