using RepoMaturity.Evidence.Metrics;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Functions of modules and notebooks above a complexity at which no set of tests reaches every path.</summary>
internal sealed class ComplexFunctions : RepositoryAnalyzer
{
    private const int Most = 25;

    public override void Analyze(AnalysisContext context)
    {
        IEnumerable<(Location At, string Name, int Complexity)> notebooks =
            from source in context.Evidence.Code.Notebooks
            where source.Document.Module is not null && !source.IsTest
            from definition in ComplexityMetrics.Functions(source.Document.Module!)
            select (source.At(definition.Line), definition.Name, definition.Complexity);
        foreach ((Location at, string name, int complexity) in ComplexityMetrics.Functions(context.Evidence).Concat(notebooks))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (complexity > Most)
            {
                context.Fail(at, $"{name} has complexity {complexity}");
            }
        }
    }
}
