using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Reviews;

/// <summary>Templates of pull requests and issues, in the places where GitHub, GitLab, Azure DevOps and Gitea read them.</summary>
internal static class ReviewTemplates
{
    private static readonly string[] Roots = ["", "docs/", ".github/", ".gitlab/", ".azuredevops/", ".vsts/", ".gitea/", ".forgejo/"];

    /// <summary>Templates of pull or merge requests that say something, in path order.</summary>
    public static IEnumerable<SnapshotFile> PullRequest(RepositoryEvidence evidence) => Find(evidence, "pull_request_template", "merge_request_template");

    /// <summary>Templates and forms of issues, the chooser's configuration among them.</summary>
    public static IEnumerable<SnapshotFile> Issue(RepositoryEvidence evidence) => Find(evidence, "issue_template");

    private static IEnumerable<SnapshotFile> Find(RepositoryEvidence evidence, params string[] stems) => evidence.Snapshot.Files.Where(f =>
        f.HasContent && f.Size > 0 && f.Extension is ".md" or ".txt" or ".yml" or ".yaml" or ""
        && Roots.Any(r => f.Path.StartsWith(r, StringComparison.OrdinalIgnoreCase) && stems.Any(s => f.Path.AsSpan(r.Length).StartsWith(s, StringComparison.OrdinalIgnoreCase)))
        && !string.IsNullOrWhiteSpace(evidence.Documents.Text(f)));
}
