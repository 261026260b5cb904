using System.Text;
using RepoMaturity.Tool.Terminals;
using Spectre.Console;

namespace RepoMaturity.Tool.Tests;

public class TerminalTests
{
    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "NO_COLOR=1")]
    [InlineData(true, "NO_COLOR=")]
    [InlineData(false, "TERM=dumb")]
    [InlineData(false, "CLICOLOR=0")]
    [InlineData(true, "FORCE_COLOR=1;TERM=dumb")]
    [InlineData(false, "NO_COLOR=1;FORCE_COLOR=1")]
    public void Terminal_has_colour_unless_the_environment_says_no(bool expected, string environment) =>
        Assert.Equal(expected, From(ColorMode.Auto, isTerminal: true, environment).Color);

    [Theory]
    [InlineData(false, "")]
    [InlineData(false, "FORCE_COLOR=0")]
    [InlineData(true, "FORCE_COLOR=1")]
    [InlineData(true, "CLICOLOR_FORCE=1")]
    public void File_has_no_colour_unless_forced(bool expected, string environment) =>
        Assert.Equal(expected, From(ColorMode.Auto, isTerminal: false, environment).Color);

    [Theory]
    [InlineData(132, "", 132)]
    [InlineData(0, "", 80)]
    [InlineData(0, "COLUMNS=100", 100)]
    [InlineData(0, "COLUMNS=x", 80)]
    [InlineData(5, "", 40)]
    public void Width_is_the_windows_or_eighty(int window, string environment, int expected) =>
        Assert.Equal(expected, TerminalSettings.From(ColorMode.Auto, window > 0, window, Encoding.UTF8, Lookup(environment)).Width);

    [Fact]
    public void Unicode_needs_utf8()
    {
        Assert.True(TerminalSettings.From(ColorMode.Auto, true, 80, new UTF8Encoding(false), Lookup("")).Unicode);
        Assert.False(TerminalSettings.From(ColorMode.Auto, true, 80, Encoding.Latin1, Lookup("")).Unicode);
        Assert.False(TerminalSettings.From(ColorMode.Auto, true, 80, Encoding.UTF8, Lookup("TERM=dumb")).Unicode);
    }

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("exactly ten", 11, "exactly ten")]
    [InlineData("one too long", 11, "one too lo…")]
    [InlineData("ends in a space here", 10, "ends in a…")]
    [InlineData("漢字漢字", 8, "漢字漢字")]
    [InlineData("漢字漢字", 7, "漢字漢…")]
    [InlineData("漢字漢字", 6, "漢字…")]
    [InlineData("abc", 0, "")]
    public void Fit_counts_cells(string text, int width, string expected) => Assert.Equal(expected, TextLayout.Fit(text, width, "…"));

    [Theory]
    [InlineData("src/very/long/path.py", 12, "…ong/path.py")]
    [InlineData("path.py", 12, "path.py")]
    [InlineData("漢字漢字", 6, "…漢字")]
    public void Fit_end_keeps_the_end(string text, int width, string expected) => Assert.Equal(expected, TextLayout.FitEnd(text, width, "…"));

    [Theory]
    [InlineData(80, ".ci.yml:23 make lint → Makefile:12 tox -e lint → tox.ini:8 ruff check src")]
    [InlineData(60, ".ci.yml:23 make lint → … → tox.ini:8 ruff check src")]
    [InlineData(44, ".ci.yml:23 → … → tox.ini:8 ruff check src")]
    [InlineData(30, ".ci.yml:23 → … → tox.ini:8 ru…")]
    [InlineData(16, "tox.ini:8 ruff…")]
    public void Trail_keeps_where_it_starts_and_what_runs(int width, string expected) => Assert.Equal(
        expected,
        TextLayout.FitTrail(
            [new(new("a/.ci.yml", 23), "make lint"), new(new("Makefile", 12), "tox -e lint"), new(new("tox.ini", 8), "ruff check src")],
            width,
            Glyphs.Unicode));

    [Theory]
    [InlineData("a few words here", 8, "a few|words|here")]
    [InlineData("unbreakablelongword", 8, "unbreaka|blelongw|ord")]
    [InlineData("so unbreakablelongword", 8, "so|unbreaka|blelongw|ord")]
    [InlineData("漢字漢字", 4, "漢字|漢字")]
    [InlineData("", 8, "")]
    public void Wrap_breaks_at_spaces_first(string text, int width, string expected)
    {
        IReadOnlyList<string> lines = TextLayout.Wrap(text, width);
        Assert.Equal(expected.Split('|'), lines);
        Assert.All(lines, l => Assert.True(l.GetCellWidth() <= width));
    }

    [Theory]
    [InlineData(1, 1, "|..........")]
    [InlineData(3, 3, "#####|.....")]
    [InlineData(2.2, 3.4, "###+++|....")]
    [InlineData(5, 5, "##########|")]
    public void Bar_shows_verified_then_possible(double verified, double possible, string expected)
    {
        (string solid, string open, string remaining) = Glyphs.Ascii.Bar(verified, possible, 10);
        Assert.Equal(expected, solid + open + "|" + remaining);
    }

    [Fact]
    public void Progress_is_silent_until_it_is_late()
    {
        StringWriter writer = new();
        using (ProgressBar bar = new(writer, Glyphs.Ascii, TimeSpan.FromHours(1)))
        {
            bar.Report(new ScanProgress("judging rules", 5, 10));
        }

        Assert.Equal("", writer.ToString());
    }

    [Fact]
    public void Progress_draws_over_itself_and_wipes_the_line()
    {
        StringWriter writer = new();
        using (ProgressBar bar = new(writer, Glyphs.Ascii, TimeSpan.FromHours(1)))
        {
            bar.Report(new ScanProgress("judging rules", 5, 10));
            bar.Report(new ScanProgress("judging rules", 4, 10));
            bar.Draw();
            bar.Report(new ScanProgress("scoring", 0, 0));
            bar.Draw();
        }

        string first = "############............ judging rules 5/10";
        string wiped = new(' ', "scoring".Length);
        Assert.Equal($"\r{first}\r{"scoring".PadRight(first.Length)}\r{wiped}\r", writer.ToString());
    }

    private static TerminalSettings From(ColorMode mode, bool isTerminal, string environment) =>
        TerminalSettings.From(mode, isTerminal, isTerminal ? 80 : 0, Encoding.UTF8, Lookup(environment));

    private static Func<string, string?> Lookup(string environment)
    {
        Dictionary<string, string> values = environment.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
        return name => values.GetValueOrDefault(name);
    }
}
