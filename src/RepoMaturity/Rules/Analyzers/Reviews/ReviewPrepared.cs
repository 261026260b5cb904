using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Reviews;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>The host prepares each review: by owners who are asked, or by a template that the author fills in.</summary>
internal sealed class ReviewPrepared : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        if (ProofOf(context.Evidence) is { } proof)
        {
            context.Pass(proof.Location, proof.Text);
        }
        else
        {
            context.Fail(default, "neither CODEOWNERS nor a template of pull requests where a host reads it");
        }
    }

    internal static TrailStep? ProofOf(RepositoryEvidence evidence) =>
        evidence.Owners is { } owners ? new TrailStep(new Location(owners.File.Path), "owners")
        : ReviewTemplates.PullRequest(evidence).FirstOrDefault() is { } template ? new TrailStep(new Location(template.Path), "template")
        : null;
}
