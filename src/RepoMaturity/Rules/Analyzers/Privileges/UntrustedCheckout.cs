using System.Text.RegularExpressions;
using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Names each checkout of a pull request's own code in a workflow that runs with the repository's token and secrets, when the job goes on
/// to run something. A condition on a label, an author or a branch makes it Open: whether it holds off strangers is a matter of reading.
/// </summary>
internal sealed partial class UntrustedCheckout : WorkflowAnalyzer
{
    private static readonly Dictionary<string, string[]> Heads = new(StringComparer.Ordinal)
    {
        ["pull_request_target"] = ["github.event.pull_request.head.", "github.head_ref", "github.event.pull_request.merge_commit_sha", "github.event.pull_request.number", "github.event.number"],
        ["workflow_run"] = ["github.event.workflow_run.head_sha", "github.event.workflow_run.head_branch", "github.event.workflow_run.head_commit.id"],
        ["issue_comment"] = ["github.event.issue.number"],
    };

    /// <summary>Programs that read or move files and run none of them.</summary>
    private static readonly string[] SmallPrograms =
        ["git", "gh", "echo", "printf", "cat", "grep", "egrep", "jq", "cd", "test", "[", "[[", "exit", "set", "true", "false", "export", "mkdir", "ls", "date", "sort", "uniq", "head", "tail", "wc", "cut", "tr", "diff", "sleep", "read"];

    private static readonly string[] Guards =
        ["label", "association", "actor", "user.login", "sender.login", "head_repository", "head.repo", "workflow_run.event", "head_branch", "environment", "permission", ".outputs."];

    protected override void AnalyzeWorkflows(AnalysisContext context)
    {
        foreach (IGrouping<(string, Location), WorkflowStep> job in context.Evidence.WorkflowSteps.GroupBy(s => (s.File.File.Path, s.Job.Location)))
        {
            WorkflowStep[] steps = [.. job];
            int at = Array.FindIndex(steps, s => HeadOf(s) is not null);
            if (at < 0 || !steps.Skip(at + 1).Any(s => s.Step.Script is not null || s.Step.Source?.TextOf("uses")?.StartsWith("./", StringComparison.Ordinal) == true))
            {
                continue;
            }

            WorkflowStep checkout = steps[at];
            string text = HeadOf(checkout)!;
            if (steps.Skip(at + 1).All(s => s.Step.Source?.TextOf("uses")?.StartsWith("./", StringComparison.Ordinal) != true && (s.Step.Script is null || IsHarmless(s.Step))))
            {
                context.OpenAt(checkout.Step.Location, $"{text}; no command after it runs a file of it by name");
            }
            else if (checkout.Root.Environment is null && checkout.Root.Needs.Count == 0 && !checkout.Conditions.Any(c => Guards.Any(g => c.Contains(g, StringComparison.OrdinalIgnoreCase))))
            {
                context.Fail(checkout.Step.Location, text, checkout.To(checkout.Step.Location, text));
            }
            else
            {
                context.OpenAt(checkout.Step.Location, $"{text}, behind a condition that a person has to judge");
            }
        }
    }

    /// <summary>True when the script only starts small programs, or programs that lie outside the checkout.</summary>
    private static bool IsHarmless(PipelineStep step) =>
        step.Source?.TextOf("shell") is null or "bash" or "sh"
        && ShellScript.Parse(Temporary().Replace(step.Script!, "$$RUNNER_TEMP")).Commands.All(c =>
            c.Words.Count == 0
            || SmallPrograms.Contains(c.Words[0].Text)
            || (c.Words[0].Text is "python" or "python3" or "bash" or "sh" && c.Words.Count > 1 && (c.Words[1].Text.StartsWith('/') || c.Words[1].Text.StartsWith("$RUNNER_TEMP/", StringComparison.Ordinal))));

    /// <summary>A folder outside the checkout.</summary>
    [GeneratedRegex(@"\$\{\{\s*runner\.temp\s*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Temporary();

    /// <summary>The event and the reference, when a step checks out what a stranger wrote.</summary>
    private static string? HeadOf(WorkflowStep step)
    {
        string asked = step.Step.Uses == "actions/checkout" ? step.Step.Inputs.GetValueOrDefault("ref", "") + step.Step.Inputs.GetValueOrDefault("repository", "")
            : step.Step.Script?.Contains("gh pr checkout", StringComparison.Ordinal) == true ? step.Step.Script
            : "";
        foreach (string @event in asked.Length == 0 ? [] : step.Events)
        {
            foreach (string head in Heads.GetValueOrDefault(@event, []))
            {
                if (asked.Contains(head, StringComparison.Ordinal))
                {
                    return $"{head.TrimEnd('.')} on {@event}";
                }
            }
        }

        return null;
    }
}
