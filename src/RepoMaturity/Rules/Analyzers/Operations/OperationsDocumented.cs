using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A runbook or another text for operations is there.</summary>
internal sealed class OperationsDocumented : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        if (context.Evidence.Operations is [{ } first, ..])
        {
            context.Pass(new Location(first.File.Path), "for operations");
        }
        else
        {
            context.Fail(default, "");
        }
    }
}
