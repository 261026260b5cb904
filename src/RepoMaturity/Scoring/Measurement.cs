using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Metrics;

namespace RepoMaturity.Scoring;

/// <summary>A number shown beside the levels.</summary>
/// <param name="Id">Name of the metric, such as <c>annotated-functions</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Value">The number; a share lies in [0, 1].</param>
/// <param name="Unit"><c>share</c> or <c>count</c>.</param>
/// <param name="Text">What it was counted from: <c>62 % of 140 functions have type hints</c>.</param>
/// <param name="Source">The report that says so, <c>git history</c>, or <c>own code</c>.</param>
public sealed record Measurement(string Id, string Name, double Value, string Unit, string Text, string Source)
{
    /// <summary><see cref="Source"/> of what was counted in the repository itself.</summary>
    public const string OwnCode = Metric.OwnCode;

    // A metric joins the report by a line here.
    private static readonly (string Metric, string Name, string Unit)[] Shown =
    [
        ("test-coverage", "Test coverage", "share"),
        ("tracked-test-coverage", "Test coverage", "share"),
        ("lint-results", "Lint results", "count"),
        ("security-results", "Security results", "count"),
        ("annotated-functions", "Type hints", "share"),
        ("nullable-projects", "Null checking", "share"),
        ("documented-public-definitions", "Documentation", "share"),
        ("complex-functions", "Complex functions", "share"),
        ("notebook-code-share", "Code in notebooks", "share"),
        ("pull-request-changes", "Pull requests", "share"),
    ];

    /// <summary>The measurements that have a value here.</summary>
    internal static IReadOnlyList<Measurement> Of(RepositoryEvidence evidence)
    {
        List<Measurement> measurements = [];
        foreach ((string id, string name, string unit) in Shown)
        {
            Metric metric = evidence.Metrics[id];
            bool concerns = id != "notebook-code-share" || evidence.Traits.Has("notebooks");
            if (concerns && metric.Value is { } value)
            {
                measurements.Add(new Measurement(id, name, value, unit, metric.Text, metric.Source));
            }
        }

        return measurements;
    }
}
