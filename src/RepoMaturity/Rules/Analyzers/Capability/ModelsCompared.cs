using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Candidates are held against each other: over the same folds, by a search, among runs, or a new model against the one in use.</summary>
internal sealed class ModelsCompared : RepositoryAnalyzer
{
    private static readonly string[] Capabilities = ["model-comparison", "run-comparison", "hyperparameter-tuning", "automl"];
    private static readonly string[] Verbs = ["compare", "select", "choose", "best", "benchmark"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TrailStep[] found =
        [
            .. Capabilities.SelectMany(evidence.Technologies.Facts)
                .Where(f => f.Strength != Strength.Declared && !evidence.Trees.IsTestPath(f.Location.Path))
                .Select(f => f.Trail[^1]),
            .. evidence.ModelValidation.Checks.Where(c => c.IsAgainstModel).Select(c => c.Place),
            .. from place in PythonPlace.Of(evidence)
               from definition in place.Module.Definitions
               let words = TestKinds.Words(definition.Name)
               where words.Any(Verbs.Contains) && words.Any(w => w is "model" or "models" or "run" or "runs" or "classifiers" or "estimators" or "algorithms")
               select new TrailStep(place.At(definition.Line), definition.Name),
        ];
        if (found.Length > 0)
        {
            context.Pass(found[0].Location, found[0].Text, found[0]);
        }
        else if (!evidence.Traits.Has("own-models") && !evidence.Traits.Has("template"))
        {
            context.NotApplicable("no model of its own is chosen here");
        }
        else
        {
            context.Fail(new(""), "no cross-validation, no search, no comparison of runs or with the model in use");
        }
    }
}
