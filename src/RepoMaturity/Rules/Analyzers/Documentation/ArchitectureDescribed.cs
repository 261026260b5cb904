using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A section, a document, a diagram or a decision record that describes the architecture.</summary>
internal sealed class ArchitectureDescribed : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        ArchitectureDocuments documents = context.Evidence.Architecture;
        if (documents.Descriptions.Concat(documents.Diagrams).FirstOrDefault() is { Text: not null } step)
        {
            context.Pass(step.Location, step.Text, step);
        }
        else if (documents.Decisions.Count > 0)
        {
            context.Pass(new Location(documents.Decisions[0].File.Path), "decision record");
        }
        else
        {
            context.Fail(new Location(""), "");
        }
    }
}
