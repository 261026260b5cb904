using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Names each file that some rule asked for and that could not be read, and tracked ones that are not there; runs after all other rules.</summary>
internal sealed class UnreadableFile : RepositoryAnalyzer
{
    private const int MostMissing = 20;

    public override void Analyze(AnalysisContext context)
    {
        IReadOnlyList<string> missing = context.Evidence.Snapshot.Missing;
        for (int i = 0; i < Math.Min(missing.Count, MostMissing); i++)
        {
            int others = i == MostMissing - 1 ? missing.Count - MostMissing : 0;
            context.OpenAt(new Location(missing[i]), "it is tracked and does not lie on disk" + (others > 0 ? $", as {others} others" : ""));
        }

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
