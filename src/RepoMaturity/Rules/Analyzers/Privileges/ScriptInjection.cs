using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Evidence.Secrets;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Names each line of a script into which a workflow writes a stranger's text before the shell reads it.</summary>
internal abstract class ScriptInjection(bool privileged) : RepositoryAnalyzer
{
    /// <summary>Variables of Azure Pipelines that are put into a script as they are and that the author of a change writes.</summary>
    private static readonly string[] AzureVariables = ["$(Build.SourceVersionMessage)", "$(System.PullRequest.SourceBranch)"];

    public sealed override void Analyze(AnalysisContext context)
    {
        if (!GitHubWorkflows.Files(context.Evidence).Any() && (privileged || !PipelineScripts.Of(context.Evidence).Any()))
        {
            context.NotApplicable("there is no pipeline in which a stranger's text could stand");
        }

        foreach (WorkflowStep step in context.Evidence.WorkflowSteps)
        {
            string[] events = [.. step.Events.Where(e => UntrustedText.IsPrivileged(e) == privileged)];
            foreach (ScriptLine line in events.Length == 0 ? [] : step.Script.Where(l => !l.IsComment))
            {
                foreach ((string name, IReadOnlyList<string> carriers) in UntrustedText.In(line.Text))
                {
                    if (events.FirstOrDefault(carriers.Contains) is { } @event)
                    {
                        string text = $"{name} on {@event}";
                        context.Fail(line.Location, text, step.To(line.Location, text));
                    }
                }
            }
        }

        foreach ((PipelineJob _, PipelineStep step, ScriptLine[] lines) in privileged ? [] : PipelineScripts.Of(context.Evidence))
        {
            foreach (ScriptLine line in lines.Where(l => !l.IsComment))
            {
                if (AzureVariables.FirstOrDefault(v => line.Text.Contains(v, StringComparison.OrdinalIgnoreCase)) is { } variable)
                {
                    context.Fail(line.Location, variable);
                }
            }
        }
    }
}

/// <summary>On events that run with the repository's own token for anyone.</summary>
internal sealed class PrivilegedScriptInjection() : ScriptInjection(privileged: true);

/// <summary>On other events: the pull request of a fork has few rights, a message reaches the main branch only by a merge.</summary>
internal sealed class OrdinaryScriptInjection() : ScriptInjection(privileged: false);
