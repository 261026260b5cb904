using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Something computes metrics of the models, with a library or by hand.</summary>
internal sealed class ModelEvaluated : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        ModelValidation validation = context.Evidence.ModelValidation;
        if (validation.Evaluations.Concat(validation.Libraries).Concat(validation.Checks.Select(c => c.Place)).FirstOrDefault() is { } place)
        {
            context.Pass(place.Location, place.Text, place);
        }
        else if (!context.Evidence.Traits.HasLanguage("python"))
        {
            context.Open("no library evaluates; metrics that C# computes by hand cannot be told from other code");
        }
        else
        {
            context.Fail(new(""), "no library of metrics, no call and no function that evaluates");
        }
    }
}
