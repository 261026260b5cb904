using RepoMaturity.Documents;
using RepoMaturity.Documents.Measurements;
using RepoMaturity.Evidence;
using RepoMaturity.Policy;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;

namespace RepoMaturity;

/// <summary>How a scan runs.</summary>
public sealed record ScanOptions
{
    /// <summary>The day that time-bound rules are judged for.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Policy; defaults when null.</summary>
    public RepositoryConfiguration? Configuration { get; init; }

    /// <summary>Reports of test coverage that other tools made of this commit.</summary>
    public IReadOnlyList<ReportFile> Coverage { get; init; } = [];

    /// <summary>Logs in SARIF that other tools made of this commit.</summary>
    public IReadOnlyList<ReportFile> Sarif { get; init; } = [];

    /// <summary>Told how far the scan is; called from many threads.</summary>
    public IProgress<ScanProgress>? Progress { get; init; }
}

/// <summary>How far a scan is.</summary>
/// <param name="Phase">What is being done, such as "judging rules".</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 when unknown.</param>
public readonly record struct ScanProgress(string Phase, int Done, int Total);

/// <summary>Runs all rules of a catalogue over a snapshot and scores the result. Thread-safe; holds no state.</summary>
public static class RepositoryScanner
{
    /// <summary>Scans.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ReportFileException">A given report cannot be read.</exception>
    public static Assessment Scan(RepositorySnapshot snapshot, RuleCatalog catalog, ScanOptions options, CancellationToken cancellationToken = default)
    {
        RepositoryConfiguration configuration = options.Configuration ?? RepositoryConfiguration.Empty;
        RepositoryEvidence evidence = new(snapshot, catalog.Technologies, new EvidenceOptions
        {
            AsOf = options.AsOf,
            Traits = configuration.Traits,
            Excluded = [.. configuration.Exclude.Select(e => (e.Glob, e.Reason))],
            Coverage = [.. options.Coverage.Select(f => (f.Name, Read(f, CoverageReader.Read, r => r.Problem)))],
            Sarif = [.. options.Sarif.Select(f => (f.Name, Read(f, SarifLog.Read, l => l.Problem)))],
        });
        evidence.Gather();
        IReadOnlyList<Finding> findings = RuleEngine.Run(
            catalog,
            evidence,
            done => options.Progress?.Report(new ScanProgress("judging rules", done, catalog.Rules.Count)),
            cancellationToken);
        PolicyResult judged = PolicyFilter.Apply(configuration, findings, a => WhyNotCounted(a, options.AsOf, catalog.AttestationLife));
        return new Assessment
        {
            Repository = snapshot.Name,
            Commit = snapshot.Commit,
            AsOf = options.AsOf,
            FileCount = snapshot.Files.Count,
            Projects =
            [
                new ProjectAssessment(
                    "",
                    [.. evidence.Traits.All.Select(t => new Trait(t.Key, t.Value))],
                    Assessor.Assess(catalog, configuration, judged.Findings)),
            ],
            Findings = judged.Findings,
            Attestations = [.. configuration.Attestations.Values.Where(a => WhyNotCounted(a, options.AsOf, catalog.AttestationLife) is null).OrderBy(a => a.Kind.Key, StringComparer.Ordinal)],
            Measurements = Measurement.Of(evidence),
            Excluded = [.. evidence.Trees.Excluded.Select(e => new Exclusion(e.Path, e.Reason, e.FileCount))],
            PolicyEffects = judged.Effects,
            Notes = [.. snapshot.Notes, .. evidence.Trees.Unused.Select(g => $"the configuration excludes '{g}', which no file matches")],
        };
    }

    /// <summary>Why a statement does not count on a day; null when it does.</summary>
    private static string? WhyNotCounted(Attestation attestation, DateOnly asOf, int life) =>
        attestation.Date > asOf ? $"dated after {asOf:yyyy-MM-dd}"
        : asOf > attestation.Date.AddDays(life) ? $"older than {life} days"
        : null;

    private static T Read<T>(ReportFile file, Func<ReadOnlyMemory<byte>, T> read, Func<T, ParseProblem?> problemOf)
    {
        if (file.Bytes.Length > ReportFile.MaxBytes)
        {
            throw new ReportFileException($"{file.Name}: larger than {ReportFile.MaxBytes / (1024 * 1024)} MiB");
        }

        T report = read(file.Bytes);
        return problemOf(report) is { } problem ? throw new ReportFileException($"{file.Name}:{problem.Line}: {problem.Message}") : report;
    }
}
