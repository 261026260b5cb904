using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Measurements;

/// <summary>A result of a SARIF log that is neither suppressed nor gone.</summary>
/// <param name="Level"><c>error</c>, <c>warning</c>, <c>note</c> or <c>none</c>.</param>
/// <param name="IsSecurity">True when its rule says that it is about security.</param>
internal readonly record struct SarifResult(string Level, bool IsSecurity);

/// <summary>One run of a tool.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="HasSecurityRules">True when any of its rules is about security.</param>
/// <param name="Results">What it found.</param>
internal sealed record SarifRun(string Tool, bool HasSecurityRules, IReadOnlyList<SarifResult> Results);

/// <summary>A log of static analysis tools in SARIF 2.1.0.</summary>
internal sealed record SarifLog(IReadOnlyList<SarifRun> Runs, ParseProblem? Problem = null)
{
    private const string Version = "2.1.0";

    /// <summary>True for the names that SARIF asks for.</summary>
    public static bool IsLog(SnapshotFile file) =>
        file.HasContent && (file.Name.EndsWith(".sarif", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".sarif.json", StringComparison.OrdinalIgnoreCase));

    public static SarifLog Read(ReadOnlyMemory<byte> bytes)
    {
        DataDocument document = JsonLoader.Load(bytes.Span);
        if (document.Problem is { } problem)
        {
            return new SarifLog([], problem);
        }

        DataNode? root = document.Root;
        if (root?["runs"] is not { IsSequence: true } runs)
        {
            return Wrong($"no SARIF log: it has no 'runs'; known is SARIF {Version}", root?.Line ?? 1);
        }

        return root.TextOf("version") == Version
            ? new SarifLog([.. runs.Items.Select(Run)])
            : Wrong($"SARIF version '{root.TextOf("version")}' is not known; known is {Version}", root["version"]?.Line ?? root.Line);
    }

    private static SarifLog Wrong(string message, int line) => new([], new ParseProblem(message, line));

    private static SarifRun Run(DataNode run)
    {
        DataNode? driver = run.At("tool", "driver");
        DataNode[] rules = [.. driver?["rules"]?.Items ?? [], .. (run.At("tool", "extensions")?.Items ?? []).SelectMany(e => e["rules"]?.Items ?? [])];
        Dictionary<string, DataNode> byId = rules.Where(r => r.TextOf("id") is not null).DistinctBy(r => r.TextOf("id")).ToDictionary(r => r.TextOf("id")!, StringComparer.Ordinal);
        return new SarifRun(
            driver?.TextOf("name") ?? "an unnamed tool",
            rules.Any(IsSecurity),
            [.. (run["results"]?.Items ?? []).Where(Counts).Select(r => Result(r, RuleOf(r, driver, byId)))]);
    }

    /// <summary>By index into the driver's rules, which is sure, else by id; an id may have a sub-id after a slash.</summary>
    private static DataNode? RuleOf(DataNode result, DataNode? driver, Dictionary<string, DataNode> byId)
    {
        bool isDrivers = result.At("rule", "toolComponent") is null;
        string? index = result.TextOf("ruleIndex") ?? (isDrivers ? result.At("rule", "index")?.Text : null);
        string id = result.TextOf("ruleId") ?? result.At("rule", "id")?.Text ?? "";
        return isDrivers && int.TryParse(index, out int i) && i >= 0 && driver?["rules"]?.Items.ElementAtOrDefault(i) is { } rule ? rule
            : byId.GetValueOrDefault(id) ?? byId.GetValueOrDefault(id[..Math.Max(0, id.LastIndexOf('/'))]);
    }

    private static SarifResult Result(DataNode result, DataNode? rule) => new(
        result.TextOf("level") ?? rule?.At("defaultConfiguration", "level")?.Text ?? "warning",
        IsSecurity(result) || (rule is not null && IsSecurity(rule)));

    /// <summary>False for what passed, is only information, was suppressed, or is no longer there.</summary>
    private static bool Counts(DataNode result) =>
        result.TextOf("kind") is null or "fail"
        && result.TextOf("baselineState") != "absent"
        && !(result["suppressions"]?.Items ?? []).Any(s => s.TextOf("status") is null or "accepted");

    private static bool IsSecurity(DataNode node) =>
        node["properties"] is { } properties
        && (properties["security-severity"] is not null
            || (properties["tags"]?.Items ?? []).Any(t => t.Text is { } tag && (tag.Equals("security", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("external/cwe/", StringComparison.OrdinalIgnoreCase))));
}
