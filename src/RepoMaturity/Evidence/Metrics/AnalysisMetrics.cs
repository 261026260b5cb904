using RepoMaturity.Documents.Measurements;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>What static analysis found, as SARIF logs say: those that the caller gave, else those in the repository, which may be old.</summary>
internal static class AnalysisMetrics
{
    private static readonly string[] SecurityCapabilities = ["dependency-audit", "image-audit", "secret-scanner", "secret-history-scanner", "security-linter"];
    private static readonly string[] Levels = ["error", "warning", "note"];

    public static Metric Lint(RepositoryEvidence evidence) => Count(evidence, security: false);

    public static Metric Security(RepositoryEvidence evidence) => Count(evidence, security: true);

    /// <summary>A result is about security when its rule says so or its tool does nothing else; a run without results goes by its tool.</summary>
    private static Metric Count(RepositoryEvidence evidence, bool security)
    {
        IReadOnlyList<(string Name, SarifLog Report)> logs = evidence.Options.Sarif.Count > 0 ? evidence.Options.Sarif : GivenReports.TrackedSarif(evidence);
        List<string> tools = [];
        List<string> sources = [];
        List<string> levels = [];
        foreach ((string name, SarifLog log) in logs)
        {
            foreach (SarifRun run in log.Runs)
            {
                bool onlySecurity = IsSecurityTool(run.Tool, evidence.TechnologyDefinitions);
                SarifResult[] results = [.. run.Results.Where(r => (onlySecurity || r.IsSecurity) == security)];
                if (results.Length > 0 || (run.Results.Count == 0 && (onlySecurity || run.HasSecurityRules) == security))
                {
                    tools.Add(run.Tool);
                    sources.Add(name);
                    levels.AddRange(results.Select(r => r.Level));
                }
            }
        }

        if (tools.Count == 0)
        {
            return new Metric(null, "no SARIF log speaks of it (scan --sarif FILE)", [], IsHidden: true);
        }

        string[] counts = [.. Levels.Select(l => (Level: l, Count: levels.Count(x => x == l))).Where(c => c.Count > 0).Select(c => $"{c.Count} {c.Level}{(c.Count == 1 ? "" : "s")}")];
        string text = counts.Length > 0 ? string.Join(", ", counts) : levels.Count > 0 ? $"{levels.Count} results without a level" : "nothing found";
        string old = evidence.Options.Sarif.Count > 0 ? "" : ", when the tracked log was written";
        return new Metric(levels.Count, $"{text} by {string.Join(", ", tools.Distinct())}{old}", []) { Source = string.Join(", ", sources.Distinct()) };
    }

    /// <summary>Tools sign with their name and often an edition: <c>Semgrep OSS</c>.</summary>
    private static bool IsSecurityTool(string tool, IReadOnlyList<Technology> technologies)
    {
        bool IsNamed(string name) => tool.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (tool.Length == name.Length || tool[name.Length] == ' ');
        return technologies.Any(t => (IsNamed(t.Id) || IsNamed(t.Name)) && t.Capabilities.All(SecurityCapabilities.Contains));
    }
}
