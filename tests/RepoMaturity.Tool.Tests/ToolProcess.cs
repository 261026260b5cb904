using System.Diagnostics;

namespace RepoMaturity.Tool.Tests;

/// <summary>What a run of the built program gave.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error);

/// <summary>Runs the built program as its users do: as a process.</summary>
internal static class ToolProcess
{
    public static string Dll { get; } = Path.Combine(AppContext.BaseDirectory, "dotnet-repo-maturity.dll");

    public static ToolResult Run(string? folder, params string[] arguments) => Run(folder, new Dictionary<string, string?>(), arguments);

    public static ToolResult Run(string? folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        Start("dotnet", folder, environment, ["exec", Dll, .. arguments]);

    public static ToolResult Start(string program, string? folder, IReadOnlyDictionary<string, string?> environment, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new System.Text.UTF8Encoding(false),
            StandardErrorEncoding = new System.Text.UTF8Encoding(false),
        };
        foreach (string name in (string[])["NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS", "LC_ALL", "LANG"])
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolResult(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
