using Microsoft.CodeAnalysis;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;
using Location = RepoMaturity.Snapshots.Location;

namespace RepoMaturity.Documents.CSharp;

/// <summary>A setting of <c>.editorconfig</c> or <c>.globalconfig</c> that makes the compiler or an analyzer speak.</summary>
/// <param name="Section">The glob, or empty for a global setting.</param>
/// <param name="Key">In lower case: <c>dotnet_diagnostic.ca2007.severity</c>, <c>csharp_style_var_elsewhere</c>.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c>, <c>suggestion</c>, <c>silent</c>, <c>none</c> or <c>default</c>.</param>
/// <param name="Location">The key.</param>
internal sealed record AnalyzerSeverity(string Section, string Key, string Severity, Location Location)
{
    /// <summary>True when a build reports it.</summary>
    public bool IsReported => Severity is "warning" or "error";
}

/// <summary>What <c>.editorconfig</c> and <c>.globalconfig</c> ask of the build.</summary>
/// <param name="File">The file.</param>
/// <param name="Severities">In the order of the file.</param>
internal sealed record EditorConfigFile(SnapshotFile File, IReadOnlyList<AnalyzerSeverity> Severities)
{
    private const int MaxAnalyzerConfigBytes = 1024 * 1024;

    /// <summary>True when some diagnostic or style is a warning or an error; spaces and line ends alone configure no analyzer.</summary>
    public bool ConfiguresAnalyzers => Severities.Any(s => s.IsReported);

    public static bool IsNamed(SnapshotFile file) =>
        file.Name is ".editorconfig" or ".globalconfig" || file.Extension is ".editorconfig" or ".globalconfig";

    public static EditorConfigFile? Of(DocumentSet documents, SnapshotFile file)
    {
        if (documents.Data(file)?.Root is not { } root)
        {
            return null;
        }

        List<AnalyzerSeverity> severities = [];
        foreach (DataEntry entry in root.Entries)
        {
            if (entry.Value.IsMapping)
            {
                foreach (DataEntry setting in entry.Value.Entries)
                {
                    Add(severities, file, entry.Key, setting);
                }
            }
            else
            {
                Add(severities, file, "", entry);
            }
        }

        return new EditorConfigFile(file, severities);
    }

    /// <summary>
    /// The severities that the compiler would use, from every configuration above and beside a file; <see cref="AnalyzerConfigSet"/> answers
    /// for any path under <c>/</c>, which stands for the root.
    /// </summary>
    public static AnalyzerConfigSet Combine(DocumentSet documents)
    {
        List<AnalyzerConfig> configs = [];
        foreach (SnapshotFile file in documents.Snapshot.Files)
        {
            if (IsNamed(file) && file.Size <= MaxAnalyzerConfigBytes && documents.Text(file) is { } text)
            {
                configs.Add(AnalyzerConfig.Parse(text, "/" + file.Path));
            }
        }

        return AnalyzerConfigSet.Create(configs);
    }

    private static void Add(List<AnalyzerSeverity> severities, SnapshotFile file, string section, DataEntry setting)
    {
        string key = setting.Key.ToLowerInvariant();
        string value = setting.Value.Text ?? "";
        int comment = value.AsSpan().IndexOfAny('#', ';');
        value = (comment < 0 ? value : value[..comment]).Trim().ToLowerInvariant();
        string? severity = null;
        if (key.EndsWith(".severity", StringComparison.Ordinal)
            && (key.StartsWith("dotnet_diagnostic.", StringComparison.Ordinal) || key.StartsWith("dotnet_analyzer_diagnostic.", StringComparison.Ordinal)
                || key.StartsWith("dotnet_naming_rule.", StringComparison.Ordinal)))
        {
            severity = value;
        }
        else if (key.StartsWith("csharp_", StringComparison.Ordinal) || key.StartsWith("dotnet_", StringComparison.Ordinal) || key.StartsWith("visual_basic_", StringComparison.Ordinal))
        {
            // csharp_style_var_elsewhere = true:warning
            int colon = value.LastIndexOf(':');
            severity = colon < 0 ? null : value[(colon + 1)..].Trim();
        }

        severity = severity switch
        {
            "refactoring" => "silent",
            "info" => "suggestion",
            _ => severity,
        };
        if (severity is "error" or "warning" or "suggestion" or "silent" or "none" or "default")
        {
            severities.Add(new AnalyzerSeverity(section, key, severity, new Location(file.Path, setting.Line, setting.Column)));
        }
    }
}
