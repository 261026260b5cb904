using System.Globalization;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A coverage threshold that an enforced run reads. A coverage service blocks only where the branch requires its status: Open.</summary>
internal abstract class CoverageThreshold(double least) : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (Enforced(evidence, least) is { } proof)
        {
            context.Pass(proof.Location, proof.Text, proof.Trail);
            return;
        }

        SettingFact? highest = Thresholds(evidence).MaxBy(Number);
        bool isEnforced = evidence.Technologies.Facts("coverage").Any(f => f.Strength == Strength.Enforced);
        bool informational = evidence.Technologies.Settings("coverage-service", "informational").Any(s => s.IsOn);
        if (!informational && evidence.Technologies.Settings("coverage-service", "status").FirstOrDefault(s => Number(s) >= least) is { } status)
        {
            context.Open($"{status.Trail[^1].Location} asks {status.Technology.Name} for {status.Value}; whether the branch requires that status cannot be seen here");
        }
        else if (!isEnforced && evidence.Commands.Unresolved.FirstOrDefault(u => u.IsUnseen && BranchFilter.OnChange(u.Triggers)) is { } external)
        {
            context.Open(external.Advice);
        }
        else if (highest is not null)
        {
            string why = Number(highest) >= least ? "no enforced run reads it" : "too low";
            context.Fail(highest.Trail[^1].Location, $"{highest.Value} % for {highest.Technology.Name}: {why}", highest.Trail);
        }
        else
        {
            context.Fail(new(""), isEnforced ? "coverage is measured, there is no threshold" : "no threshold");
        }
    }

    /// <summary>The first threshold of at least this many percent that an enforced run reads; null when there is none.</summary>
    internal static (Location Location, string Text, IReadOnlyList<TrailStep> Trail)? Enforced(RepositoryEvidence evidence, double least)
    {
        // What only collects (a collector's file, `coverage run`) compares with no threshold.
        TechnologyFact[] enforced = [.. evidence.Technologies.Facts("coverage").Where(f => f.Strength == Strength.Enforced && f.Capabilities.Contains("coverage-gate"))];
        foreach (SettingFact threshold in Thresholds(evidence).Where(t => Number(t) >= least))
        {
            // A file's threshold is read by every run of its tool, an argument's by its own.
            if (Array.Find(enforced, f => f.Technology.Id == threshold.Technology.Id && (threshold.Execution is null || f.Execution == threshold.Execution)) is { } run)
            {
                return (threshold.Trail[^1].Location, $"{threshold.Technology.Name}: {threshold.Value} %", [.. run.Trail, .. threshold.Execution is null ? threshold.Trail : []]);
            }
        }

        return null;
    }

    private static IEnumerable<SettingFact> Thresholds(RepositoryEvidence evidence) =>
        evidence.Technologies.Settings("coverage", "threshold").Where(s => Number(s) is not null);

    /// <summary>The number; the lowest where lines, branches and methods have one each.</summary>
    private static double? Number(SettingFact setting)
    {
        double? lowest = null;
        foreach (string part in setting.IsOn ? setting.Value.Split(',') : [])
        {
            if (!double.TryParse(part.Trim('%', ' ', '"', '\''), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                return null;
            }

            lowest = lowest < value ? lowest : value;
        }

        return lowest;
    }
}

/// <summary>The guide's figure.</summary>
internal sealed class CoverageThreshold80() : CoverageThreshold(80);

/// <summary>The figure of the field's best.</summary>
internal sealed class CoverageThreshold90() : CoverageThreshold(90);
