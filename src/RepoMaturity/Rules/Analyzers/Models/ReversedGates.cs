using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A release that depends on a worse metric: an accuracy below its floor, an error above the one in use.</summary>
internal sealed class ReversedGates : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        if (context.Evidence.ModelValidation.Checks.All(c => c.Effect != GateEffect.Guards))
        {
            context.NotApplicable("no release depends on a metric");
        }

        foreach (MetricCheck check in context.Evidence.ModelValidation.Checks.Where(c => c.IsReversed))
        {
            context.Fail(check.Location, check.Text, [check.Place, check.Decision!]);
        }
    }
}
