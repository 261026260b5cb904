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
            // A template of Helm and its kin is no plain YAML and need not be.
            if (context.Evidence.Snapshot.Find(path) is { } file && path.Contains("/templates/", StringComparison.Ordinal) && context.Evidence.Documents.Text(file)?.Contains("{{", StringComparison.Ordinal) == true)
            {
                continue;
            }

            context.OpenAt(new Location(path, problem.Line), problem.Message.TrimEnd('.', ' '));
        }
    }
}
