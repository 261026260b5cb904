using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Operations;

/// <summary>An alert that the repository defines: of Prometheus and its kin, by file or by Kubernetes resource, or of Grafana.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Location">Where it is defined.</param>
/// <param name="Runbook">The link to its runbook, or null.</param>
internal sealed record AlertRule(string Name, Location Location, string? Runbook)
{
    /// <summary>Folders and files that hold alerts are called after them.</summary>
    private static readonly string[] Hints = ["alert", "rule", "prometheus", "monitor", "grafana", "observability"];

    private static readonly string[] LinkKeys = ["runbook_url", "runbook", "runbookUrl", "runbook-url", "playbook_url", "runbook_link"];
    private static readonly string[] TextKeys = ["description", "message", "summary"];

    public static IEnumerable<AlertRule> Find(RepositoryEvidence evidence)
    {
        foreach (SnapshotFile file in evidence.Snapshot.Files)
        {
            if (file.HasContent && file.Extension is ".yml" or ".yaml" or ".json" or ".rules"
                && Hints.Any(h => file.Path.Contains(h, StringComparison.OrdinalIgnoreCase)) && evidence.Trees.IsOwn(file) && !evidence.Trees.IsTest(file))
            {
                foreach (DataNode root in evidence.Documents.Data(file)?.Roots ?? [])
                {
                    foreach (DataNode rule in ((root["groups"] ?? root.At("spec", "groups"))?.Items ?? []).SelectMany(g => g["rules"]?.Items ?? []))
                    {
                        if ((rule.TextOf("alert") ?? (rule["condition"] is not null ? rule.TextOf("title") : null)) is { Length: > 0 } name)
                        {
                            yield return new AlertRule(name, new Location(file.Path, rule.Line), LinkOf(rule["annotations"]));
                        }
                    }
                }
            }
        }
    }

    private static string? LinkOf(DataNode? annotations) =>
        LinkKeys.Select(k => annotations?.TextOf(k)).FirstOrDefault(t => t?.Trim().Length > 0)
        ?? TextKeys.Select(k => annotations?.TextOf(k)).FirstOrDefault(t =>
            t is not null && (t.Contains("://", StringComparison.Ordinal) || t.Contains(".md", StringComparison.Ordinal))
            && (t.Contains("runbook", StringComparison.OrdinalIgnoreCase) || t.Contains("playbook", StringComparison.OrdinalIgnoreCase)));
}
