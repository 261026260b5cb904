using RepoMaturity.Evidence.Metrics;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Coverage by the reports given to the scan; without one, an enforced threshold proves it, for every change has passed it.</summary>
internal abstract class MeasuredCoverage(int leastPercent) : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        Metric coverage = context.Evidence.Metrics["test-coverage"];
        if (coverage.Value is { } share)
        {
            string text = $"{coverage.Text}, says {coverage.Source}";
            if (share >= leastPercent / 100.0)
            {
                context.Pass(new(""), text);
            }
            else
            {
                context.Fail(new(""), text);
            }
        }
        else if (CoverageThreshold.Enforced(context.Evidence, leastPercent) is { } proof)
        {
            context.Pass(proof.Location, proof.Text, proof.Trail);
        }
        else
        {
            context.Open(coverage.Text);
        }
    }
}

/// <summary>The guide's figure.</summary>
internal sealed class MeasuredCoverage80() : MeasuredCoverage(80);

/// <summary>The figure of the field's best.</summary>
internal sealed class MeasuredCoverage90() : MeasuredCoverage(90);
