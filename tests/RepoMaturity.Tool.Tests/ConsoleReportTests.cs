using System.Text.RegularExpressions;
using RepoMaturity.Scoring;
using RepoMaturity.Tests.Reports;
using RepoMaturity.Tool.Terminals;
using Spectre.Console;

namespace RepoMaturity.Tool.Tests;

public partial class ConsoleReportTests
{
    [Fact]
    public void Eighty_columns() => Approval.Verify(Render(SampleAssessment.Realistic(), 80));

    [Fact]
    public void Sixty_columns() => Approval.Verify(Render(SampleAssessment.Realistic(), 60));

    [Fact]
    public void Wide_columns() => Approval.Verify(Render(SampleAssessment.Realistic(), 160));

    [Fact]
    public void Ascii() => Approval.Verify(Render(SampleAssessment.Realistic(), 80, unicode: false));

    [Fact]
    public void Verbose() => Approval.Verify(Render(SampleAssessment.Realistic(), 80, verbose: true));

    [Fact]
    public void Nothing_found() => Approval.Verify(Render(SampleAssessment.Bare(), 80));

    [Fact]
    public void Hostile_names() => Approval.Verify(Render(SampleAssessment.Hostile(), 80, verbose: true));

    [Theory]
    [InlineData(40, false)]
    [InlineData(60, false)]
    [InlineData(80, false)]
    [InlineData(80, true)]
    [InlineData(160, true)]
    public void No_line_is_wider_than_the_terminal_or_ends_in_space(int width, bool verbose)
    {
        foreach (Assessment assessment in new[] { SampleAssessment.Realistic(), SampleAssessment.Hostile(), SampleAssessment.Bare() })
        {
            foreach (string line in Render(assessment, width, verbose: verbose).Split('\n'))
            {
                Assert.True(line.GetCellWidth() <= width, line);
                Assert.Equal(line.TrimEnd(), line);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Colour_changes_no_text(bool verbose)
    {
        foreach (Assessment assessment in new[] { SampleAssessment.Realistic(), SampleAssessment.Hostile() })
        {
            string coloured = Render(assessment, 80, verbose: verbose, color: true);
            Assert.Contains("\u001b[", coloured, StringComparison.Ordinal);
            Assert.Equal(Render(assessment, 80, verbose: verbose), Sgr().Replace(coloured, ""));
        }
    }

    [Fact]
    public void Hostile_text_reaches_no_terminal()
    {
        string text = Render(SampleAssessment.Hostile(), 160, verbose: true);
        Assert.DoesNotContain(text, c => c != '\n' && (char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format));
        Assert.Contains(@"\x1B[2J\u202Egnp.\n# Owned", text, StringComparison.Ordinal);
    }

    private static string Render(Assessment assessment, int width, bool verbose = false, bool unicode = true, bool color = false)
    {
        StringWriter writer = new();
        new ConsoleReport(new TerminalSettings(color, unicode, width).CreatePage(writer), verbose).Write(assessment);
        return writer.ToString().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Sgr();
}
