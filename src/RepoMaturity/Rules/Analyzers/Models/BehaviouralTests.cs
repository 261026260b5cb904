namespace RepoMaturity.Rules.Analyzers;

/// <summary>Tests of what a model does with inputs made for it: invariance, direction, minimum functionality.</summary>
internal sealed class BehaviouralTests : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        if (context.Evidence.ModelValidation.Behavioural is [var test, ..] all)
        {
            context.Pass(test.Test.Location, $"{all.Count} tests, the first is {test.Test.Name}", test.Proof);
        }
        else
        {
            context.Fail(new(""), "no test is named so and no test uses a library for it");
        }
    }
}
