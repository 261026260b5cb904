using RepoMaturity.Documents;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Documents.Data;

/// <summary>Expectations are what git 2.39 says (check-ignore --no-index, check-attr).</summary>
public class GitFilesTests
{
    private static DocumentSet SetOf(params (string Path, string Text)[] files) =>
        new(new RepositorySnapshot("r", null, files.Select(f => Places.File(f.Path, f.Text))));

    [Theory]
    [InlineData(".env", ".env", true)]
    [InlineData(".env", "a/b/.env", true)]
    [InlineData(".env", ".env.example", false)]
    [InlineData("/.env", "a/.env", false)]
    [InlineData("*.env", ".env", true)]
    [InlineData("data/", "data", false)]
    [InlineData("data/", "data/x", true)]
    [InlineData("data/", "a/data/x", true)]
    [InlineData("/data", "data/a/b", true)]
    [InlineData("a/b", "x/a/b", false)]
    [InlineData("**/b", "x/a/b", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**", "a/b", true)]
    [InlineData("a/*", "a/b/c", true)]
    [InlineData("a/*/c", "a/b/d/c", false)]
    [InlineData("*.py[cod]", "x.pyc", true)]
    [InlineData("[!a]x", "ax", false)]
    [InlineData("[a-c]?", "bz", true)]
    [InlineData("\\#x", "#x", true)]
    [InlineData("#x", "#x", false)]
    [InlineData("\\!x", "!x", true)]
    [InlineData("x\\ ", "x ", true)]
    [InlineData("x   ", "x", true)]
    [InlineData("*\n!keep", "keep", false)]
    [InlineData("!keep\n*", "keep", true)]
    [InlineData("d/\n!d/keep", "d/keep", true)]
    [InlineData("d/*\n!d/keep", "d/keep", false)]
    [InlineData("foo**bar", "fooxbar", true)]
    [InlineData("Foo", "foo", false)]
    public void A_path_is_ignored_as_git_does(string lines, string path, bool expected) =>
        Assert.Equal(expected, GitIgnore.Of(SetOf((".gitignore", lines))).Matches(path));

    [Fact]
    public void Deeper_files_win_and_name_their_line()
    {
        GitIgnore ignore = GitIgnore.Of(SetOf((".gitignore", "*.log\n"), ("a/.gitignore", "# keep\n!x.log\n/y\n")));
        Assert.False(ignore.Matches("a/x.log"));
        Assert.True(ignore.Matches("b/x.log"));
        Assert.True(ignore.Matches("a/y"));
        Assert.False(ignore.Matches("a/b/y"));
        Assert.Equal(new Location("a/.gitignore", 2, 1), ignore.Decides("a/x.log")!.Location);
    }

    [Fact]
    public void A_hostile_pattern_is_fast()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 500)) + "b\n" + string.Concat(Enumerable.Repeat("**/a/", 200)) + "b";
        GitIgnore ignore = GitIgnore.Of(SetOf((".gitignore", pattern)));
        Assert.False(ignore.Matches(new string('a', 4_000)));
        Assert.False(ignore.Matches(string.Concat(Enumerable.Repeat("a/", 500)) + "c"));
    }

    [Fact]
    public void Attributes_take_the_last_match()
    {
        GitAttributes attributes = GitAttributes.Of(SetOf(
            (".gitattributes", "* text=auto\n*.bin filter=lfs diff=lfs merge=lfs -text\nsmall.bin !filter\nvendor/** linguist-vendored\nvendor/own/** -linguist-vendored\nd/ linguist-generated\n*.png binary\n"),
            ("docs/.gitattributes", "*.md linguist-documentation=true\n*.bin -filter\n")));
        Assert.True(attributes.IsLfs("a/x.bin"));
        Assert.False(attributes.IsLfs("a/small.bin"));
        Assert.False(attributes.IsLfs("docs/x.bin"));
        Assert.True(attributes.IsVendored("vendor/a/b.c"));
        Assert.False(attributes.IsVendored("vendor/own/b.c"));
        Assert.False(attributes.IsGenerated("d/x"));
        Assert.True(attributes.IsDocumentation("docs/a/b.md"));
        Assert.Equal(["binary=true", "diff=false", "merge=false", "text=false"], attributes.For("x.png").Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
    }
}
