using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A changelog with at least one entry; release notes at a host cannot be seen.</summary>
internal sealed class ChangelogPresent : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        if (Changelogs.Find(context.Evidence).FirstOrDefault() is { } log)
        {
            context.Pass(new Location(log.Path), log.Path);
        }
        else
        {
            context.Open("the repository holds no changelog; release notes at the host cannot be seen from here");
        }
    }
}
