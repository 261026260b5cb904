using RepoMaturity.Documents;
using RepoMaturity.Evidence.Cards;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Metadata of cards that a model hub would refuse or not understand.</summary>
internal sealed class CardMetadataErrors : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        context.NotApplicable("no card has metadata at its start");
        foreach (Card card in context.Evidence.Cards)
        {
            IReadOnlyList<ParseProblem> problems = CardMetadata.Problems(card);
            foreach (ParseProblem problem in problems)
            {
                context.Fail(new Location(card.File.Path, problem.Line), problem.Message);
            }

            if (problems.Count == 0 && card.Metadata is not null)
            {
                context.Pass(card.Location, "valid metadata");
            }
        }
    }
}
