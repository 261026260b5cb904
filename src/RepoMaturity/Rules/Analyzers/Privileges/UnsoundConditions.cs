using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Privileges;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Names each <c>if:</c> that guards nothing: text around <c>${{ }}</c> makes it a string, which is always true, and <c>contains</c> with a
/// list written as one string holds for every piece of it.
/// </summary>
internal sealed class UnsoundConditions : WorkflowAnalyzer
{
    protected override void AnalyzeWorkflows(AnalysisContext context)
    {
        foreach (Pipeline file in GitHubWorkflows.Files(context.Evidence))
        {
            foreach (DataNode condition in file.Jobs.SelectMany(j => j.Steps.Select(s => s.Source).Prepend(j.Source)).Select(n => n?["if"]).OfType<DataNode>().Distinct())
            {
                if (condition.Text is { } text && Fault(text) is { } fault)
                {
                    context.Fail(condition.In(file.File), fault);
                }
            }
        }
    }

    private static string? Fault(string text)
    {
        int open = text.IndexOf("${{", StringComparison.Ordinal);
        if (open >= 0)
        {
            int close = text.IndexOf("}}", open, StringComparison.Ordinal);
            return close >= 0 && (open > 0 || close + 2 < text.Length) ? "always true, since it is a text with an expression in it" : null;
        }

        return ConditionText.Split(ConditionText.Unwrap(text), "&&").SelectMany(f => ConditionText.Split(f, "||")).Select(ConditionText.Call).FirstOrDefault(IsListInText) is { } call
            ? $"contains({call.Arguments[0]}, {call.Arguments[1]}) holds for every piece of the text"
            : null;
    }

    private static bool IsListInText((string Name, IReadOnlyList<string> Arguments)? call) =>
        call is { Name: "contains", Arguments: [['\'', .. var list, '\''], var value] }
        && list.AsSpan().ContainsAny(' ', ',')
        && value is "github.ref" or "github.ref_name" or "github.head_ref" or "github.base_ref" or "github.actor" or "github.triggering_actor";
}
