using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>What a repository has of API documentation: a generator that is set up, a description of its HTTP API, or a framework that makes one.</summary>
internal static class ApiDocumentation
{
    /// <summary>The proof, what stands in files first; null when there is none.</summary>
    public static (string Text, IReadOnlyList<TrailStep> Trail)? Proof(RepositoryEvidence evidence)
    {
        if (evidence.Technologies.Facts("api-docs-generator").FirstOrDefault(f => f.Strength is Strength.Configured or Strength.Used) is { } generator)
        {
            return ($"{generator.Technology.Name} is {(generator.Strength is Strength.Used ? "used" : "configured")}", generator.Trail);
        }

        if (evidence.OpenApi.Count > 0)
        {
            OpenApiDocument document = evidence.OpenApi[0];
            return ($"OpenAPI {document.Version}", [new TrailStep(document.Location, $"OpenAPI {document.Version}")]);
        }

        if (Run(evidence) is { } run)
        {
            return ($"{run.Technology.Name} runs in CI", run.Trail);
        }

        return Framework(evidence) is { } framework ? (framework.Technology.Name, framework.Trail) : null;
    }

    /// <summary>A generator that CI runs; the enforced first.</summary>
    public static TechnologyFact? Run(RepositoryEvidence evidence) =>
        evidence.Technologies.Facts("api-docs-generator").FirstOrDefault(f => f.Strength is Strength.Run or Strength.Enforced);

    /// <summary>
    /// A web framework of own code that describes its API while it runs. In .NET the package alone is enough: its calls need no directive.
    /// </summary>
    public static TechnologyFact? Framework(RepositoryEvidence evidence) =>
        evidence.Technologies.Facts("api-description").FirstOrDefault(f => !evidence.Trees.IsTestPath(f.Location.Path)
            && (f.Strength == Strength.Used || (f.Strength == Strength.Declared && f.Location.Path.EndsWith("proj", StringComparison.Ordinal))));

    /// <summary>The configuration of a host that builds and serves the documentation at each push; null when there is none.</summary>
    public static SnapshotFile? Hosted(RepositoryEvidence evidence) =>
        new[] { ".readthedocs.yaml", ".readthedocs.yml", "readthedocs.yml" }.Select(evidence.Snapshot.Find).FirstOrDefault(f => f is { HasContent: true });
}
