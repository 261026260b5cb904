using System.Text.RegularExpressions;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Rules that a change needs an approval, kept as code: a host's settings file, a Terraform resource, a command of a pipeline.</summary>
internal sealed partial class BranchRules : RepositoryAnalyzer
{
    private const int MaxBlockLines = 200;

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Technologies.Facts("branch-rules").FirstOrDefault() is { } fact)
        {
            context.Pass(fact.Location, $"{fact.Technology.Name} asks for a review", fact.Trail);
        }
        else if (Terraform(evidence).FirstOrDefault() is { } resource)
        {
            context.Pass(resource.Location, resource.Text);
        }
        else
        {
            context.Open("branch rules are kept at the host: look there, or keep them as code");
        }
    }

    /// <summary>Resources that ask for an approval themselves, or that have a block which does; comments do not count.</summary>
    private static IEnumerable<TrailStep> Terraform(RepositoryEvidence evidence)
    {
        foreach (SnapshotFile file in evidence.Snapshot.Files.Where(f => f.HasContent && f.Extension == ".tf" && evidence.Trees.IsOwn(f)))
        {
            string[] lines = (evidence.Documents.Text(file) ?? "").Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                if (Resource().Match(lines[i]) is { Success: true } match
                    && (match.Groups[1].Value is "gitlab_project_approval_rule" or "azuredevops_branch_policy_min_reviewers"
                        || lines.Skip(i + 1).Take(MaxBlockLines).TakeWhile(l => !l.StartsWith('}')).Any(l => Approval().IsMatch(l))))
                {
                    yield return new TrailStep(new Location(file.Path, i + 1), match.Groups[1].Value);
                }
            }
        }
    }

    [GeneratedRegex(@"^\s*resource\s+""(github_branch_protection|github_branch_protection_v3|github_repository_ruleset|github_organization_ruleset|gitlab_branch_protection|gitlab_project_approval_rule|azuredevops_branch_policy_min_reviewers)""", RegexOptions.NonBacktracking)]
    private static partial Regex Resource();

    [GeneratedRegex(@"^\s*(required_pull_request_reviews\b|required_approving_review_count\s*=\s*[1-9]|code_owner_approval_required\s*=\s*true)", RegexOptions.NonBacktracking)]
    private static partial Regex Approval();
}
