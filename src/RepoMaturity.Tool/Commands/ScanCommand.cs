using System.CommandLine;
using RepoMaturity.Rules;
using RepoMaturity.Tool.Terminals;

namespace RepoMaturity.Tool.Commands;

/// <summary><c>scan [PATH]</c>: the options; <see cref="ScanRun"/> does the work.</summary>
internal static class ScanCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        AssessmentOptions assessment = new();
        Option<string[]> format = new("--format", "-f") { HelpName = "console|json|markdown", Description = "Form of the report; repeatable, each with its own --output after it. [default: console]" };
        format.AcceptOnlyFromAmong("console", "json", "markdown");
        Option<string[]> output = new("--output", "-o") { HelpName = "FILE", Description = "File for the --format before it; stdout without." };
        Option<bool> verbose = new("--verbose", "-v") { Description = "Show every finding with each step of its proof." };
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
            format, output, verbose, failOn, minLevel, minScore, color, quiet,
        };
        assessment.AddTo(command);
        command.SetAction((result, cancellationToken) =>
        {
            ScanRequest request = new()
            {
                Assessment = assessment.Read(result),
                Targets = ReportTarget.Parse(result.Tokens),
                Verbose = result.GetValue(verbose),
                Quiet = result.GetValue(quiet),
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
}
