using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A pipeline does something by itself: it runs a tool for it, or a program that CI or an orchestrator reaches does it.</summary>
internal abstract class PipelineCapability(params string[] capabilities) : RepositoryAnalyzer
{
    public sealed override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TechnologyFact[] facts = [.. capabilities.SelectMany(evidence.Technologies.Facts).Where(f => f.Strength != Strength.Declared && !evidence.Trees.IsTestPath(f.Location.Path))];
        if (facts.FirstOrDefault(f => f.Execution is { Executor: Executor.Ci or Executor.Orchestrator }) is { } run)
        {
            context.Pass(run.Location, run.Technology.Name, run.Trail);
            return;
        }

        foreach (TechnologyFact fact in facts.Where(f => f.Strength is Strength.Used or Strength.Configured))
        {
            if (evidence.ModelValidation.Reached.Of(fact.Location.Path, null) is { } reach)
            {
                context.Pass(fact.Location, fact.Trail[^1].Text, [.. reach.Trail, fact.Trail[^1]]);
                return;
            }
        }

        TechnologyFact? found = facts.FirstOrDefault(f => !f.Location.Path.EndsWith(".ipynb", StringComparison.Ordinal));
        if (found is not null && IsOrchestrated(evidence))
        {
            context.OpenAt(found.Location, $"{found.Trail[^1].Text}; whether a pipeline runs it cannot be seen here");
        }
        else if (found is null && evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else if ((found ?? facts.FirstOrDefault()) is { } byHand)
        {
            context.Fail(byHand.Location, $"{byHand.Trail[^1].Text}, which nothing runs but people", byHand.Trail);
        }
        else
        {
            context.Fail(default, "nothing here does it");
        }
    }

    /// <summary>True when programs are started by something whose steps are not all read: an engine, jobs of a platform, a template's pipelines.</summary>
    private static bool IsOrchestrated(RepositoryEvidence evidence) =>
        evidence.Traits.Has("template") || ((string[])["orchestration", "training-job", "managed-training", "scheduled-run"]).SelectMany(evidence.Technologies.Facts).Any(f => f.Strength != Strength.Declared);
}

/// <summary>Every version comes to the registry by a pipeline.</summary>
internal sealed class RegisteredByPipeline() : PipelineCapability("model-registry", "model-versioning");

/// <summary>Runs note by themselves what they were made of.</summary>
internal sealed class LineageByPipeline() : PipelineCapability("run-lineage", "experiment-tracking", "artifact-logging");

/// <summary>Metrics and parameters go to the registry's record by a pipeline.</summary>
internal sealed class RecordedByPipeline() : PipelineCapability("metric-logging", "registry-metadata");

/// <summary>Aliases and stages are set by a pipeline.</summary>
internal sealed class PromotedByPipeline() : PipelineCapability("model-promotion");

/// <summary>Bias or explanations are computed by a pipeline.</summary>
internal sealed class ComplianceByPipeline() : PipelineCapability("fairness", "explainability");

/// <summary>Versions are taken out of service by a pipeline.</summary>
internal sealed class RetiredByPipeline() : PipelineCapability("model-retirement");
