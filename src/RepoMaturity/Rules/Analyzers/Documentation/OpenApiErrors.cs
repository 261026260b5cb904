using RepoMaturity.Documents;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Descriptions of HTTP APIs that do not parse or lack what the specification requires.</summary>
internal sealed class OpenApiErrors : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        context.NotApplicable("there is no OpenAPI document");
        foreach (OpenApiDocument document in context.Evidence.OpenApi)
        {
            foreach (ParseProblem problem in document.Problems)
            {
                context.Fail(new Location(document.File.Path, problem.Line), problem.Message);
            }

            if (document.Problems.Count == 0)
            {
                context.Pass(document.Location, $"OpenAPI {document.Version}");
            }
        }
    }
}
