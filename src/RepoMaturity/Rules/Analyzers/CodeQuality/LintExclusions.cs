using System.IO.Enumeration;
using System.Text.RegularExpressions;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Own Python modules that the linters leave out, by their settings or by a comment for the whole file. With several linters the one that
/// leaves out least is judged.
/// </summary>
internal sealed class LintExclusions : RepositoryAnalyzer
{
    private const double MostExcluded = 0.2;
    private const int MaxPattern = 400;

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        Source<PythonModule>[] modules = [.. evidence.Code.Python.Where(s => !s.IsTest && s.Document.CodeLines > 0 && !IsMigration(s.File.Path))];
        Technology[] linters = [.. evidence.Technologies.Facts("linter").Where(f => f.Strength is not (Strength.Declared or Strength.Used) && f.Technology.Languages.Contains("python")).Select(f => f.Technology).Distinct()];
        if (modules.Length == 0 || linters.Length == 0)
        {
            context.NotApplicable("no linter looks at Python modules");
            return;
        }

        (int Count, Location At, string Text)? least = null;
        foreach (Technology linter in linters)
        {
            SettingFact[] excludes = [.. evidence.Technologies.SettingsOf(linter, "exclude")];
            (Func<string, bool> Fits, SettingFact Setting)[] patterns = [.. excludes.SelectMany(s => Patterns(s).Select(p => (p, s)))];
            Source<PythonModule>[] left = [.. modules.Where(m => HasWholeFileComment(m, linter.Id) || patterns.Any(p => p.Fits(m.File.Path)))];
            SettingFact? worst = patterns.GroupBy(p => p.Setting).MaxBy(g => modules.Count(m => g.Any(p => p.Fits(m.File.Path))))?.Key;
            Location at = worst?.Trail[^1].Location ?? (left.Length > 0 ? new Location(left[0].File.Path, 1) : default);
            if (least is null || left.Length < least.Value.Count)
            {
                least = (left.Length, at, $"{linter.Name}: {left.Length} of {modules.Length} modules");
            }
        }

        if (least is { } found && found.Count > modules.Length * MostExcluded)
        {
            context.Fail(found.At, found.Text);
        }
    }

    // A tool writes them and nobody edits them afterwards.
    private static bool IsMigration(string path) => path.Split('/').Any(s => s is "migrations" or "alembic");

    private static bool HasWholeFileComment(Source<PythonModule> module, string linter) => module.Document.Directives.Any(d => linter switch
    {
        "ruff" => Whole(d.Text, "ruff: noqa") || Whole(d.Text, "flake8: noqa"),
        "pylint" => d.Text.StartsWith("pylint: skip-file", StringComparison.Ordinal),
        _ => Whole(d.Text, "flake8: noqa"),
    });

    // With codes behind it only those are left out.
    private static bool Whole(string text, string directive) => text.TrimEnd() == directive;

    private static IEnumerable<Func<string, bool>> Patterns(SettingFact setting) => setting.Value
        .Split((char[])[',', '\n', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(p => p.Length <= MaxPattern && p[0] != '#')
        .Select(Pattern);

    /// <summary>A path, a folder, a glob of either, or a regular expression as pylint has them.</summary>
    private static Func<string, bool> Pattern(string text)
    {
        if (text.Contains(".*", StringComparison.Ordinal) || text[0] == '^' || text[^1] == '$')
        {
            try
            {
                Regex regex = new(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
                return regex.IsMatch;
            }
            catch (ArgumentException)
            {
                return static _ => false;
            }
        }

        string pattern = (text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text).TrimStart('/').TrimEnd('/', '*').TrimEnd('/');
        pattern = pattern.StartsWith("**/", StringComparison.Ordinal) ? pattern[3..] : pattern;
        if (pattern.Length == 0)
        {
            return text.Contains('*', StringComparison.Ordinal) ? static _ => true : static _ => false;
        }

        return pattern.Contains('/', StringComparison.Ordinal)
            ? path => RepositoryPath.IsWithin(path, pattern) || FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false) || FileSystemName.MatchesSimpleExpression(pattern + "/*", path, ignoreCase: false)
            : path => path.Split('/').Any(s => FileSystemName.MatchesSimpleExpression(pattern, s, ignoreCase: false));
    }
}
