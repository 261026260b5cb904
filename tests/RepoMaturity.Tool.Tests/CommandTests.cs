using System.Runtime.CompilerServices;
using System.Text.Json;
using RepoMaturity.Policy;
using RepoMaturity.Reports;
using RepoMaturity.Rules;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;

namespace RepoMaturity.Tool.Tests;

public class CommandTests
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_shows_commands_examples_and_exit_codes(params string[] arguments)
    {
        ToolResult result = ToolProcess.Run(null, arguments);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        foreach (string word in (string[])["scan", "explain", "rules", "init", "completion", "schema", "Examples:", "Exit codes:", "130"])
        {
            Assert.Contains(word, result.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("explain")]
    [InlineData("rules")]
    [InlineData("rules", "new")]
    [InlineData("rules", "docs")]
    [InlineData("rules", "test")]
    [InlineData("answers")]
    [InlineData("roadmap")]
    [InlineData("attest")]
    [InlineData("aggregate")]
    [InlineData("init")]
    [InlineData("schema")]
    [InlineData("completion")]
    public void Every_command_has_help_with_examples(params string[] command)
    {
        ToolResult result = ToolProcess.Run(null, [.. command, "--help"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"Examples:\n  dotnet repo-maturity {string.Join(' ', command)}", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Version_is_a_version_alone()
    {
        ToolResult result = ToolProcess.Run(null, "--version");
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+$", result.Output.TrimEnd());
        Assert.Equal("", result.Error);
    }

    [Theory]
    [InlineData("error: 'scn' is not known here; did you mean scan?", "scn")]
    [InlineData("error: '@file' is not known here", "@file")]
    [InlineData("error: there is no rule RM50130; did you mean RM50110", "explain", "RM50130")]
    [InlineData("error: there is no rule nonsense\n'dotnet repo-maturity rules' lists all.", "explain", "nonsense")]
    [InlineData("error: Required argument 'RULE' missing for command: 'explain'.", "explain")]
    [InlineData("error: Argument 'tcsh' not recognized", "completion", "tcsh")]
    [InlineData("error: Option '--practice' is required.", "rules", "new", "--level", "3", "--title", "x")]
    public void Wrong_use_helps(string message, params string[] arguments)
    {
        ToolResult result = ToolProcess.Run(null, arguments);
        Assert.StartsWith(message, result.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("", result.Output);
        Assert.Equal(2, result.ExitCode);
    }

    [Theory]
    [InlineData("RM50103")]
    [InlineData("rm50103")]
    [InlineData("50103")]
    public void Explain_shows_why_how_and_examples(string id)
    {
        ToolResult result = ToolProcess.Run(null, "explain", id);
        Assert.Equal(0, result.ExitCode);
        string text = result.Output.ReplaceLineEndings("\n");
        Assert.StartsWith("RM50103  Linter not enforced in CI\n5.01 Linting · level 3", text, StringComparison.Ordinal);
        Assert.Contains("\nWhy it matters\n", text, StringComparison.Ordinal);
        Assert.Contains("\nHow to mend it\n", text, StringComparison.Ordinal);
        Assert.Contains("\n    - run: ruff check .\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  pass  Ruff behind make and tox\n        .github/workflows/ci.yml\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("```", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Rules_are_listed_by_practice_and_filtered()
    {
        ToolResult result = ToolProcess.Run(null, "rules", "--practice", "5.01", "--level", "3");
        Assert.StartsWith("5.01 Linting\n", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("  RM50103  level 3  Linter not enforced in CI", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("RM50101", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("RM506", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_as_json_and_markdown()
    {
        using JsonDocument json = JsonDocument.Parse(ToolProcess.Run(null, "rules", "linter NOT", "--format", "json").Output);
        JsonElement rule = json.RootElement.EnumerateArray().Single(r => r.GetProperty("id").GetString() == "RM50103");
        Assert.Equal("5.01", rule.GetProperty("practice").GetString());
        Assert.Equal(3, rule.GetProperty("maturityLevel").GetInt32());
        Assert.Contains(
            "| RM50103 | 5.01 Linting | 3 | Linter not enforced in CI |",
            ToolProcess.Run(null, "rules", "--component", "5", "--format", "markdown").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_rule_is_no_error()
    {
        ToolResult result = ToolProcess.Run(null, "rules", "no rule has these words");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Equal("no rule is like that", result.Error.TrimEnd());
    }

    [Fact]
    public void New_rule_takes_the_next_id_and_loads()
    {
        using TemporaryFolder folder = new();
        folder.With("rules/guide/component-5.yml", File.ReadAllText(Path.Combine(Rules(), "guide", "component-5.yml")));
        foreach (string expected in (string[])["RM50101", "RM50102"])
        {
            ToolResult result = ToolProcess.Run(folder.Path, "rules", "new", "--practice", "5.01", "--level", "4", "--title", "A \"quoted\": title # 1");
            Assert.Equal("", result.Error);
            Assert.Equal($"rules/c5/01-linting/{expected}.yml", result.Output.TrimEnd().Replace('\\', '/'));
        }

        RuleCatalog catalog = RuleCatalog.Load(Directory.EnumerateFiles(folder.Path, "*.yml", SearchOption.AllDirectories)
            .Select(f => (Path.GetRelativePath(Path.Combine(folder.Path, "rules"), f).Replace('\\', '/'), File.ReadAllText(f))));
        RuleDescriptor rule = catalog.Find("RM50102")!;
        Assert.Equal("A \"quoted\": title # 1", rule.Title);
        Assert.Equal(4, rule.MaturityLevel);
        Assert.Equal([ResultKind.Pass, ResultKind.Fail], rule.Examples.Select(e => e.Expect));
        Assert.Single(rule.Examples[0].Files);
        Assert.Empty(rule.Examples[1].Files);
    }

    [Theory]
    [InlineData("there is no practice 5.99", "--practice", "5.99", "--level", "3")]
    [InlineData("--level is a number from 2 to 5", "--practice", "5.01", "--level", "1")]
    public void New_rule_knows_the_guide(string message, params string[] arguments)
    {
        ToolResult result = ToolProcess.Run(Rules(), ["rules", "new", "--title", "x", .. arguments]);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public void Docs_are_written_once_and_checked()
    {
        using TemporaryFolder folder = new();
        folder.With("rules/guide/component-5.yml", File.ReadAllText(Path.Combine(Rules(), "guide", "component-5.yml")));
        ToolProcess.Run(folder.Path, "rules", "new", "--practice", "5.01", "--level", "4", "--title", "x");
        Assert.Equal(1, ToolProcess.Run(folder.Path, "rules", "docs", "--check").ExitCode);
        Assert.Equal(0, ToolProcess.Run(folder.Path, "rules", "docs").ExitCode);
        Assert.Equal(new ToolResult(0, "", ""), ToolProcess.Run(folder.Path, "rules", "docs", "--check"));
        Assert.Contains("(pages/5.01/RM50101.md)", folder.Read("rules/README.md"), StringComparison.Ordinal);
        Assert.StartsWith("# RM50101: x", folder.Read("rules/pages/5.01/RM50101.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Init_writes_comments_once()
    {
        using TemporaryFolder folder = TemporaryFolder.Linted();
        ToolResult first = ToolProcess.Run(folder.Path, "init");
        Assert.Equal(0, first.ExitCode);
        Assert.Equal("", first.Output);
        string text = folder.Read("repo-maturity.yml");
        Assert.All(text.TrimEnd().Split('\n'), line => Assert.True(line.Length == 0 || line[0] == '#', line));
        Assert.Contains("\n##   python (", text, StringComparison.Ordinal);
        string decided = string.Join('\n', text.Split('\n').Select(l => l.StartsWith("# ", StringComparison.Ordinal) ? l[2..] : l));
        RepositoryConfiguration configuration = ConfigurationReader.Read("repo-maturity.yml", decided, BuiltInRules.Load());
        Assert.Equal(["RM50103"], configuration.Rules.Keys);
        Assert.Equal(["third_party/**"], configuration.Exclude.Select(e => e.Glob));
        Assert.True(configuration.Traits["library"]);
        Assert.Equal(0.4, configuration.Thresholds[(5, 3)]);
        ToolResult second = ToolProcess.Run(folder.Path, "init");
        Assert.Equal(2, second.ExitCode);
        Assert.Contains("repo-maturity.yml is there already; --force overwrites it", second.Error, StringComparison.Ordinal);
        folder.With("repo-maturity.yml", "# ours\n");
        Assert.Equal(0, ToolProcess.Run(folder.Path, "init", "--force").ExitCode);
        Assert.Equal(text, folder.Read("repo-maturity.yml"));
    }

    [Fact]
    public void Schema_is_the_published_one() => Assert.Equal(JsonReport.Schema, ToolProcess.Run(null, "schema", "report").Output);

    [Fact]
    public void Schema_of_the_configuration_knows_the_rules() =>
        Assert.Contains("RM50103", ToolProcess.Run(null, "schema", "config").Output, StringComparison.Ordinal);

    [Fact]
    public void Bash_completes_commands_options_and_values()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs bash");
        using TemporaryFolder folder = new();
        folder.With("dotnet-repo-maturity", $"#!/bin/sh\nexec dotnet exec '{ToolProcess.Dll}' \"$@\"\n");
#pragma warning disable CA1416 // The test is skipped on Windows.
        File.SetUnixFileMode(Path.Combine(folder.Path, "dotnet-repo-maturity"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        string Complete(string line)
        {
            string script = $"""
                PATH="{folder.Path}:$PATH"
                source <(dotnet-repo-maturity completion bash)
                COMP_LINE='{line}'; COMP_POINT={line.Length}; COMP_WORDS=({line.TrimEnd()}{(line.EndsWith(' ') ? " ''" : "")}); COMP_CWORD=$((${"{#COMP_WORDS[@]}"} - 1))
                _dotnet_repo_maturity
                echo "${"{COMPREPLY[*]}"}"
                """;
            ToolResult result = ToolProcess.Start("bash", folder.Path, new Dictionary<string, string?>(), ["-c", script]);
            Assert.Equal("", result.Error);
            return result.Output.TrimEnd();
        }

        Assert.Equal("rules", Complete("dotnet-repo-maturity ru"));
        Assert.Equal("--format", Complete("dotnet-repo-maturity scan --fo"));
        Assert.Equal("console json markdown", Complete("dotnet-repo-maturity scan --format "));
        Assert.Equal("RM50103", Complete("dotnet-repo-maturity explain RM50103"));
    }

    [Theory]
    [InlineData("zsh", "compdef")]
    [InlineData("fish", "complete -c dotnet-repo-maturity")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native")]
    public void Other_shells_get_a_script(string shell, string word)
    {
        ToolResult result = ToolProcess.Run(null, "completion", shell);
        Assert.Contains(word, result.Output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_become_exit_codes_and_words()
    {
        StringWriter error = new() { NewLine = "\n" };
        Assert.Equal(2, Failures.Report(new SnapshotException("no such \u001bfolder"), error, verbose: false));
        Assert.Equal(130, Failures.Report(new OperationCanceledException(), error, verbose: false));
        Assert.Equal(3, Failures.Report(new InvalidOperationException("oops"), error, verbose: false));
        Assert.Equal(
            "error: no such \\x1Bfolder\nerror: stopped\nerror: internal error: oops (InvalidOperationException)\n"
            + "This is a defect of RepoMaturity. Please report it with the output of the same command with --verbose.\n",
            error.ToString());
    }

    [Fact]
    public void Stack_trace_is_for_the_verbose()
    {
        StringWriter error = new();
        try
        {
            throw new InvalidOperationException("oops");
        }
        catch (InvalidOperationException e)
        {
            Failures.Report(e, error, verbose: true);
        }

        Assert.Contains(nameof(Stack_trace_is_for_the_verbose), error.ToString(), StringComparison.Ordinal);
    }

    private static string Rules([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "rules"));
}
