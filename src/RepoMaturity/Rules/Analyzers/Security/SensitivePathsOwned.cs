using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Pipelines, infrastructure and the list of owners itself have owners: who changes these changes what guards everything else.</summary>
internal sealed class SensitivePathsOwned : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        IEnumerable<string> pipelines = evidence.Pipelines.Where(p => p.IsReadByHost).Select(p => p.File.Path);
        string[] sensitive = [.. pipelines, .. evidence.Infrastructure.Select(f => f.Path)];
        OwnersCoverSource.OwnershipOf(
            context,
            sensitive.Length > 0 && evidence.Owners is { File.Name: "CODEOWNERS" } owners ? [.. sensitive, owners.File.Path] : sensitive,
            "pipeline or infrastructure");
    }
}
