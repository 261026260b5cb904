using RepoMaturity.Evidence;

namespace RepoMaturity.Tests.Evidence;

public class NeededWordsTests
{
    [Theory]
    [InlineData(@"^FROM\s+\S*(slim|alpine)", "FROM; slim|alpine")]
    [InlineData(@"azuremlschemas.*/(commandJob|auto[a-z]*Job)\.schema", "azuremlschemas; /; commandJob|auto; .schema")]
    [InlineData(@"colou?rs+x", "colo; rs; x")]
    [InlineData(@"a(b|c)?d{2}e", "a; e")]
    [InlineData(@"first .*|second\b.", "first |second")]
    [InlineData(@"one|[xy]", "")]
    [InlineData(@"(?:one|two)three", "one|two; three")]
    [InlineData(@"[^\]a]b", "b")]
    [InlineData(@"(?=one)two", "")]
    [InlineData(@"x(a\t)|y", "")]
    [InlineData(@"\(?:a", ":a")]
    [InlineData(@"[a-z-[aeiou]]x", "")]
    public void KnowsWhatEveryMatchHolds(string pattern, string words) =>
        Assert.Equal(words, string.Join("; ", NeededWords.Of(pattern).Select(w => string.Join('|', w))));
}
