using System.CommandLine;
using System.Globalization;
using RepoMaturity.Rules;
using RepoMaturity.Tool.Terminals;

namespace RepoMaturity.Tool.Commands;

/// <summary><c>scan [PATH]</c>: the options; <see cref="ScanRun"/> does the work.</summary>
internal static class ScanCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> path = new("PATH")
        {
            Description = "Repository: a working tree, a bare repository, or a folder without git.",
            DefaultValueFactory = static _ => ".",
        };
        Option<string[]> format = new("--format", "-f") { HelpName = "console|json|markdown", Description = "Form of the report; repeatable, each with its own --output after it. [default: console]" };
        format.AcceptOnlyFromAmong("console", "json", "markdown");
        Option<string[]> output = new("--output", "-o") { HelpName = "FILE", Description = "File for the --format before it; stdout without." };
        Option<bool> verbose = new("--verbose", "-v") { Description = "Show every finding with each step of its proof." };
        Option<string?> commit = new("--commit") { HelpName = "REV", Description = "Scan a commit, without a checkout." };
        Option<string?> config = new("--config") { HelpName = "FILE", Description = "Configuration to use instead of the repository's repo-maturity.yml." };
        Option<string?> rules = new("--rules") { HelpName = "FOLDER", Description = "Rules folder to judge by instead of the built-in rules, for their authors." };
        Option<string?> asOf = new("--as-of") { HelpName = "yyyy-MM-dd", Description = "Day for which rules about time are judged. [default: today, UTC]" };
        Option<string[]> coverage = new("--coverage") { HelpName = "FILE", Description = "Report of test coverage to show and judge: Cobertura, JaCoCo, lcov, coverage.py or coverlet JSON; repeatable." };
        Option<string[]> sarif = new("--sarif") { HelpName = "FILE", Description = "Log of a linter or security scanner to show, in SARIF 2.1.0; repeatable." };
        Option<string?> failOn = new("--fail-on") { HelpName = "error|warning|note", Description = "Fail when a finding is this severe or worse." };
        failOn.AcceptOnlyFromAmong("error", "warning", "note");
        Option<string[]> minLevel = new("--min-level") { HelpName = "[C:]LEVEL", Description = "Fail below this level, of every assessed component or of component C; repeatable." };
        Option<string[]> minScore = new("--min-score") { HelpName = "[C:]SCORE", Description = "Fail below this verified score, likewise." };
        Option<string> color = new("--color") { HelpName = "auto|always|never", Description = "When to use colour.", DefaultValueFactory = static _ => "auto" };
        color.AcceptOnlyFromAmong("auto", "always", "never");
        Option<bool> quiet = new("--quiet", "-q") { Description = "On the console only the verdict; no progress." };
        ToolCommand command = new(
            "scan",
            "Assess a repository.",
            ("scan", "assess the repository of the current folder"),
            ("scan ../model --commit v1.2.0", "assess a tag of another repository"),
            ("scan --format json --output a.json --format markdown --output b.md", "write two reports"),
            ("scan --fail-on error --min-level 3 --min-score 5:3.2", "a gate for a pipeline"))
        {
            path, format, output, verbose, commit, config, rules, asOf, coverage, sarif, failOn, minLevel, minScore, color, quiet,
        };
        command.SetAction((result, cancellationToken) =>
        {
            ScanRequest request = new()
            {
                Path = result.GetValue(path)!,
                Targets = ReportTarget.Parse(result.Tokens),
                Verbose = result.GetValue(verbose),
                Quiet = result.GetValue(quiet),
                Commit = result.GetValue(commit),
                ConfigurationFile = result.GetValue(config),
                RuleFolder = result.GetValue(rules),
                AsOf = ParseDay(result.GetValue(asOf)),
                Coverage = result.GetValue(coverage) ?? [],
                Sarif = result.GetValue(sarif) ?? [],
                Color = Enum.Parse<ColorMode>(result.GetValue(color)!, ignoreCase: true),
                Gate = new Gate(
                    result.GetValue(failOn) is { } severity ? Enum.Parse<Severity>(severity, ignoreCase: true) : null,
                    [.. (result.GetValue(minLevel) ?? []).Select(t => GateRequirement.Parse("--min-level", t, whole: true))],
                    [.. (result.GetValue(minScore) ?? []).Select(t => GateRequirement.Parse("--min-score", t, whole: false))]),
            };

            // Ctrl-C need not wait for the step that a scan is in.
            return Task.Run(() => ScanRun.Execute(request, cancellationToken), CancellationToken.None).WaitAsync(cancellationToken);
        });
        return command;
    }

    private static DateOnly ParseDay(string? text) =>
        text is null ? DateOnly.FromDateTime(DateTime.UtcNow)
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day
        : throw new UsageException($"--as-of '{text}' is not a day such as 2026-11-24");
}
