using System.Text.Json;
using LibGit2Sharp;
using NJsonSchema;
using RepoMaturity.Reports;

namespace RepoMaturity.Tool.Tests;

public class ScanCommandTests
{
    [Fact]
    public void Current_folder_is_scanned_and_verbose_shows_the_proof()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult result = ToolProcess.Run(folder.Path, "scan", "--as-of", "2026-11-24", "--verbose");
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("6 files · as of 2026-11-24", result.Output, StringComparison.Ordinal);
        Assert.Contains("pass RM50101 level 2", result.Output, StringComparison.Ordinal);
        Assert.Contains("         .github/workflows/ci.yml:6 make lint\n", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("         → Makefile:2 ruff check src\n", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.All(result.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Json_on_stdout_keeps_the_schema_and_nothing_stands_beside_it()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult result = ToolProcess.Run(null, "scan", folder.Path, "--format=json");
        Assert.Equal("", result.Error);
        JsonSchema schema = await JsonSchema.FromJsonAsync(JsonReport.Schema, TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(result.Output));
        Assert.StartsWith("{", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("}\n", result.Output, StringComparison.Ordinal);
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement finding = report.RootElement.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("ruleId").GetString() == "RM50103");
        Assert.Equal("pass", finding.GetProperty("kind").GetString());
        Assert.Equal(
            [".github/workflows/ci.yml", "Makefile"],
            finding.GetProperty("trail").EnumerateArray().Select(s => s.GetProperty("path").GetString()));
    }

    [Fact]
    public void Each_format_goes_to_its_own_output()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        using TemporaryFolder reports = new();
        string json = Path.Combine(reports.Path, "new", "a.json");
        string markdown = Path.Combine(reports.Path, "b.md");
        string text = Path.Combine(reports.Path, "c.txt");
        ToolResult result = ToolProcess.Run(folder.Path, "scan", "--format", "json", "--output", json, "-f", "markdown", "-o", markdown, "-f", "console", "-o", text);
        Assert.Equal(new ToolResult(0, "", ""), result);
        Assert.Equal((byte)'{', File.ReadAllBytes(json)[0]);
        Assert.StartsWith("# Maturity of ", File.ReadAllText(markdown), StringComparison.Ordinal);
        Assert.Contains("Component 5 · ", File.ReadAllText(text), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", File.ReadAllText(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_reports_are_measured()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        using TemporaryFolder reports = new();
        string coverage = Path.Combine(reports.Path, "lcov.info");
        string sarif = Path.Combine(reports.Path, "lint.sarif");
        File.WriteAllText(coverage, "SF:a.py\nLF:20\nLH:17\nend_of_record\n");
        File.WriteAllText(sarif, """{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "ruff"}}, "results": [{"message": {"text": "x"}}]}]}""");
        ToolResult result = ToolProcess.Run(reports.Path, "scan", folder.Path, "--coverage", "lcov.info", "--sarif", "lint.sarif");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"  Test coverage +85 % of 20 lines were covered by tests  \(lcov\.info\)", result.Output);
        Assert.Matches(@"  Lint results +1 warning by ruff  \(lint\.sarif\)", result.Output);
        result = ToolProcess.Run(reports.Path, "scan", folder.Path, "--coverage", "lint.sarif");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: lint.sarif:1: no report of test coverage; known are Cobertura XML", result.Error, StringComparison.Ordinal);
        result = ToolProcess.Run(reports.Path, "scan", folder.Path, "--sarif", "nowhere");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: --sarif nowhere: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_format_may_stay_on_stdout()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        using TemporaryFolder reports = new();
        ToolResult result = ToolProcess.Run(folder.Path, "scan", "--format", "console", "--format", "json", "--output", Path.Combine(reports.Path, "a.json"));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Practices", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("{", reports.Read("a.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("only one format can go to stdout", "--format", "json", "--format", "markdown")]
    [InlineData("same file", "--format", "json", "--output", "x", "--format", "markdown", "--output", "./x")]
    [InlineData("belongs after the --format", "--output", "x", "--format", "json")]
    [InlineData("Must be one of: 'console' 'json' 'markdown'", "--format", "xml")]
    [InlineData("'--verbos' is not known here; did you mean --verbose", "--verbos")]
    [InlineData("'more' is not known here", ".", "more")]
    [InlineData("'yesterday' is not a day", "--as-of", "yesterday")]
    [InlineData("'2026-13-01' is not a day", "--as-of", "2026-13-01")]
    [InlineData("--min-level '6' is not right", "--min-level", "6")]
    [InlineData("--min-level '2.5' is not right", "--min-level", "2.5")]
    [InlineData("--min-level '9:3' is not right", "--min-level", "9:3")]
    [InlineData("--min-score '5:x' is not right", "--min-score", "5:x")]
    [InlineData("Component 1 is not judged, or does not apply to this repository", "--min-level", "1:3")]
    [InlineData("Component 2 is not judged, or does not apply", "--min-level", "2:3", "--component", "5")]
    [InlineData("--component 6 is not a component", "--component", "6")]
    [InlineData("--config", "--config", "no-such-file.yml")]
    [InlineData("no-such-folder", "no-such-folder")]
    [InlineData("Required argument missing", "--commit")]
    [InlineData("Must be one of: 'error' 'warning' 'note'", "--fail-on", "none")]
    public void Wrong_use_is_named_on_stderr(string message, params string[] arguments)
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult result = ToolProcess.Run(folder.Path, ["scan", .. arguments]);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public void Configuration_of_the_repository_is_used_and_another_can_be_given()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        folder.With("repo-maturity.yml", "rules:\n  RM50102:\n    severity: error\n    reason: agreed\n");
        folder.With("other.yml", "rules:\n  RM50102:\n    severity: note\n    reason: agreed\n");
        Assert.Equal(1, ToolProcess.Run(folder.Path, "scan", "-q", "--fail-on", "error").ExitCode);
        Assert.Equal(0, ToolProcess.Run(folder.Path, "scan", "-q", "--fail-on", "error", "--config", "other.yml").ExitCode);
        folder.With("other.yml", "rule:\n  RM50102: {}\n");
        ToolResult wrong = ToolProcess.Run(folder.Path, "scan", "--config", "other.yml");
        Assert.Equal(2, wrong.ExitCode);
        Assert.StartsWith("error: other.yml:1", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("rules", wrong.Error, StringComparison.Ordinal);
        Assert.Equal("", wrong.Output);
    }

    [Fact]
    public void Report_that_cannot_be_written_is_wrong_use()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult result = ToolProcess.Run(folder.Path, "scan", "--format", "json", "--output", folder.Path);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"error: --output {folder.Path}: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_folder_is_nothing_to_scan()
    {
        using TemporaryFolder folder = new();
        ToolResult result = ToolProcess.Run(folder.Path, "scan");
        Assert.Equal(4, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Equal("nothing to scan: . holds no file", result.Error.TrimEnd());
    }

    [Theory]
    [InlineData(0, "", "--min-level", "1")]
    [InlineData(1, "gate failed: --min-level 5: Component 2 is at level ", "--min-level", "5")]
    [InlineData(1, "gate failed: --min-level 5: Component 5 is at level ", "--min-level", "5:5")]
    [InlineData(0, "", "--min-score", "1.0")]
    [InlineData(1, "gate failed: --min-score 4.5: Component 5 has a verified score of ", "--min-score", "5:4.5")]
    [InlineData(0, "", "--fail-on", "error")]
    [InlineData(1, "gate failed: --fail-on note: ", "--fail-on", "note")]
    public void Gate_decides_the_exit_code_after_the_report(int exitCode, string message, params string[] arguments)
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult result = ToolProcess.Run(folder.Path, ["scan", .. arguments]);
        Assert.Contains("Practices", result.Output, StringComparison.Ordinal);
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
        Assert.Equal(message.Length == 0, result.Error.Length == 0);
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public void Every_failed_part_of_a_gate_is_named()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult result = ToolProcess.Run(folder.Path, "scan", "--component", "5", "--min-level", "5", "--min-score", "5", "--fail-on", "note");
        Assert.Equal(3, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Quiet_says_the_verdict_and_no_more()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult result = ToolProcess.Run(folder.Path, "scan", "--quiet");
        string[] lines = result.Output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Equal("Component 1: not applicable", lines[0]);
        Assert.Matches("^Component 5: level [1-5] \\(verified [1-5]\\.[0-9]{2}, possible [1-5]\\.[0-9]{2}\\)$", lines[4]);
        Assert.Equal("", result.Error);
    }

    [Theory]
    [InlineData(false, "auto", "")]
    [InlineData(true, "always", "")]
    [InlineData(true, "auto", "FORCE_COLOR")]
    [InlineData(true, "auto", "CLICOLOR_FORCE")]
    [InlineData(false, "never", "FORCE_COLOR")]
    [InlineData(true, "always", "NO_COLOR")]
    public void Colour_is_as_asked(bool expected, string mode, string variable)
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        Dictionary<string, string?> environment = variable.Length == 0 ? [] : new() { [variable] = "1" };
        ToolResult result = ToolProcess.Run(folder.Path, environment, "scan", "--color", mode);
        Assert.Equal(expected, result.Output.Contains("\u001b[", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TERM", "dumb")]
    [InlineData("LC_ALL", "en_US.ISO-8859-1")]
    public void Without_unicode_signs_are_ascii(string variable, string value)
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult result = ToolProcess.Run(folder.Path, new Dictionary<string, string?> { [variable] = value }, "scan");
        Assert.True(System.Text.Ascii.IsValid(result.Output), result.Output);
        Assert.Contains("#", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("console")]
    [InlineData("json")]
    [InlineData("markdown")]
    public void Same_input_gives_the_same_bytes(string format)
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        string[] arguments = ["scan", "--format", format, "--as-of", "2026-11-24", "--verbose"];
        Assert.Equal(ToolProcess.Run(folder.Path, arguments), ToolProcess.Run(folder.Path, arguments));
    }

    [Fact]
    public void Hostile_file_names_steer_no_terminal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "such names do not exist there");
        using TemporaryFolder folder = TemporaryFolder.Linted();
        folder.With("tests/test_\u001b[2J\u202Ex|`y`\n<script>.py", "def test_nothing():\n    pass\n");
        foreach (string format in (string[])["console", "markdown", "json"])
        {
            ToolResult result = ToolProcess.Run(folder.Path, "scan", "--verbose", "--format", format);
            Assert.Equal(0, result.ExitCode);
            Assert.DoesNotContain(result.Output, c => c != '\n' && (char.IsControl(c) || c == '\u202E'));
        }
    }

    [Fact]
    public void Commit_is_scanned_without_its_checkout()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        Repository.Init(folder.Path);
        using (Repository repository = new(folder.Path))
        {
            LibGit2Sharp.Commands.Stage(repository, "*");
            Signature author = new("a", "a@example.org", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
            repository.Commit("first", author, author);
        }

        File.Delete(Path.Combine(folder.Path, "Makefile"));
        ToolResult commit = ToolProcess.Run(folder.Path, "scan", "--verbose", "--commit", "HEAD");
        ToolResult tree = ToolProcess.Run(folder.Path, "scan", "--verbose");
        Assert.Contains("→ Makefile:2 ruff check src", commit.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("→ Makefile:2 ruff check src", tree.Output, StringComparison.Ordinal);
        ToolResult unknown = ToolProcess.Run(folder.Path, "scan", "--commit", "no-such-branch");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("no-such-branch", unknown.Error, StringComparison.Ordinal);
    }
}
