using RepoMaturity.Evidence;

namespace RepoMaturity.Tests.Evidence;

public class ReleaseHistoryTests
{
    [Theory]
    [InlineData("v1.2.0", "1.2.0")]
    [InlineData("1.10", "1.10")]
    [InlineData("release-2.0.1", "2.0.1")]
    [InlineData("integrations/chroma-v1.0.0", "1.0.0")]
    [InlineData("text-classification@v1.2.0", "1.2.0")]
    [InlineData("v20250625", "20250625")]
    [InlineData("v1.2.0.post1", "1.2.0")]
    public void Versions_are_releases(string tag, string version) =>
        Assert.Equal(version, string.Join('.', ReleaseHistory.Version(tag)!));

    [Theory]
    [InlineData("99294")]
    [InlineData("temp")]
    [InlineData("build-1234")]
    [InlineData("v1.2.0-rc1")]
    [InlineData("v1.2.0a2")]
    [InlineData("2.0.0-preview.3")]
    [InlineData("1.0.0.dev0")]
    [InlineData("9-bigram-experiment")]
    public void Numbers_of_builds_and_versions_before_a_release_are_none(string tag) => Assert.Null(ReleaseHistory.Version(tag));
}
