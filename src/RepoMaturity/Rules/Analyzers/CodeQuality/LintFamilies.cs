using RepoMaturity.Documents.Manifests;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// A linter that runs with strict rules: six families of Ruff or flake8 beyond the usual, Pylint with nearly all of its checks, wemake's
/// guide, or every analysis of .NET.
/// </summary>
internal sealed class LintFamilies : RepositoryAnalyzer
{
    private const int Enough = 6;
    private const int MostDisabled = 10;
    private const string Wemake = "wemake-python-styleguide";
    private const double PylintScore = 9;

    private static readonly string[] Usual = ["E", "F", "W", "I"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TechnologyFact[] running = [.. evidence.Technologies.Facts("linter").Where(f => f.Strength is Strength.Run or Strength.Enforced or Strength.Hooked)];
        string best = running.Length == 0 ? "no linter runs" : $"{running[0].Technology.Name} runs with few families of rules";
        foreach (TechnologyFact fact in running.DistinctBy(f => f.Technology.Id))
        {
            Technology linter = fact.Technology;
            SettingFact[] strict = [.. evidence.Technologies.SettingsOf(linter, "all-rules").Where(s => s.IsOn)];
            SettingFact[] rules = [.. evidence.Technologies.SettingsOf(linter, "rules")];
            string[] families = [.. rules.SelectMany(r => r.Value.Split((char[])[',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).Select(Family).Where(f => f.Length > 0).Distinct(StringComparer.Ordinal)];
            int beyond = families.Except(Usual).Count() + (linter.Id == "flake8" ? Plugins(evidence) : 0);
            if (strict.Length > 0 || families.Contains("ALL"))
            {
                SettingFact proof = strict.Length > 0 ? strict[0] : rules[0];
                context.Pass(proof.Trail[^1].Location, $"{linter.Name}: all rules", [.. fact.Trail, .. proof.Trail]);
                return;
            }

            if (beyond >= Enough || (linter.Id == "pylint" && IsStrictPylint(evidence, fact)))
            {
                context.Pass(fact.Location, linter.Id == "pylint" ? "Pylint with its own checks" : $"{linter.Name}: {beyond} families beyond the usual", [.. fact.Trail, .. rules.SelectMany(r => r.Trail).Take(1)]);
                return;
            }
        }

        if (running.Length == 0 && evidence.Commands.Unresolved.FirstOrDefault(u => u.IsUnseen) is { } external)
        {
            context.Open(external.Advice);
            return;
        }

        context.Fail(new(""), best);
    }

    /// <summary>The family of a code: <c>B</c> of <c>B006</c>, <c>C4</c> of <c>C401</c>, since <c>C90</c> is another.</summary>
    private static string Family(string code)
    {
        int letters = 0;
        while (letters < code.Length && char.IsAsciiLetterUpper(code[letters]))
        {
            letters++;
        }

        return letters == 1 && code[0] == 'C' && code.Length > 1 ? code[..2] : code[..letters];
    }

    private static int Plugins(RepositoryEvidence evidence) => evidence.Manifests.All
        .SelectMany(m => m.Dependencies)
        .Where(d => d.Ecosystem == Ecosystem.PyPi && (d.Name.StartsWith("flake8-", StringComparison.Ordinal) || d.Name is "pep8-naming" or Wemake) && d.Name != "flake8-pyproject")
        .Select(d => d.Name)
        .Distinct(StringComparer.Ordinal)
        .Sum(n => n == Wemake ? Enough : 1);

    /// <summary>Pylint fails below ten unless told otherwise.</summary>
    private static bool IsStrictPylint(RepositoryEvidence evidence, TechnologyFact fact)
    {
        SettingFact[] thresholds = [.. evidence.Technologies.SettingsOf(fact.Technology, "threshold")];
        int disabled = evidence.Technologies.SettingsOf(fact.Technology, "disabled").Sum(s => s.Value.Split((char[])[',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Sum(v => v is "all" || v.Length == 1 ? MostDisabled + 1 : 1));
        return fact.CannotFail is null
            && disabled <= MostDisabled
            && thresholds.All(t => double.TryParse(t.Value, System.Globalization.CultureInfo.InvariantCulture, out double score) && score >= PylintScore);
    }
}
