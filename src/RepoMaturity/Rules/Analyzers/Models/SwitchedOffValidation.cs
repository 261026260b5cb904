using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Model validation that a setting lets pass or skips.</summary>
internal sealed class SwitchedOffValidation : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        ModelValidation validation = context.Evidence.ModelValidation;
        if (validation.Checks.Count == 0 && !validation.Libraries.Any())
        {
            context.NotApplicable("there is no model validation");
        }

        foreach (TrailStep off in ValidationSwitch.FindOff(context.Evidence))
        {
            context.Fail(off.Location, off.Text, off);
        }
    }
}
