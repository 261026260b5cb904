using RepoMaturity.Documents;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>All facts about a repository, each found when first asked for and then kept; safe for parallel use.</summary>
internal sealed partial class RepositoryEvidence
{
    private readonly Lazy<SourceTrees> _trees;
    private readonly Lazy<TechnologyEvidence> _technologies;
    private readonly Lazy<TraitSet> _traits;
    private readonly Lazy<MetricSet> _metrics;

    public RepositoryEvidence(RepositorySnapshot snapshot, IReadOnlyList<Technology> technologies)
    {
        Snapshot = snapshot;
        Documents = new DocumentSet(snapshot);
        _trees = new(() => new SourceTrees(Documents));
        _technologies = new(() => new TechnologyEvidence(this, technologies));
        _traits = new(() => TraitSet.Detect(this));
        _metrics = new(() => new MetricSet(this));
    }

    public RepositorySnapshot Snapshot { get; }

    public DocumentSet Documents { get; }

    public SourceTrees Trees => _trees.Value;

    public TechnologyEvidence Technologies => _technologies.Value;

    public TraitSet Traits => _traits.Value;

    public MetricSet Metrics => _metrics.Value;
}
