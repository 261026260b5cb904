using System.Text;
using RepoMaturity.Reports;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;
using RepoMaturity.Tool.Terminals;

namespace RepoMaturity.Tool.Commands;

/// <summary>What the user asked a scan to do.</summary>
internal sealed record ScanRequest
{
    public required string Path { get; init; }

    public required IReadOnlyList<ReportTarget> Targets { get; init; }

    public required DateOnly AsOf { get; init; }

    public required ColorMode Color { get; init; }

    public required Gate Gate { get; init; }

    public bool Verbose { get; init; }

    public bool Quiet { get; init; }

    public string? Commit { get; init; }

    public string? ConfigurationFile { get; init; }

    public string? RuleFolder { get; init; }

    public IReadOnlyList<string> Coverage { get; init; } = [];

    public IReadOnlyList<string> Sarif { get; init; } = [];
}

/// <summary>Runs a scan, writes its reports and judges the gate.</summary>
internal static class ScanRun
{
    /// <summary>Runs.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Execute(ScanRequest request, CancellationToken cancellationToken)
    {
        // Rules wait for evidence that other rules are just gathering, in parallel themselves: with one thread a core the pool would
        // stand still until it adds another, which takes it half a second.
        ThreadPool.SetMinThreads(16, 16);
        Task<RuleCatalog> catalog = Task.Run(() => request.RuleFolder is { } folder ? RuleFolder.Load(RuleFolder.Find(folder)) : BuiltInRules.Load(), cancellationToken);
        using RepositorySnapshot snapshot = SnapshotReader.Open(request.Path, request.Commit);
        if (snapshot.Files.Count == 0)
        {
            Console.Error.WriteLine($"nothing to scan: {ReportText.Visible(request.Path)} holds no file");
            return ExitCodes.NothingToScan;
        }

        Assessment assessment;
        using (ProgressBar? progress = request.Quiet ? null : ProgressBar.ForStandardError())
        {
            using CancellationTokenRegistration wipe = cancellationToken.Register(() => progress?.Dispose());
            ScanOptions options = new()
            {
                AsOf = request.AsOf,
                Configuration = ConfigurationFile.Load(snapshot, catalog.GetAwaiter().GetResult(), request.ConfigurationFile),
                Coverage = [.. request.Coverage.Select(f => ReadReport("--coverage", f))],
                Sarif = [.. request.Sarif.Select(f => ReadReport("--sarif", f))],
                Progress = progress,
            };
            assessment = RepositoryScanner.Scan(snapshot, catalog.GetAwaiter().GetResult(), options, cancellationToken);
        }

        foreach (ReportTarget target in request.Targets)
        {
            Write(target, request, assessment);
        }

        IReadOnlyList<string> failures = request.Gate.Judge(assessment);
        foreach (string failure in failures)
        {
            Console.Error.WriteLine($"gate failed: {failure}");
        }

        return failures.Count > 0 ? ExitCodes.GateFailed : ExitCodes.Success;
    }

    private static ReportFile ReadReport(string option, string file)
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

    private static void Write(ReportTarget target, ScanRequest request, Assessment assessment)
    {
        if (target is { Format: ReportFormat.Console, Output: null })
        {
            TerminalSettings settings = TerminalSettings.ForStandardOutput(request.Color);
            Console.Out.Write(Render(settings, request, assessment));
            return;
        }

        if (target.Output is null)
        {
            using Stream stdout = Console.OpenStandardOutput();
            Write(stdout, target.Format, request, assessment);
            return;
        }

        try
        {
            string file = Path.GetFullPath(target.Output);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using FileStream stream = File.Create(file);
            Write(stream, target.Format, request, assessment);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--output {target.Output}: {e.Message}");
        }
    }

    private static void Write(Stream stream, ReportFormat format, ScanRequest request, Assessment assessment)
    {
        if (format == ReportFormat.Json)
        {
            JsonReport.Write(stream, assessment, ToolInfo.Version);
            return;
        }

        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        if (format == ReportFormat.Markdown)
        {
            MarkdownReport.Write(writer, assessment, ToolInfo.Version);
        }
        else
        {
            writer.Write(Render(new TerminalSettings(request.Color == ColorMode.Always, Unicode: true, TerminalSettings.DefaultWidth), request, assessment));
        }
    }

    private static string Render(TerminalSettings settings, ScanRequest request, Assessment assessment)
    {
        StringWriter text = new();
        ConsoleReport report = new(settings.CreatePage(text), request.Verbose);
        if (request.Quiet)
        {
            report.WriteVerdict(assessment);
        }
        else
        {
            report.Write(assessment);
        }

        return text.ToString();
    }
}
