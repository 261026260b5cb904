using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>CI, or a host that reads the repository, builds the documentation or checks the API's description.</summary>
internal sealed class ApiDocsBuilt : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (ApiDocumentation.Run(evidence) is { } run)
        {
            context.Pass(run.Location, $"{run.Technology.Name} runs in CI", run.Trail);
        }
        else if (ApiDocumentation.Hosted(evidence) is { } hosted)
        {
            context.Pass(new Location(hosted.Path), "a host builds the documentation at each push");
        }
        else if (ApiDocumentation.Proof(evidence) is not { } proof)
        {
            context.Fail(new Location(""), "there is none");
        }
        else if (evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else
        {
            context.Fail(proof.Trail[^1].Location, proof.Text, proof.Trail);
        }
    }
}
