using System.Text;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Snapshots;

public class InMemorySnapshotTests
{
    [Fact]
    public void Files_are_sorted_and_found()
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("demo", ("b/c.py", "ü"), ("a", ""));
        Assert.Equal(["a", "b/c.py"], snapshot.Files.Select(f => f.Path));
        Assert.Equal(2, snapshot.Find("b/c.py")!.Size);
        Assert.True(snapshot.HasDirectory("b"));
        Assert.False(snapshot.History.IsAvailable);
    }

    [Theory]
    [InlineData("/a")]
    [InlineData("../a")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData("")]
    public void Paths_that_are_not_plain_are_refused(string path) =>
        Assert.Throws<ArgumentException>(() => InMemorySnapshot.Create("demo", (path, "")));

    [Fact]
    public void A_path_given_twice_is_refused() =>
        Assert.Throws<ArgumentException>(() => InMemorySnapshot.Create("demo", ("a", ""), ("a", "")));

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n", true)]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", false)]
    [InlineData("# version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\n", false)]
    [InlineData("", false)]
    public void Pointers_of_lfs_are_known(string text, bool expected) =>
        Assert.Equal(expected, SnapshotFile.IsLfsPointer(Encoding.UTF8.GetBytes(text)));
}
