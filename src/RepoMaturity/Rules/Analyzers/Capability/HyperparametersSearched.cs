using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A search over hyperparameters: a library's, a platform's, or a function of the repository's own that is named for it.</summary>
internal sealed class HyperparametersSearched : RepositoryAnalyzer
{
    private static readonly string[] Capabilities = ["hyperparameter-tuning", "automl", "parallel-search"];
    private static readonly string[] Words = ["tune", "tuner", "tuning", "hpo", "hyperopt", "hyperparameter", "hyperparameters", "hyperparam", "hyperparams", "sweep", "evolve", "gridsearch"];
    private static readonly string[] Verbs = ["search", "tune", "tuning", "optimize", "optimise", "optimization", "sweep", "evolve", "hpo", "hyperopt", "gridsearch"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TechnologyFact? search = Capabilities.SelectMany(evidence.Technologies.Facts)
            .FirstOrDefault(f => f.Strength != Strength.Declared && !evidence.Trees.IsTestPath(f.Location.Path));
        if (search is not null)
        {
            context.Pass(search.Location, $"{search.Technology.Name}: {search.Trail[^1].Text}", search.Trail);
            return;
        }

        (Location At, string Name)? own = (
            from place in PythonPlace.Of(evidence)
            from definition in place.Module.Definitions
            let words = TestKinds.Words(definition.Name)
            where (words.Any(Words.Contains) && words.Any(Verbs.Contains) && !words.Contains("fine")) || (words.Contains("search") && words.Any(w => w is "grid" or "random"))
            select ((Location, string)?)(place.At(definition.Line), definition.Name)).FirstOrDefault();
        if (own is { } found)
        {
            context.Pass(found.At, found.Name);
        }
        else
        {
            context.Fail(new(""), "neither a library, nor a platform, nor a function named for it");
        }
    }
}
