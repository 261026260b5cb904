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
        TechnologyFact? data = VersionedData(evidence).Concat(Facts(evidence, "run-lineage")).FirstOrDefault();
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

    /// <summary>What holds versions of data: <c>model.pkl.dvc</c> holds the result, and what is only fetched may be anything.</summary>
    internal static IEnumerable<TechnologyFact> VersionedData(RepositoryEvidence evidence) =>
        Facts(evidence, "data-versioning").Where(f => f.Execution is null
            && !(f.Location.Path.EndsWith(".dvc", StringComparison.Ordinal) && TestKinds.Words(Path.GetFileName(f.Location.Path)).Any(w => w is "model" or "models" or "weights" or "checkpoint")));

    /// <summary>What own code does in any case: an import inside <c>try</c> is for those who have the package.</summary>
    internal static IEnumerable<TechnologyFact> Facts(RepositoryEvidence evidence, string capability) =>
        evidence.Technologies.Facts(capability).Where(f => f.Strength != Strength.Declared && !evidence.Trees.IsTestPath(f.Location.Path) && (f.Strength != Strength.Used || IsCertain(evidence, f)));

    private static bool IsCertain(RepositoryEvidence evidence, TechnologyFact fact)
    {
        TrailStep[] uses = [.. evidence.Technologies.UsesOf(fact.Technology)];
        TrailStep[] here = [.. uses.Where(u => u.Location.Path == fact.Location.Path)];
        return uses.Length == 0 || evidence.Technologies.UsesOf(fact.Technology, certainOnly: true).Any(here.Length == 0 ? static _ => true : here.Contains);
    }
}
