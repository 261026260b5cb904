using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RepoMaturity.Reports;
using RepoMaturity.Scoring;

namespace RepoMaturity.Tests.Reports;

public class MarkdownReportTests
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseMathematics().Build();

    [Fact]
    public void Verdict_practices_way_up_defects_and_what_was_left_out_are_there()
    {
        string report = Write(SampleAssessment.Realistic());
        Assert.StartsWith("# Maturity of fraud-model\n\nCommit `3f2a91c` on `main` · 214 files · as of 2026-11-24 · RepoMaturity 0.1.0\n", report, StringComparison.Ordinal);
        Assert.Contains("**Level 2 of 5**: verified 2.46, possible 2.99 (provisional, 8 of 21 practices)\n", report, StringComparison.Ordinal);
        Assert.Contains(
            "| 5.01 Linting | ■■■■□ 4 | [`.github/workflows/ci.yml:23`](.github/workflows/ci.yml#L23) `make lint` → [`Makefile:12`](Makefile#L12) `tox -e lint` → "
            + "[`tox.ini:8`](tox.ini#L8) `ruff check src tests --output-format=github` |\n",
            report,
            StringComparison.Ordinal);
        Assert.Contains("| 5.02 Type checking | ■■□□□ 2 | 61 % of functions are annotated |\n", report, StringComparison.Ordinal);
        Assert.Contains("Not assessed: Code review, Refactoring,", report, StringComparison.Ordinal);
        Assert.Contains("Not applicable: Model cards\n", report, StringComparison.Ordinal);
        Assert.Contains("### What blocks level 3\n", report, StringComparison.Ordinal);
        Assert.Contains("| RM50603 | No pipeline runs the tests on pull requests | required |\n", report, StringComparison.Ordinal);
        Assert.Contains("Cheapest step up: **RM50203** ", report, StringComparison.Ordinal);
        Assert.Contains("## Measured\n\n| What | Result | Source |\n|---|---|---|\n| Test coverage | 82 % of 990 lines were covered by tests | out/coverage.xml |\n", report, StringComparison.Ordinal);
        Assert.Contains("## Defects (11)\n", report, StringComparison.Ordinal);
        Assert.Contains("| [`README.md:61`](README.md#L61) | warning | The link docs/setup.md leads nowhere | RM51211 |\n", report, StringComparison.Ordinal);
        Assert.Contains("| `third_party/unity` | 1204 | vendored (.gitattributes:3) |\n", report, StringComparison.Ordinal);
        Assert.Contains("## Notes\n\n- History is shallow", report, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', report);
    }

    [Fact]
    public void Long_lists_end_and_say_so()
    {
        Assessment sample = SampleAssessment.Realistic();
        Assessment many = sample with { Findings = [.. Enumerable.Repeat(sample.Findings.First(f => f.Rule.IsDefect), 250)] };
        Assert.Contains("… and 50 more; the JSON report has all.\n", Write(many), StringComparison.Ordinal);
    }

    [Fact]
    public void Foreign_text_stays_text()
    {
        string report = Write(SampleAssessment.Hostile());
        Assert.DoesNotContain(report, c => c != '\n' && (char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format));
        MarkdownDocument document = Markdown.Parse(report, Pipeline);
        Assert.Empty(document.Descendants<HtmlBlock>());
        Assert.Empty(document.Descendants<HtmlInline>());
        Assert.Empty(document.Descendants<AutolinkInline>());
        Assert.Empty(document.Descendants<CodeBlock>());
        Assert.All(document.Descendants<EmphasisInline>(), e => Assert.Equal('*', e.DelimiterChar));
        Assert.All(document.Descendants<LinkInline>(), l =>
        {
            Assert.False(l.IsImage);
            Assert.StartsWith("a%7Cb/%60x%60%20%5Blink%5D%28https%3A//evil.example%29%1B%5B2J%E2%80%AEgnp.%0A", l.Url, StringComparison.Ordinal);
        });
        Assert.Equal(
            ["Maturity of <b>\\x1B[31mred</b>", "Component 5: Technical Standards & Best Practices", "What blocks level 3", "Measured", "Defects (1)", "Left out", "Notes"],
            document.Descendants<Markdig.Syntax.HeadingBlock>().Select(h => string.Concat(h.Inline!.Descendants().Select(Text))));
    }

    [Fact]
    public void Foreign_text_breaks_no_table()
    {
        MarkdownDocument document = Markdown.Parse(Write(SampleAssessment.Hostile()), Pipeline);
        Table[] tables = [.. document.Descendants<Table>()];
        Assert.Equal([3, 3, 3, 4, 3], tables.Select(t => ((TableRow)t[0]).Count));
        Assert.All(tables, t => Assert.All(t.Cast<TableRow>(), row => Assert.Equal(((TableRow)t[0]).Count, row.Count)));
        Assert.Equal([3, 2, 2, 2, 2], tables.Select(t => t.Count));
    }

    [Fact]
    public void Branch_is_shown_as_it_is_called() =>
        Assert.Contains(@"on ``feat/`\x1B[1m|x`` ·", Write(SampleAssessment.Hostile()), StringComparison.Ordinal);

    [Fact]
    public void Mentions_and_references_are_broken()
    {
        string report = Write(SampleAssessment.Hostile());
        Assert.DoesNotContain("@maintainers", report, StringComparison.Ordinal);
        Assert.DoesNotContain("#123", report, StringComparison.Ordinal);
    }

    private static string Text(MarkdownObject inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        _ => "",
    };

    private static string Write(Assessment assessment)
    {
        StringWriter writer = new();
        MarkdownReport.Write(writer, assessment, "0.1.0");
        return writer.ToString();
    }
}
