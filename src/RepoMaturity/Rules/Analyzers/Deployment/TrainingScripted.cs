using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Steps of training are programs, tasks or a pipeline, and not only cells of notebooks.</summary>
internal sealed class TrainingScripted : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.PipelineCode.Definitions is [var definition, ..])
        {
            context.Pass(definition.Location, definition.Technology.Name, definition.Trail);
            return;
        }

        foreach (var source in evidence.Code.Python)
        {
            if (!source.IsTest && evidence.ModelPrograms.Of(source.File).HasFlag(ModelUse.Trains) && source.Document.Calls.FirstOrDefault(c => c.Enclosing is null) is { } call)
            {
                context.Pass(source.At(call.Line), call.Target);
                return;
            }
        }

        if (evidence.Traits.TrailOf("trains-models").FirstOrDefault(t => t.Location.Path?.EndsWith(".ipynb", StringComparison.Ordinal) is false) is { Location.Path.Length: > 0 } trained)
        {
            context.Pass(trained.Location, trained.Text, trained);
        }
        else
        {
            context.Fail(evidence.Traits.TrailOf("trains-models").Select(t => t.Location).FirstOrDefault(new Snapshots.Location("")), "only notebooks train");
        }
    }
}
