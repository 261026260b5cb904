using System.Collections.Concurrent;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents;

/// <summary>Parses files of a snapshot on demand, each once and for good; safe for parallel use.</summary>
internal sealed class DocumentSet(RepositorySnapshot snapshot)
{
    /// <summary>Files above this many bytes are not parsed; they are reported instead.</summary>
    internal const int MaxParsedBytes = 32 * 1024 * 1024;

    private readonly ConcurrentDictionary<(string Path, Type Type), Lazy<object?>> _cache = new();
    private readonly ConcurrentDictionary<string, ParseProblem> _problems = new(StringComparer.Ordinal);

    public RepositorySnapshot Snapshot { get; } = snapshot;

    /// <summary>Files that could not be read or parsed so far, by path.</summary>
    public IReadOnlyDictionary<string, ParseProblem> Problems => _problems;

    /// <summary>The parsed form of a file, or null when it cannot be read; a failure is kept in <see cref="Problems"/>.</summary>
    public T? Get<T>(SnapshotFile file, Func<SnapshotFile, byte[], T> parse)
        where T : class =>
        (T?)_cache.GetOrAdd(
            (file.Path, typeof(T)),
            static (_, state) => new Lazy<object?>(() => state.Self.Parse(state.File, state.Parse)),
            (Self: this, File: file, Parse: parse)).Value;

    /// <summary>Bytes of a file, or null when they cannot be read; the failure is kept in <see cref="Problems"/>.</summary>
    public byte[]? Bytes(SnapshotFile file)
    {
        if (!file.HasContent)
        {
            return null;
        }

        if (file.Size > MaxParsedBytes)
        {
            Report(file, new ParseProblem($"larger than {MaxParsedBytes / (1024 * 1024)} MiB, not read"));
            return null;
        }

        try
        {
            return file.Read();
        }
        catch (SnapshotReadException e)
        {
            Report(file, new ParseProblem(e.Message));
            return null;
        }
    }

    /// <summary>Text of a file without its byte order mark, or null when it cannot be read.</summary>
    public string? Text(SnapshotFile file) => Bytes(file) is { } bytes ? SourceText.Decode(bytes) : null;

    /// <summary>The parsed YAML, TOML, JSON, INI, Terraform or Bicep file, chosen by name; null when it cannot be read.</summary>
    public DataDocument? Data(SnapshotFile file) => Get(file, static (f, bytes) => DataLoader.Load(f, bytes));

    /// <summary>Keeps a problem of a file; the first one of a file wins.</summary>
    public void Report(SnapshotFile file, ParseProblem problem) => _problems.TryAdd(file.Path, problem);

    private object? Parse<T>(SnapshotFile file, Func<SnapshotFile, byte[], T> parse)
        where T : class
    {
        if (Bytes(file) is not { } bytes)
        {
            return null;
        }

        T document = parse(file, bytes);
        if (document is DataDocument { Problem: { } problem })
        {
            Report(file, problem);
        }

        return document;
    }
}
