namespace RepoMaturity.Evidence;

/// <summary>MSBuild takes a property in five spellings and several at once; signatures know <c>-p:Name=Value</c> alone.</summary>
internal static class MsBuildArguments
{
    private static readonly string[] Prefixes = ["-p:", "/p:", "--property:", "-property:", "/property:"];

    /// <summary>The arguments as written, and after them each property as <c>-p:Name=Value</c>.</summary>
    public static IReadOnlyList<string> Expand(Execution execution)
    {
        if (execution is not { Kind: ExecutionKind.Command, Name: "dotnet" or "msbuild" or "MSBuild" })
        {
            return execution.Arguments;
        }

        List<string> arguments = [.. execution.Arguments];
        for (int i = 0; i < execution.Arguments.Count; i++)
        {
            string argument = execution.Arguments[i];
            string? properties = Array.Find(Prefixes, p => argument.StartsWith(p, StringComparison.OrdinalIgnoreCase)) is { } prefix ? argument[prefix.Length..]
                : argument is "-p" or "--property" && i + 1 < execution.Arguments.Count ? execution.Arguments[i + 1]
                : null;
            arguments.AddRange((properties ?? "").Replace("%3b", ";", StringComparison.OrdinalIgnoreCase).Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Where(p => p.Contains('=', StringComparison.Ordinal)).Select(p => "-p:" + p.Trim()));
        }

        return arguments;
    }
}
