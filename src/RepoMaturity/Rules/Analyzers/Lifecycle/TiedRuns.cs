using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A run leads back to the commit and to the version of the data: a tracker that notes both, or a lock file of stages.</summary>
internal sealed class TiedRuns : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TechnologyFact? commit = Facts(evidence, "run-commit").FirstOrDefault();
        TechnologyFact? data = Facts(evidence, "data-versioning").Concat(Facts(evidence, "run-lineage")).FirstOrDefault(f => f.Strength != Strength.Run);
        TrailStep? stages = evidence.Snapshot.Files.Where(f => f is { Name: "dvc.lock", HasContent: true } && evidence.Trees.IsOwn(f)).Select(f => new TrailStep(new Location(f.Path), "hashes of each stage's inputs")).FirstOrDefault();
        if (stages is not null)
        {
            context.Pass(stages.Location, stages.Text, stages);
        }
        else if (commit is not null && data is not null)
        {
            context.Pass(data.Location, data.Trail[^1].Text, [.. commit.Trail, .. data.Trail]);
        }
        else
        {
            context.Fail(
                (commit ?? data)?.Location ?? default,
                commit is not null ? $"{commit.Technology.Name} notes the commit, nothing the data" : data is not null ? $"{data.Technology.Name} holds the data, nothing the commit" : "nothing records runs");
        }
    }

    /// <summary>What own code does in any case: an import inside <c>try</c> is for those who have the package.</summary>
    internal static IEnumerable<TechnologyFact> Facts(RepositoryEvidence evidence, string capability) =>
        evidence.Technologies.Facts(capability).Where(f => f.Strength != Strength.Declared && !evidence.Trees.IsTestPath(f.Location.Path)
            && (f.Strength != Strength.Used || f.Technology.Imports.Count == 0 || evidence.Technologies.UsesOf(f.Technology, certainOnly: true).Any()));
}
