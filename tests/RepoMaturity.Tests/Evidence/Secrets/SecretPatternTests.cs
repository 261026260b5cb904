using System.Text;
using RepoMaturity.Evidence.Secrets;

namespace RepoMaturity.Tests.Evidence.Secrets;

public class SecretPatternTests
{
    [Theory]
    [InlineData("ab[0-9]{2}-", "xab12-y", "ab12-")]
    [InlineData("[0-9]{2,4}:AA[a-c]{1,3}", "12345:AAabcd", "2345:AAabc")]
    [InlineData("key=([a-z]{3}\\.)", "key=abc.", "abc.")]
    [InlineData("ab[0-9]{2}", "ab1", null)]
    public void A_pattern_matches_around_its_anchor(string pattern, string text, string? expected)
    {
        SecretPattern compiled = new(pattern);
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        bool found = compiled.TryMatch(bytes, text.IndexOf(compiled.Anchor, StringComparison.Ordinal), out _, out Range secret);
        Assert.Equal(expected, found ? text[secret] : null);
    }

    [Fact]
    public void Every_format_has_an_anchor_or_a_context()
    {
        foreach (SecretFormat format in SecretFormats.All)
        {
            SecretPattern pattern = new(format.Pattern);
            Assert.True(format.Context.Length > 0 || pattern.Anchor.Length >= 3, format.Id);
            Assert.Matches("^[a-z0-9-]+$", format.Id);
        }
    }

    [Theory]
    [InlineData("[abc")]
    [InlineData("ab\\")]
    public void What_is_outside_the_subset_is_refused(string pattern) => Assert.Throws<FormatException>(() => new SecretPattern(pattern));
}
