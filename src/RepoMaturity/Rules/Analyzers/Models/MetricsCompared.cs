using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A test or a program holds a metric against a floor, a baseline or another model's metric, and something follows.</summary>
internal sealed class MetricsCompared : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        ModelValidation validation = context.Evidence.ModelValidation;
        MetricCheck? check = validation.Checks.FirstOrDefault(c => c.Effect != GateEffect.Unseen);
        if (check is not null)
        {
            context.Pass(check.Location, check.Text, check.Decision is null ? [check.Place] : [check.Place, check.Decision]);
        }
        else if (validation.Libraries.FirstOrDefault() is { } library)
        {
            context.Pass(library.Location, library.Text, library);
        }
        else if (context.Evidence.Technologies.Facts("model-validation").FirstOrDefault(f => f.Strength is not (Strength.Declared or Strength.Used)) is { } fact)
        {
            context.Pass(fact.Location, fact.Technology.Name, fact.Trail);
        }
        else if (validation.Checks is [var unseen, ..])
        {
            context.Open($"{unseen.Location} compares {unseen.Text}; what follows from it cannot be seen here");
        }
        else
        {
            TrailStep? evaluation = validation.Evaluations is [var first, ..] ? first : null;
            context.Fail(evaluation?.Location ?? new(""), evaluation is null ? "nothing is evaluated" : $"{evaluation.Text} computes, and nothing compares");
        }
    }
}
