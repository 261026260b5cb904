using System.Collections.Frozen;
using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>A tracked file that exists to hold credentials and does.</summary>
/// <param name="Location">The file.</param>
/// <param name="IsEnvironment">True for <c>.env</c> and its kin.</param>
/// <param name="IsFixture">True below a folder of tests, documentation or examples.</param>
/// <param name="Secrets">Secrets found in it; 0 for a binary store of keys.</param>
internal sealed record CredentialFile(Location Location, bool IsEnvironment, bool IsFixture, int Secrets);

/// <summary>
/// Secrets of a whole snapshot. Every file is scanned, vendored and excluded trees too, since a key leaks wherever it lies.
/// </summary>
internal sealed class SecretEvidence
{
    /// <summary>Formats that hold no text worth reading; whatever else is binary is told by its bytes.</summary>
    private static readonly FrozenSet<string> BinaryExtensions = FrozenSet.Create(
        StringComparer.Ordinal,
        ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".ico", ".mp3", ".mp4", ".wav", ".flac", ".ogg", ".avi", ".mov", ".mkv", ".webm", ".woff", ".woff2", ".ttf", ".otf", ".eot",
        ".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst", ".jar", ".whl", ".nupkg", ".egg", ".dll", ".exe", ".pdb", ".so", ".dylib", ".a", ".o", ".lib", ".obj", ".pyc", ".pyd", ".class", ".wasm",
        ".pt", ".pth", ".onnx", ".h5", ".hdf5", ".pb", ".tflite", ".safetensors", ".gguf", ".ckpt", ".npy", ".npz", ".pkl", ".pickle", ".joblib", ".mat", ".rds", ".parquet", ".feather", ".arrow", ".avro", ".orc",
        ".tfrecord", ".tfrecords", ".pdf", ".docx", ".xlsx", ".xls", ".pptx", ".db", ".sqlite", ".sqlite3", ".nii", ".dcm", ".las");

    /// <summary>Scans all files in parallel.</summary>
    public SecretEvidence(DocumentSet documents)
    {
        SecretScanner scanner = new();
        SnapshotFile[] files = [.. documents.Snapshot.Files.Where(f => f.HasContent && !BinaryExtensions.Contains(f.Extension))];
        (IReadOnlyList<SecretMatch> Matches, CredentialFile? File, bool Unread)[] found = new (IReadOnlyList<SecretMatch>, CredentialFile?, bool)[files.Length];

        // The largest first, so that no thread is left with one at the end.
        int[] order = [.. Enumerable.Range(0, files.Length).OrderByDescending(i => files[i].Size)];
        Parallel.ForEach(order, i => found[i] = Scan(scanner, documents, files[i]));
        Matches = [.. found.SelectMany(f => f.Matches)];
        Files = [.. found.Select(f => f.File).OfType<CredentialFile>()];
        Unread = [.. files.Where((_, i) => found[i].Unread)];
    }

    /// <summary>Secrets in path order and the order in which they stand.</summary>
    public IReadOnlyList<SecretMatch> Matches { get; }

    /// <summary>Tracked files made for credentials that hold some, in path order.</summary>
    public IReadOnlyList<CredentialFile> Files { get; }

    /// <summary>Files that could not be read and so are not known to be clean.</summary>
    public IReadOnlyList<SnapshotFile> Unread { get; }

    /// <summary>True for what nobody doubts: a sure match outside tests, documentation and examples.</summary>
    public static bool IsSure(SecretMatch match) => match is { Confidence: >= SecretConfidence.Medium, IsFixture: false };

    private static (IReadOnlyList<SecretMatch> Matches, CredentialFile? File, bool Unread) Scan(SecretScanner scanner, DocumentSet documents, SnapshotFile file)
    {
        if (documents.Bytes(file) is not { } bytes)
        {
            return ([], null, true);
        }

        IReadOnlyList<SecretMatch> matches = scanner.Scan(file, bytes);
        CredentialFile? credentials = TrackedCredentialFile.HoldsSecret(file, bytes, matches)
            ? new CredentialFile(new Location(file.Path), TrackedCredentialFile.IsEnvironmentFile(file.Name), SecretFileTraits.Of(file).IsFixture, matches.Count)
            : null;
        return (matches, credentials, false);
    }
}
