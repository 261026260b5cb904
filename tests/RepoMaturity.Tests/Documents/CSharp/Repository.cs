using System.Text;
using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Documents.CSharp;

/// <summary>A repository in memory.</summary>
internal static class Repository
{
    public static DocumentSet Of(params (string Path, string Text)[] files) => new(new RepositorySnapshot("memory", null, files.Select(f => File(f.Path, f.Text))));

    public static SnapshotFile File(string path, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return new SnapshotFile(path, bytes.Length, null, SnapshotFileMode.Regular, () => bytes);
    }
}
