using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Evidence.Secrets;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A job that takes a secret names the environment it belongs to, or logs in with a token of the moment and takes none.</summary>
internal sealed class EnvironmentSecrets : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        context.NotApplicable("no workflow of GitHub takes a secret or logs in");
        foreach (Pipeline workflow in GitHubWorkflows.Files(context.Evidence).Where(p => p.Triggers.Count > 0))
        {
            foreach (PipelineJob job in workflow.Jobs.Where(j => j.NeverRuns is null))
            {
                if ((job.Permissions ?? workflow.Permissions)?.TextOf("id-token") == "write")
                {
                    context.Pass(job.Location, $"job {job.Id} logs in with a token of the moment");
                }
            }

            foreach (IGrouping<PipelineJob?, SecretReference> used in PipelineSecrets.Of(workflow).GroupBy(s => JobAt(workflow, s.Location)))
            {
                SecretReference secret = used.First();
                if (used.Key is { Calls: not null } or { NeverRuns: not null })
                {
                    // A job that calls a workflow has no environment of its own; the called one is judged where it lies.
                    continue;
                }

                if (used.Key?.Environment is { } environment)
                {
                    context.Pass(secret.Location, $"job {used.Key.Id} takes {secret.Name} in environment {environment}");
                }
                else
                {
                    context.Fail(secret.Location, used.Key is null ? $"{secret.Name} for the whole workflow" : $"{secret.Name} in job {used.Key.Id}");
                }
            }
        }
    }

    /// <summary>The job in whose lines a place lies; null above the first.</summary>
    private static PipelineJob? JobAt(Pipeline workflow, Location location) => workflow.Jobs.LastOrDefault(j => j.Location.Line <= location.Line);
}
