using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>What follows from a comparison.</summary>
internal enum GateEffect
{
    /// <summary>Something, but not what can be seen to stop a model.</summary>
    Unseen,

    /// <summary>The program fails, or cancels its run.</summary>
    Stops,

    /// <summary>A registration, promotion or deployment happens on one side only.</summary>
    Guards,
}

/// <summary>A metric of a model that is held against a floor, a baseline or another model's.</summary>
/// <param name="Location">Where it is compared.</param>
/// <param name="Text">The comparison, in short.</param>
/// <param name="Effect">What follows.</param>
internal sealed record MetricCheck(Location Location, string Text, GateEffect Effect)
{
    /// <summary>The test whose assertion it is; null in a program.</summary>
    public TestMethod? Test { get; init; }

    /// <summary>True against the metric of another model, not a number.</summary>
    public bool IsAgainstModel { get; init; }

    /// <summary>The function that compares; null at the top of a program.</summary>
    public string? Function { get; init; }

    /// <summary>The call that is guarded or that stops; null for a raise or an assertion.</summary>
    public TrailStep? Decision { get; init; }

    /// <summary>The better model would be refused: an accuracy that must be lower, an error that must be higher.</summary>
    public bool IsReversed { get; init; }

    public TrailStep Place => new(Location, Text);
}
