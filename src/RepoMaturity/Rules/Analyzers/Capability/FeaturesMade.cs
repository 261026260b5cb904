using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Code makes features from raw data: with a library's transformations, or in functions that are named for it.</summary>
internal sealed class FeaturesMade : RepositoryAnalyzer
{
    private static readonly string[] Words =
    [
        "feature", "features", "featurize", "preprocess", "preprocessing", "preprocessor", "tokenize", "tokenizer", "encode", "encoder", "normalize", "normalise", "normalization",
        "augment", "augmentation", "augmentations", "vectorize", "vectorizer", "spectrogram", "impute", "imputer", "letterbox", "onehot", "bucketize",
    ];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Technologies.Facts("feature-engineering").FirstOrDefault(f => f.Strength == Strength.Used && !evidence.Trees.IsTestPath(f.Location.Path)) is { } used)
        {
            context.Pass(used.Location, used.Trail[^1].Text, used.Trail);
            return;
        }

        var python =
            from place in PythonPlace.Of(evidence)
            from definition in place.Module.Definitions
            where TestKinds.Words(definition.Name).Any(Words.Contains)
            select (Location: place.At(definition.Line), definition.Name);
        var csharp =
            from source in evidence.Code.CSharp
            where !source.IsTest
            from member in source.Document.Members
            where TestKinds.Words(member.Name).Any(Words.Contains)
            select (Location: source.At(member.Line), member.Name);
        (Location Location, string Name) own = python.Concat(csharp).FirstOrDefault();
        if (own.Name is not null)
        {
            context.Pass(own.Location, own.Name);
        }
        else if (!evidence.Traits.Has("own-models") && !evidence.Traits.Has("ml-template"))
        {
            context.NotApplicable("models of others make their features themselves");
        }
        else
        {
            context.Fail(new(""), "no transformation of a library and no function named for it");
        }
    }
}
