using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Evidence.Secrets;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Names each line that writes a stranger's text of several lines to the file that sets variables for all later steps: its second line can
/// set any variable, <c>LD_PRELOAD</c> too.
/// </summary>
internal sealed class UntrustedEnvironment : WorkflowAnalyzer
{
    private static readonly string[] Files = ["GITHUB_ENV", "GITHUB_PATH"];

    protected override void AnalyzeWorkflows(AnalysisContext context)
    {
        foreach (WorkflowStep step in context.Evidence.WorkflowSteps)
        {
            string[] events = [.. step.Events];
            string[] untrusted =
            [
                .. from variable in step.Step.Variables
                   from source in UntrustedText.In(variable.Value)
                   where UntrustedText.HasLines(source.Name) && events.Any(source.Events.Contains)
                   select variable.Key,
            ];
            foreach (ScriptLine line in untrusted.Length == 0 ? [] : step.Script.Where(l => !l.IsComment && l.Text.Contains(">>", StringComparison.Ordinal) && Files.Any(f => l.Text.Contains(f, StringComparison.Ordinal))))
            {
                if (untrusted.FirstOrDefault(v => line.Text.Contains($"={"$"}{v}", StringComparison.Ordinal) || line.Text.Contains($"{"$"}{{{v}}}", StringComparison.Ordinal)) is { } name)
                {
                    context.Fail(line.Location, $"{name} to the environment file", step.To(line.Location, name));
                }
            }
        }
    }
}
