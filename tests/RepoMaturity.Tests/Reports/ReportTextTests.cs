using RepoMaturity.Reports;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Reports;

public class ReportTextTests
{
    [Theory]
    [InlineData("src/train.py", "src/train.py")]
    [InlineData("données/模型.py 🚀", "données/模型.py 🚀")]
    [InlineData("a\u001b[31mb", @"a\x1B[31mb")]
    [InlineData("a\u009b31m", @"a\x9B31m")]
    [InlineData("a\0b\u007f", @"a\x00b\x7F")]
    [InlineData("a\nb\r\tc", @"a\nb\r\tc")]
    [InlineData("\u202Efdp.exe", @"\u202Efdp.exe")]
    [InlineData("a\u200bb\ufeff", @"a\u200Bb\uFEFF")]
    [InlineData("a\u2028b", @"a\u2028b")]
    [InlineData("tag\U000E0041", @"tag\U000E0041")]
    public void What_could_steer_a_terminal_is_shown(string text, string visible) => Assert.Equal(visible, ReportText.Visible(text));

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() => Assert.Equal("a\ufffdb", ReportText.Visible("a\ud800b"));

    [Fact]
    public void One_line_joins_white_space() => Assert.Equal("make lint && make test", ReportText.OneLine("  make lint \r\n\t&&  make test\n"));

    [Theory]
    [InlineData(".github/workflows/ci.yml", 23, "make lint", true, ".github/workflows/ci.yml:23 make lint")]
    [InlineData(".github/workflows/ci.yml", 23, "make lint", false, "ci.yml:23 make lint")]
    [InlineData("tox.ini", 0, "", false, "tox.ini")]
    [InlineData("", 0, "ruff check", true, "ruff check")]
    public void Step_names_place_and_text(string path, int line, string text, bool whole, string expected) =>
        Assert.Equal(expected, ReportText.Step(new TrailStep(new Location(path, line), text), whole));
}
