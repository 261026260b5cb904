using System.Diagnostics;

namespace RepoMaturity.Benchmarks;

/// <summary>Median of whole-process runs.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="PeakMegabytes">Largest resident set seen; 0 where the system does not tell.</param>
internal readonly record struct Sample(double Seconds, double PeakMegabytes);

/// <summary>One line of the table.</summary>
internal sealed record Row(string Name, double Seconds, double LimitSeconds, double PeakMegabytes)
{
    public const double LimitMegabytes = 300;

    public bool Holds => Seconds <= LimitSeconds && PeakMegabytes <= LimitMegabytes;

    public static Row Of(string name, Sample sample, double limit) => new(name, sample.Seconds, limit, sample.PeakMegabytes);
}

/// <summary>Starts processes and times them from outside.</summary>
internal static class Measure
{
    public static Sample Run(string program, IReadOnlyList<string> arguments, int runs, string? directory = null)
    {
        Once(program, arguments, directory);
        Sample[] samples = [.. Enumerable.Range(0, runs).Select(_ => Once(program, arguments, directory))];
        return new Sample(Median(samples.Select(s => s.Seconds)), samples.Max(s => s.PeakMegabytes));
    }

    /// <summary>Reads the same files with <c>cat</c>, in chunks that fit a command line.</summary>
    public static Sample Cat(string directory, IReadOnlyList<string> files, int runs)
    {
        string list = Path.GetTempFileName();
        File.WriteAllText(list, string.Join('\0', files) + '\0');
        try
        {
            return Run("/bin/sh", ["-c", $"xargs -0 cat < '{list}' > /dev/null"], runs, directory);
        }
        finally
        {
            File.Delete(list);
        }
    }

    /// <summary>Files that a scan looks at, as git lists them; all files without git.</summary>
    public static IEnumerable<string> TrackedFiles(string directory)
    {
        ProcessStartInfo start = new("git", ["-C", directory, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]) { RedirectStandardOutput = true };
        using Process git = Process.Start(start)!;
        string[] files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return files.Where(f => File.Exists(Path.Combine(directory, f)));
    }

    private static Sample Once(string program, IReadOnlyList<string> arguments, string? directory)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory ?? "" };
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        double peak = 0;
        while (!process.WaitForExit(4))
        {
            peak = Math.Max(peak, PeakOf(process.Id));
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Task.WaitAll(output, error);
        return process.ExitCode == 0
            ? new Sample(seconds, peak)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}");
    }

    private static double PeakOf(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) / 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
