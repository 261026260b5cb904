using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Model validation that a setting lets pass or skips.</summary>
internal sealed class SwitchedOffValidation : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        ModelValidation validation = context.Evidence.ModelValidation;
        if (!validation.IsPresent)
        {
            context.NotApplicable("there is no model validation");
        }

        foreach (TrailStep off in validation.SwitchedOff)
        {
            context.Fail(off.Location, off.Text, off);
        }
    }
}
