using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Names each file that some rule asked for and that could not be read; runs after all other rules.</summary>
internal sealed class UnreadableFile : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        _ = context.Evidence.Commands;
        foreach ((string path, ParseProblem problem) in context.Evidence.Documents.Problems)
        {
            context.OpenAt(new Location(path, problem.Line), problem.Message.TrimEnd('.', ' '));
        }
    }
}
