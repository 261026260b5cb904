using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RepoMaturity.Benchmarks;

/// <summary>What the command line says.</summary>
internal sealed record Arguments(IReadOnlyList<string> Repositories, string? Tool, int Runs)
{
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        string? Option(string name)
        {
            int at = args.ToList().IndexOf(name);
            return at >= 0 && at + 1 < args.Count ? args[at + 1] : null;
        }

        string directory = Option("--repositories") ?? throw new ArgumentException("--repositories DIR is needed: a folder that holds clones");
        return new Arguments(
            [.. Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal)],
            Option("--tool"),
            int.Parse(Option("--runs") ?? "5"));
    }
}

/// <summary>Publishes the tool as its package for this platform does: compiled ahead of time.</summary>
internal static class Publisher
{
    public static string Publish()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "RepoMaturity.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("run this from a clone of the repository");
        }

        string output = Path.Combine(Path.GetTempPath(), "repo-maturity-benchmark");
        using Process publish = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                "publish", Path.Combine(root, "src/RepoMaturity.Tool"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
                "-p:PublishAot=true", "-p:NuGetLockFilePath=obj/benchmark.lock.json", "-o", output, "-v", "quiet",
                .. Linker(),
            ]))!;
        publish.WaitForExit();
        return publish.ExitCode == 0 ? Path.Combine(output, "dotnet-repo-maturity") : throw new InvalidOperationException("dotnet publish failed");
    }

    /// <summary>The SDK links with clang unless told otherwise; gcc does as well.</summary>
    private static string[] Linker() =>
        OperatingSystem.IsLinux() && !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => File.Exists(Path.Combine(d, "clang")))
            ? ["-p:CppCompilerAndLinker=gcc"]
            : [];
}
