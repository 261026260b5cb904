using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>What a path that a text names leads to.</summary>
internal enum PathVerdict
{
    /// <summary>A file or folder is there.</summary>
    Found,

    /// <summary>Nothing is there.</summary>
    Missing,

    /// <summary>There is one, spelled with other capitals.</summary>
    OtherCase,

    /// <summary>It leaves the repository, lies behind a link or a submodule, or is made by a build.</summary>
    Unknown,
}

/// <summary>Answers for paths that READMEs and documents name.</summary>
internal sealed class RepositoryLinks
{
    private readonly RepositorySnapshot _snapshot;
    private readonly GitIgnore _ignored;
    private readonly HashSet<string> _opaque = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byLowerCase = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    public RepositoryLinks(RepositoryEvidence evidence)
    {
        _snapshot = evidence.Snapshot;
        _ignored = GitIgnore.Of(evidence.Documents);
        foreach (SnapshotFile file in _snapshot.Files)
        {
            if (!file.HasContent)
            {
                _opaque.Add(file.Path);
            }

            _names.Add(file.Name);
            for (string? path = file.Path; path is { Length: > 0 } && _byLowerCase.TryAdd(path.ToLowerInvariant(), path); path = RepositoryPath.Parent(path))
            {
            }
        }
    }

    /// <summary>Looks a path up that is relative to the root and normalised; null is one that leaves it.</summary>
    public PathVerdict Look(string? path)
    {
        if (path is null)
        {
            return PathVerdict.Unknown;
        }

        if (_snapshot.Find(path) is not null || _snapshot.HasDirectory(path))
        {
            return PathVerdict.Found;
        }

        for (string? folder = path; folder is { Length: > 0 }; folder = RepositoryPath.Parent(folder))
        {
            if (_opaque.Contains(folder))
            {
                return PathVerdict.Unknown;
            }
        }

        return _ignored.Matches(path) || _ignored.Matches(path + "/") ? PathVerdict.Unknown
            : SpellingOf(path) is not null ? PathVerdict.OtherCase
            : PathVerdict.Missing;
    }

    /// <summary>How a path is really spelled, or null.</summary>
    public string? SpellingOf(string path) => _byLowerCase.GetValueOrDefault(path.ToLowerInvariant());

    /// <summary>True when some file anywhere ends with this path.</summary>
    public bool ExistsAnywhere(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        return _names.Contains(name) && _snapshot.Files.Any(f => f.Path.EndsWith("/" + path, StringComparison.OrdinalIgnoreCase));
    }
}
