using RepoMaturity.Policy;
using RepoMaturity.Reports;
using RepoMaturity.Snapshots;
using RepoMaturity.Tool.Commands;

namespace RepoMaturity.Tool;

/// <summary>Turns what went wrong into words and an exit code.</summary>
internal static class Failures
{
    /// <summary>Tells the user about a failure.</summary>
    /// <returns>The exit code that it means.</returns>
    public static int Report(Exception failure, TextWriter error, bool verbose)
    {
        switch (failure)
        {
            case UsageException or ConfigurationException or SnapshotException or ReportFileException:
                Write(error, failure.Message);
                return ExitCodes.WrongUse;
            case NothingToScanException:
                error.WriteLine(failure.Message);
                return ExitCodes.NothingToScan;
            case OperationCanceledException:
                Write(error, "stopped");
                return ExitCodes.Interrupted;
            default:
                Write(error, $"internal error: {failure.Message} ({failure.GetType().Name})");
                error.WriteLine(verbose
                    ? failure.StackTrace
                    : "This is a defect of RepoMaturity. Please report it with the output of the same command with --verbose.");
                return ExitCodes.InternalError;
        }
    }

    /// <summary>Writes a message of one or more lines.</summary>
    public static void Write(TextWriter error, string message)
    {
        foreach (string line in $"error: {message}".Split('\n'))
        {
            error.WriteLine(ReportText.Visible(line.TrimEnd('\r')));
        }
    }
}
