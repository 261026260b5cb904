using System.Text.RegularExpressions;
using RepoMaturity.Evidence;

namespace RepoMaturity.Tests.Evidence;

public class TextPatternTests
{
    /// <summary>Whatever way is taken, the answer is the regular expression's.</summary>
    [Theory]
    [InlineData("^(strict|all)$")]
    [InlineData("(?i)^true$")]
    [InlineData("(?i)-(all|recommended)$")]
    [InlineData("^strict|all$")]
    [InlineData("strict|all mode")]
    [InlineData("(strict|all)")]
    [InlineData("NU190[1-4]")]
    [InlineData(".")]
    [InlineData("")]
    public void It_agrees_with_the_regular_expression(string pattern)
    {
        string[] texts = ["strict", "all", "STRICT", "overall", "strictly", "True", "true", "latest-all", "latest-Recommended", "all mode", "NU1903", "", "x"];
        Assert.All(texts, t => Assert.Equal(Regex.IsMatch(t, pattern), new TextPattern(pattern).IsMatch(t)));
        Assert.All(texts, t => Assert.Equal(Regex.IsMatch(t, pattern, RegexOptions.IgnoreCase), new TextPattern(pattern, ignoreCase: true).IsMatch(t)));
    }
}
