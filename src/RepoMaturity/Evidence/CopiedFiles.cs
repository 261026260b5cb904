using System.Security.Cryptography;
using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Finds files with the same bytes.</summary>
internal static class CopiedFiles
{
    private const int MinBytes = 200;

    /// <summary>The copies beyond the first, with the first: the one of the lowest rank, then of the shortest path.</summary>
    public static IEnumerable<(SnapshotFile Copy, SnapshotFile First)> Find(DocumentSet documents, IEnumerable<SnapshotFile> files, Func<SnapshotFile, int> rank) =>
        from sameSize in files.Where(f => f.Size > MinBytes).GroupBy(f => f.Size)
        where sameSize.Skip(1).Any()
        from same in sameSize.GroupBy(Identity(documents, sameSize), StringComparer.Ordinal)
        where same.Key.Length > 0
        let ordered = same.OrderBy(rank).ThenBy(f => f.Path.Length).ThenBy(f => f.Path, StringComparer.Ordinal).ToArray()
        from copy in ordered.Skip(1)
        select (copy, ordered[0]);

    /// <summary>The blob's id where all have one: it is not comparable with a hash of our own. Empty for what cannot be read.</summary>
    private static Func<SnapshotFile, string> Identity(DocumentSet documents, IEnumerable<SnapshotFile> files) => files.All(f => f.BlobId is not null)
        ? static f => f.BlobId!
        : f => documents.Bytes(f) is { } bytes ? Convert.ToHexString(SHA256.HashData(bytes)) : "";
}
