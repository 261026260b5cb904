using RepoMaturity.Reports;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;
using RepoMaturity.Tool.Terminals;

namespace RepoMaturity.Tool.Commands;

/// <summary>What to assess and by what.</summary>
internal sealed record AssessmentRequest
{
    public required string Path { get; init; }

    public required DateOnly AsOf { get; init; }

    public string? Commit { get; init; }

    public string? ConfigurationFile { get; init; }

    /// <summary>Components to judge; all when empty.</summary>
    public IReadOnlyList<int> Components { get; init; } = [];

    public string? RuleFolder { get; init; }

    public IReadOnlyList<string> Coverage { get; init; } = [];

    public IReadOnlyList<string> Sarif { get; init; } = [];

    /// <summary>True for no progress.</summary>
    public bool Quiet { get; init; }
}

/// <summary>There is no file to assess.</summary>
internal sealed class NothingToScanException(string message) : Exception(message);

/// <summary>Assesses a repository for a command.</summary>
internal static class AssessmentRun
{
    /// <summary>Assesses.</summary>
    /// <returns>The assessment and the catalogue that it was judged by.</returns>
    /// <exception cref="NothingToScanException">The repository holds no file.</exception>
    public static (Assessment Assessment, RuleCatalog Catalog) Execute(AssessmentRequest request, CancellationToken cancellationToken)
    {
        // Rules wait for evidence that other rules are just gathering, in parallel themselves: with one thread a core the pool would
        // stand still until it adds another, which takes it half a second.
        ThreadPool.SetMinThreads(16, 16);
        Task<RuleCatalog> loading = Task.Run(() => LoadRules(request.RuleFolder), cancellationToken);
        using RepositorySnapshot snapshot = SnapshotReader.Open(request.Path, request.Commit);
        if (snapshot.Files.Count == 0)
        {
            throw new NothingToScanException($"nothing to scan: {ReportText.Visible(request.Path)} holds no file");
        }

        using ProgressBar? progress = request.Quiet ? null : ProgressBar.ForStandardError();
        using CancellationTokenRegistration wipe = cancellationToken.Register(() => progress?.Dispose());
        RuleCatalog catalog = loading.GetAwaiter().GetResult();
        ScanOptions options = new()
        {
            AsOf = request.AsOf,
            Configuration = ConfigurationFile.Load(snapshot, catalog, request.ConfigurationFile),
            Coverage = [.. request.Coverage.Select(f => ReadReport("--coverage", f))],
            Sarif = [.. request.Sarif.Select(f => ReadReport("--sarif", f))],
            Progress = progress,
        };
        RuleCatalog judging = request.Components.Count == 0 ? catalog : catalog.OfComponents(request.Components);
        return (RepositoryScanner.Scan(snapshot, judging, options, cancellationToken), judging);
    }

    /// <summary>The rules of a folder, or the built-in ones.</summary>
    public static RuleCatalog LoadRules(string? folder) => folder is null ? BuiltInRules.Load() : RuleFolder.Load(RuleFolder.Find(folder));

    /// <summary>Reads a report of another tool, within its bound.</summary>
    public static ReportFile ReadReport(string option, string file)
    {
        try
        {
            return new FileInfo(file).Length <= ReportFile.MaxBytes
                ? new ReportFile(file, File.ReadAllBytes(file))
                : throw new UsageException($"{option} {file}: larger than {ReportFile.MaxBytes / (1024 * 1024)} MiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {file}: {e.Message}");
        }
    }
}
