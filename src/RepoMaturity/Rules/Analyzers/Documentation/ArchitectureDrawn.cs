using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A diagram of the architecture, or records of the decisions that made it.</summary>
internal sealed class ArchitectureDrawn : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        ArchitectureDocuments documents = context.Evidence.Architecture;
        if (documents.Diagrams.Count > 0)
        {
            context.Pass(documents.Diagrams[0].Location, documents.Diagrams[0].Text, documents.Diagrams[0]);
        }
        else if (documents.Decisions.Count > 0)
        {
            context.Pass(new Location(documents.Decisions[0].File.Path), "decision record");
        }
        else
        {
            context.Fail(new Location(""), documents.Descriptions.Count > 0 ? $"so far words: {documents.Descriptions[0].Location}" : "");
        }
    }
}
