using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A pipeline that builds the documentation also publishes it, or a host does both; a host that was told so elsewhere cannot be seen.</summary>
internal sealed class ApiDocsPublished : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (ApiDocumentation.Hosted(evidence) is { } hosted)
        {
            context.Pass(new Location(hosted.Path), "a host builds and serves the documentation");
            return;
        }

        Execution[] builds = Executions(evidence, "api-docs-generator");
        if (Executions(evidence, "documentation-hosting").FirstOrDefault(e => builds.Any(b => ReferenceEquals(b.Pipeline, e.Pipeline))) is { } published)
        {
            context.Pass(published.Location, $"published by {published.Name}", published.Trail);
        }
        else if (builds.Select(b => PushOfCopy(evidence, b)).FirstOrDefault(p => p is not null) is { } push)
        {
            context.Pass(push.Location, "copied to another repository and pushed", push.Trail);
        }
        else if (builds.FirstOrDefault(b => b.Pipeline!.Host == Documents.Pipelines.PipelineHost.GitLabCi && b.Job?.Id == "pages") is { } pages)
        {
            context.Pass(pages.Location, "published by the job 'pages'", pages.Trail);
        }
        else if (ApiDocumentation.Proof(evidence) is { } proof)
        {
            context.Open(ApiDocumentation.Framework(evidence) is { } framework
                ? $"{framework.Location} serves a description of its API where it is deployed, which cannot be seen from here"
                : $"{proof.Text}; no pipeline that builds the documentation publishes it, a host may do so by settings of its own");
        }
        else
        {
            context.Fail(new Location(""), "there is none");
        }
    }

    /// <summary>The push with which the job of a build hands its pages to a repository that it cloned and copied them to.</summary>
    private static Execution? PushOfCopy(RepositoryEvidence evidence, Execution build)
    {
        Execution[] job = [.. evidence.Executions.Where(e => e.Executor == Executor.Ci && e.Job is not null && ReferenceEquals(e.Job, build.Job))];
        return job.FirstOrDefault(e => e is { Name: "git", Arguments: ["clone", .., _, _] }) is { } clone
            && job.Any(e => e.Name is "cp" or "rsync" or "mv" && e.Arguments is [_, .., var to] && to.StartsWith(clone.Arguments[^1], StringComparison.Ordinal))
            ? job.FirstOrDefault(e => e is { Name: "git", Arguments: ["push", ..] })
            : null;
    }

    private static Execution[] Executions(RepositoryEvidence evidence, string capability) =>
        [.. evidence.Technologies.Facts(capability).Select(f => f.Execution).OfType<Execution>().Where(e => e.Pipeline is not null && e.Executor == Executor.Ci)];
}
