using System.CommandLine;
using System.Globalization;

namespace RepoMaturity.Tool.Commands;

/// <summary>What to assess and by what, as every command asks that assesses a repository.</summary>
internal sealed class AssessmentOptions
{
    private readonly Argument<string> _path = new("PATH")
    {
        Description = "Repository: a working tree, a bare repository, or a folder without git.",
        DefaultValueFactory = static _ => ".",
    };

    private readonly Option<string?> _commit = new("--commit") { HelpName = "REV", Description = "Scan a commit, without a checkout." };
    private readonly Option<string?> _config = new("--config") { HelpName = "FILE", Description = "Configuration to use instead of the repository's repo-maturity.yml." };
    private readonly Option<int[]> _components = new("--component") { HelpName = "1-5", Description = "Judge only this component of the guide; repeatable. [default: all]" };
    private readonly Option<string?> _rules = new("--rules") { HelpName = "FOLDER", Description = "Rules folder to judge by instead of the built-in rules, for their authors." };
    private readonly Option<string?> _asOf = new("--as-of") { HelpName = "yyyy-MM-dd", Description = "Day for which rules about time are judged. [default: today, UTC]" };
    private readonly Option<string[]> _coverage = new("--coverage") { HelpName = "FILE", Description = "Report of test coverage to show and judge: Cobertura, JaCoCo, lcov, coverage.py or coverlet JSON; repeatable." };
    private readonly Option<string[]> _sarif = new("--sarif") { HelpName = "FILE", Description = "Log of a linter or security scanner to show, in SARIF 2.1.0; repeatable." };

    /// <summary>Adds the argument and the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_path);
        foreach (Option option in new Option[] { _commit, _config, _components, _rules, _asOf, _coverage, _sarif })
        {
            command.Add(option);
        }
    }

    /// <summary>What the user asked for.</summary>
    public AssessmentRequest Read(ParseResult result) => new()
    {
        Path = result.GetValue(_path)!,
        Commit = result.GetValue(_commit),
        ConfigurationFile = result.GetValue(_config),
        Components = [.. (result.GetValue(_components) ?? []).Select(c => c is >= 1 and <= 5 ? c : throw new UsageException($"--component {c} is not a component; use 1 to 5"))],
        RuleFolder = result.GetValue(_rules),
        AsOf = ParseDay(result.GetValue(_asOf)),
        Coverage = result.GetValue(_coverage) ?? [],
        Sarif = result.GetValue(_sarif) ?? [],
    };

    private static DateOnly ParseDay(string? text) =>
        text is null ? DateOnly.FromDateTime(DateTime.UtcNow)
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day
        : throw new UsageException($"--as-of '{text}' is not a day such as 2026-11-24");
}
