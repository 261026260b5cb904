using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Privileges;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Names each upload of the whole checkout in which the token of <c>actions/checkout</c> still lies. Uploads from version 4 on leave
/// hidden folders out unless told otherwise, and checkouts from version 6 on keep the token elsewhere.
/// </summary>
internal sealed class LeakingArtifacts : WorkflowAnalyzer
{
    protected override void AnalyzeWorkflows(AnalysisContext context)
    {
        foreach (IGrouping<PipelineJob, WorkflowStep> job in context.Evidence.WorkflowSteps.GroupBy(s => s.Job))
        {
            bool keeps = false;
            foreach (PipelineStep step in job.Select(s => s.Step))
            {
                keeps |= step.Uses == "actions/checkout" && Major(step) is > 0 and < 6 && step.Inputs.GetValueOrDefault("persist-credentials", "true") == "true" && step.Inputs.GetValueOrDefault("path", "") is "" or ".";
                if (keeps && step.Uses == "actions/upload-artifact" && TakesHidden(step) && step.Inputs.GetValueOrDefault("path", "").Split('\n').Any(IsWhole))
                {
                    context.Fail(step.Location, $"uploads {step.Inputs["path"].Trim()} with .git/config");
                }
            }
        }
    }

    private static bool IsWhole(string path) => path.Trim() is "." or "./" or "*" or "**" or ".git" or ".git/" or "${{ github.workspace }}";

    private static bool TakesHidden(PipelineStep step) => Major(step) is > 0 and < 4 || step.Inputs.GetValueOrDefault("include-hidden-files") == "true";

    /// <summary>The major version of a tag; 0 for anything else.</summary>
    private static int Major(PipelineStep step) =>
        step.UsesVersion is ['v', .. var version] && int.TryParse(version.Split('.')[0], out int major) ? major : 0;
}
