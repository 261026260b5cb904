using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>Counts of tests.</summary>
internal static class TestMetrics
{
    /// <summary>Tests of own code that can tell something: no stub, not switched off, with an assertion.</summary>
    public static Metric Tests(RepositoryEvidence evidence)
    {
        TestMethod[] real = [.. evidence.Tests.Where(t => !t.IsStub && !t.IsSkipped && t.AssertionCount > 0)];
        return new Metric(
            real.Length,
            real.Length == 0 && evidence.Tests.Count > 0 ? $"{evidence.Tests.Count} tests, none of which asserts anything" : $"{real.Length} tests",
            [.. real.Take(1).Select(t => new TrailStep(t.Location, t.Name))]);
    }
}
