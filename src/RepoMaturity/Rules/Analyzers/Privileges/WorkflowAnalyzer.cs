using RepoMaturity.Evidence.Privileges;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A rule about workflows of GitHub; beside the point where there are none.</summary>
internal abstract class WorkflowAnalyzer : RepositoryAnalyzer
{
    public sealed override void Analyze(AnalysisContext context)
    {
        if (GitHubWorkflows.Files(context.Evidence).Any())
        {
            AnalyzeWorkflows(context);
        }
        else
        {
            context.NotApplicable("there is no workflow of GitHub");
        }
    }

    protected abstract void AnalyzeWorkflows(AnalysisContext context);
}
