using System.Reflection;

namespace RepoMaturity.Tool;

/// <summary>Name and version of this program.</summary>
internal static class ToolInfo
{
    /// <summary>What a user types.</summary>
    public const string Command = "dotnet repo-maturity";

    /// <summary>The executable, which <c>dotnet</c> finds by its prefix.</summary>
    public const string Executable = "dotnet-repo-maturity";

    /// <summary>Version without the source revision.</summary>
    public static string Version { get; } =
        typeof(ToolInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
