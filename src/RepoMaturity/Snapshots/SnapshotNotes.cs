namespace RepoMaturity.Snapshots;

/// <summary>Collects what could not be seen; skipped paths of one kind become one note, so that their number is bounded.</summary>
internal sealed class SnapshotNotes
{
    private const int Shown = 5;
    private readonly List<string> _notes = [];
    private readonly SortedDictionary<string, SortedSet<string>> _skipped = new(StringComparer.Ordinal);

    public void Add(string note) => _notes.Add(note);

    /// <summary>Counts a path under a reason such as "not read: a repository of its own".</summary>
    public void Skip(string path, string reason)
    {
        if (!_skipped.TryGetValue(reason, out SortedSet<string>? paths))
        {
            _skipped.Add(reason, paths = new(StringComparer.Ordinal));
        }

        paths.Add(path);
    }

    /// <summary>All notes in a stable order.</summary>
    public IReadOnlyList<string> ToList() =>
    [
        .. _notes,
        .. _skipped.Select(s => $"{s.Key}: {string.Join(", ", s.Value.Take(Shown))}{(s.Value.Count > Shown ? $" and {s.Value.Count - Shown} more" : "")}"),
    ];
}
