using RepoMaturity.Evidence.Secrets;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Names each tracked key or credential file that holds a secret; those of tests, documentation and examples are left to the secrets in them.</summary>
internal sealed class TrackedKeyFile : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        foreach (CredentialFile file in context.Evidence.Secrets.Files.Where(f => f.IsEnvironment == false && !f.IsFixture))
        {
            context.Fail(file.Location, file.Location.Path);
        }
    }
}
