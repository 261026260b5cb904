using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A documentation generator that is set up, a description of the HTTP API, or a framework that makes one.</summary>
internal sealed class ApiDocumented : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        if (ApiDocumentation.Proof(context.Evidence) is { } proof)
        {
            context.Pass(proof.Trail[^1].Location, proof.Text, proof.Trail);
        }
        else
        {
            string? declared = context.Evidence.Technologies.Facts("api-docs-generator").FirstOrDefault()?.Technology.Name;
            context.Fail(new Location(""), declared is null ? "" : $"so far {declared} is declared");
        }
    }
}
