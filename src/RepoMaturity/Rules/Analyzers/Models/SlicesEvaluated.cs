using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Metrics for slices of the data or for groups of people, not for the whole alone.</summary>
internal sealed class SlicesEvaluated : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.ModelValidation.Slices.FirstOrDefault() is { } slice)
        {
            context.Pass(slice.Location, slice.Text, slice);
        }
        else if (!evidence.Traits.HasLanguage("python"))
        {
            context.Open("slices in C# have no form that can be told from other code");
        }
        else
        {
            context.Fail(new(""), "no library and no function is named for it");
        }
    }
}
