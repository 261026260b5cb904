using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Pipelines of a workflow engine are started by CI or by a schedule, and not by a person.</summary>
internal sealed class PipelineStarted : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TechnologyFact? run = evidence.Technologies.Facts("orchestration").FirstOrDefault(f => f.Execution is { Executor: not Executor.CommitHook });
        TechnologyFact? schedule = evidence.Technologies.Facts("scheduled-run").FirstOrDefault(f => f.Strength != Strength.Declared && !evidence.Trees.IsTestPath(f.Location.Path));
        Reach? reach = evidence.PipelineCode.Definitions.Select(d => evidence.ModelValidation.Reached.Of(d.Location.Path, function: null)).FirstOrDefault(r => r is not null);
        if (run is not null)
        {
            context.Pass(run.Location, run.Technology.Name, run.Trail);
        }
        else if (evidence.PipelineCode.Definitions is not [var first, ..])
        {
            context.Fail(new(""), "there is none");
        }
        else if (reach is not null)
        {
            context.Pass(reach.Run.Location, reach.Run.Name, reach.Trail);
        }
        else if (schedule is not null)
        {
            context.Pass(schedule.Location, schedule.Technology.Name, schedule.Trail);
        }
        else if (Compiled(evidence) is { } compiled)
        {
            context.Open($"{compiled.Location} reads the pipeline's definition; what starts it afterwards cannot be seen here");
        }
        else if (evidence.Delivery.Services is [var service, ..])
        {
            context.Open($"{service.Location} defines a pipeline of {service.Technology.Name}, whose commands are not read");
        }
        else if (evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else
        {
            context.Fail(first.Location, $"nothing starts {first.Location.Path}", first.Trail);
        }
    }

    /// <summary>What CI runs of the definitions themselves, such as to compile them.</summary>
    private static Execution? Compiled(RepositoryEvidence evidence)
    {
        HashSet<string> definitions = [.. evidence.PipelineCode.Definitions.Select(d => d.Location.Path)];
        return evidence.Executions.FirstOrDefault(e => e.Executor == Executor.Ci && evidence.ModelPrograms.FilesOf(e).Any(f => definitions.Contains(f.Path)));
    }
}
