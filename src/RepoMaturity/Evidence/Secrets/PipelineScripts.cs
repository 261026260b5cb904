using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>A line of a pipeline's script.</summary>
/// <param name="Text">The line without white space at its ends.</param>
/// <param name="Location">Where it stands.</param>
internal sealed record ScriptLine(string Text, Location Location)
{
    public bool IsComment => Text.StartsWith('#');
}

/// <summary>Scripts of pipelines, by step.</summary>
internal static class PipelineScripts
{
    /// <summary>Steps that can run, with their job and the lines of their script.</summary>
    public static IEnumerable<(PipelineJob Job, PipelineStep Step, ScriptLine[] Lines)> Of(RepositoryEvidence evidence) =>
        from pipeline in PipelineSecrets.Pipelines(evidence)
        from job in pipeline.Jobs
        where job.NeverRuns is null
        from step in job.Steps
        where step.NeverRuns is null
        select (job, step, Lines(pipeline, step));

    private static ScriptLine[] Lines(Pipeline pipeline, PipelineStep step) => step.Script is null
        ? []
        : [.. step.Script.Split('\n').Select((l, i) => new ScriptLine(l.Trim(), new Location(pipeline.File.Path, step.ScriptLine + i)))];
}
