using System.Collections.Concurrent;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>A number about the repository with what it was counted from.</summary>
/// <param name="Value">The number; a share lies in [0, 1]; null when there is nothing to measure or it cannot be seen.</param>
/// <param name="Text">For people: <c>62 % of 140 functions are annotated</c>, or why there is no value.</param>
/// <param name="Trail">Places that show it, the most telling first.</param>
/// <param name="IsHidden">With no value: true when it exists but cannot be seen from here.</param>
internal sealed record Metric(double? Value, string Text, IReadOnlyList<TrailStep> Trail, bool IsHidden = false)
{
    /// <summary><see cref="Source"/> of what is counted in the repository itself.</summary>
    public const string OwnCode = "own code";

    /// <summary>The first place that speaks against it, where a Fail points; null when there is none.</summary>
    public TrailStep? Against { get; init; }

    /// <summary>The report of another tool that says so, or <see cref="OwnCode"/>.</summary>
    public string Source { get; init; } = OwnCode;

    /// <summary>A share of a whole, or no value when the whole is empty.</summary>
    public static Metric Share(long part, long whole, string what, string verb, params IReadOnlyList<TrailStep> trail) => whole == 0
        ? new Metric(null, $"there are no {what}", [])
        : new Metric((double)part / whole, $"{Percent(part, whole)} of {whole} {what} {verb}", trail);

    // Rounded down, so that 79.6 % never reads as 80 %.
    private static string Percent(long part, long whole) => $"{100 * part / whole} %";
}

/// <summary>All metrics by name, each computed when first asked for. A metric is a method in a file of <c>Evidence/Metrics</c>.</summary>
internal sealed class MetricSet(RepositoryEvidence evidence)
{
    private static readonly Dictionary<string, Func<RepositoryEvidence, Metric>> Known = new(StringComparer.Ordinal)
    {
        ["annotated-functions"] = AnnotationMetrics.Functions,
        ["annotated-public-functions"] = AnnotationMetrics.PublicFunctions,
        ["change-failure-share"] = DeliveryMetrics.ChangeFailureShare,
        ["complex-functions"] = ComplexityMetrics.ComplexFunctions,
        ["deployment-frequency"] = DeliveryMetrics.Frequency,
        ["documented-functions"] = DocumentationMetrics.Functions,
        ["documented-public-definitions"] = DocumentationMetrics.PublicDefinitions,
        ["fully-annotated-public-functions"] = AnnotationMetrics.FullyAnnotatedPublicFunctions,
        ["mean-complexity"] = ComplexityMetrics.MeanComplexity,
        ["nullable-projects"] = AnnotationMetrics.NullableProjects,
        ["own-architectures"] = ArchitectureMetrics.Own,
        ["notebook-code-share"] = NotebookMetrics.CodeShare,
        ["lead-time"] = DeliveryMetrics.LeadTime,
        ["lint-results"] = AnalysisMetrics.Lint,
        ["security-results"] = AnalysisMetrics.Security,
        ["test-coverage"] = CoverageMetrics.Given,
        ["tracked-test-coverage"] = CoverageMetrics.Tracked,
        ["committed-secrets"] = SecretMetrics.Committed,
        ["module-code-share"] = NotebookMetrics.ModuleShare,
        ["modules"] = NotebookMetrics.Modules,
        ["pull-request-changes"] = ReviewMetrics.PullRequests,
        ["recovery-time"] = DeliveryMetrics.RecoveryTime,
        ["tests"] = TestMetrics.Tests,
    };

    private readonly ConcurrentDictionary<string, Lazy<Metric>> _values = new(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <exception cref="KeyNotFoundException">No metric has this name.</exception>
    public Metric this[string name] => _values.GetOrAdd(
        name,
        n => new Lazy<Metric>(() => (Known.GetValueOrDefault(n) ?? throw new KeyNotFoundException($"there is no metric '{n}' (known: {string.Join(", ", Names)})"))(evidence))).Value;
}
