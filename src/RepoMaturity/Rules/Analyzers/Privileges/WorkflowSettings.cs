using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Evidence.Secrets;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Names each place that hands over all secrets at once: <c>secrets: inherit</c> and <c>toJSON(secrets)</c>.</summary>
internal sealed class AllSecretsHandedOver : WorkflowAnalyzer
{
    protected override void AnalyzeWorkflows(AnalysisContext context)
    {
        foreach (Pipeline file in GitHubWorkflows.Files(context.Evidence))
        {
            foreach (PipelineJob job in file.Jobs)
            {
                if (job.Source?["secrets"] is { Text: "inherit" } inherit)
                {
                    context.Fail(inherit.In(file.File), $"secrets: inherit for {job.Calls?.Target}");
                }
            }

            foreach (DataEntry entry in PipelineSecrets.Entries(file.Source).Where(e => e.Value.Text?.Contains("secrets", StringComparison.Ordinal) == true))
            {
                string compact = entry.Value.Text!.Replace(" ", "", StringComparison.Ordinal);
                if (compact.Contains("${{toJSON(secrets)", StringComparison.OrdinalIgnoreCase))
                {
                    context.Fail(entry.Value.In(file.File), "toJSON(secrets)");
                }
            }
        }
    }
}

/// <summary>Names each place that switches the old workflow commands on, which let any output set variables.</summary>
internal sealed class UnsecureCommands : WorkflowAnalyzer
{
    protected override void AnalyzeWorkflows(AnalysisContext context)
    {
        foreach (Pipeline file in GitHubWorkflows.Files(context.Evidence))
        {
            foreach (DataNode environment in file.Jobs.SelectMany(j => j.Steps.Select(s => s.Source).Prepend(j.Source)).Prepend(file.Source).Select(n => n?["env"]).OfType<DataNode>())
            {
                if (environment["ACTIONS_ALLOW_UNSECURE_COMMANDS"] is { IsTrue: true } on)
                {
                    context.Fail(on.In(file.File), "ACTIONS_ALLOW_UNSECURE_COMMANDS");
                }
            }
        }
    }
}

/// <summary>Names each password of a job's container that is written down.</summary>
internal sealed class ContainerPasswords : WorkflowAnalyzer
{
    protected override void AnalyzeWorkflows(AnalysisContext context)
    {
        foreach (Pipeline file in GitHubWorkflows.Files(context.Evidence))
        {
            foreach (DataNode? container in file.Jobs.SelectMany(j => (j.Source?["services"]?.Entries.Select(s => s.Value) ?? []).Append(j.Source?["container"])))
            {
                if (container?.At("credentials", "password") is { Text.Length: > 0 } password && !password.Text.Contains("${{", StringComparison.Ordinal))
                {
                    context.Fail(password.In(file.File), "credentials of a container");
                }
            }
        }
    }
}

/// <summary>Shows jobs that run on own machines for pull requests; harmless in a private repository, which cannot be told from here.</summary>
internal sealed class OwnRunners : WorkflowAnalyzer
{
    protected override void AnalyzeWorkflows(AnalysisContext context)
    {
        foreach (Pipeline workflow in GitHubWorkflows.Started(context.Evidence))
        {
            foreach (PipelineJob job in workflow.Jobs.Where(j => j.NeverRuns is null && GitHubWorkflows.Events(workflow, j).Any(e => e is "pull_request" or "pull_request_target")))
            {
                if (job.Source?["runs-on"] is { } runner && (runner.Strings().Contains("self-hosted") || runner["labels"].Strings().Contains("self-hosted")))
                {
                    context.OpenAt(runner.In(workflow.File), $"job {job.Id}");
                }
            }
        }
    }
}
