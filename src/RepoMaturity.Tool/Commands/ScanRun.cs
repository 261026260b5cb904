using System.Text;
using RepoMaturity.Reports;
using RepoMaturity.Scoring;
using RepoMaturity.Tool.Terminals;

namespace RepoMaturity.Tool.Commands;

/// <summary>What the user asked a scan to do.</summary>
internal sealed record ScanRequest
{
    public required AssessmentRequest Assessment { get; init; }

    public required IReadOnlyList<ReportTarget> Targets { get; init; }

    public required ColorMode Color { get; init; }

    public required Gate Gate { get; init; }

    public bool Verbose { get; init; }

    public bool Quiet { get; init; }
}

/// <summary>Runs a scan, writes its reports and judges the gate.</summary>
internal static class ScanRun
{
    /// <summary>Runs.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Execute(ScanRequest request, CancellationToken cancellationToken)
    {
        (Assessment assessment, _) = AssessmentRun.Execute(request.Assessment with { Quiet = request.Quiet }, cancellationToken);
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

    private static void Write(ReportTarget target, ScanRequest request, Assessment assessment)
    {
        if (target is { Format: ReportFormat.Console, Output: null })
        {
            Console.Out.Write(Render(TerminalSettings.ForStandardOutput(request.Color), request, assessment));
        }
        else
        {
            target.Write((stream, format) => Write(stream, format, request, assessment));
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
