using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A pipeline, or a test that blocks, compares the new model with the one in use and lets the better one through.</summary>
internal class ChampionDecided : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        ModelValidation validation = context.Evidence.ModelValidation;
        MetricCheck[] gates = [.. validation.Checks.Where(c => c is { IsAgainstModel: true, Test: null, Effect: not GateEffect.Unseen, IsReversed: false })];
        foreach (MetricCheck gate in gates)
        {
            if (validation.Reached.Of(gate.Location.Path, gate.Function) is { } reach)
            {
                context.Pass(gate.Location, gate.Text, [.. reach.Trail, gate.Place, .. gate.Decision is null ? (TrailStep[])[] : [gate.Decision]]);
                return;
            }
        }

        KnownTest[] tests = [.. validation.Checks.Where(c => c is { IsAgainstModel: true, Test: not null }).Select(c => new KnownTest(c.Test!, TestKind.Unit, c.Place, null))];
        if (TestRuns.Of(context.Evidence, tests, TestRuns.Runners(context.Evidence, enforced: true)).First is { } first)
        {
            if (Decides(context.Evidence))
            {
                context.Pass(first.Test.Proof.Location, first.Test.Proof.Text, [.. first.Run.Trail, first.Test.Proof]);
            }
            else
            {
                context.Fail(first.Test.Proof.Location, $"a test compares {first.Test.Proof.Text}, and no pipeline releases what is better");
            }

            return;
        }

        MetricCheck? other = gates.FirstOrDefault() ?? validation.Checks.FirstOrDefault(c => c is { IsAgainstModel: true, Test: null, IsReversed: false });
        if (other is not null)
        {
            context.Open($"{other.Location} compares {other.Text}; {(gates.Length > 0 ? "whether a pipeline runs it" : "what follows from it")} cannot be seen here");
        }
        else
        {
            context.Fail(new(""), "nothing compares a new model with the one in use");
        }
    }

    /// <summary>True where a test that compares decides what is asked for.</summary>
    protected virtual bool Decides(RepositoryEvidence evidence) => true;
}

/// <summary>As <see cref="ChampionDecided"/>, where a pipeline releases what is better: before no release a test promotes nothing.</summary>
internal sealed class ChampionPromoted : ChampionDecided
{
    protected override bool Decides(RepositoryEvidence evidence) =>
        evidence.Delivery.Runs.Count + evidence.Delivery.Services.Count > 0 || ShippedDelivery.First(evidence) is not null
        || new[] { "model-promotion", "model-registry", "model-publishing" }.SelectMany(evidence.Technologies.Facts)
            .Any(f => f.Strength is not Strength.Declared && !evidence.Trees.IsTestPath(f.Location.Path));
}
