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

    private static Execution[] Executions(RepositoryEvidence evidence, string capability) =>
        [.. evidence.Technologies.Facts(capability).Select(f => f.Execution).OfType<Execution>().Where(e => e.Pipeline is not null && e.Executor == Executor.Ci)];
}
