using RepoMaturity.Documents;
using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Privileges;

/// <summary>A container that a compose file or a Kubernetes manifest starts.</summary>
/// <param name="File">Where it is written.</param>
/// <param name="Name">Name of the service or container.</param>
/// <param name="Node">The service or container.</param>
/// <param name="Pod">The pod's own settings; null for compose.</param>
internal sealed record Workload(SnapshotFile File, string Name, DataNode Node, DataNode? Pod)
{
    public bool IsKubernetes => Pod is not null;

    public Location Location => Node.In(File);
}

/// <summary>Finds the containers of own compose files and manifests; tests and development containers are not meant.</summary>
internal static class WorkloadReader
{
    private const int MaxBytes = 1 << 20;
    private const int MaxNodes = 100_000;

    public static IReadOnlyList<Workload> Find(RepositoryEvidence evidence) =>
    [
        .. from file in evidence.Snapshot.Files
           where file.HasContent && file.Size <= MaxBytes && PipelineRecognizer.IsYaml(file)
           where evidence.Trees.IsOwn(file) && !evidence.Trees.IsTest(file) && !IsDevelopment(file)
           from root in IsCompose(file) ? Roots(evidence.Documents, file, "services:"u8) : Roots(evidence.Documents, file, "ontainers:"u8)
           from workload in IsCompose(file) ? Compose(file, root) : Kubernetes(file, root)
           select workload,
    ];

    /// <summary>True for what only starts a developer's editor.</summary>
    public static bool IsDevelopment(SnapshotFile file) => file.Directory.Split('/').Contains(".devcontainer") || file.Name.StartsWith(".gitpod", StringComparison.Ordinal);

    private static bool IsCompose(SnapshotFile file) => file.Name.Contains("compose", StringComparison.OrdinalIgnoreCase);

    /// <summary>Roots of a file that holds a word, so that others are not parsed; a chart's directives are filled in first.</summary>
    public static IReadOnlyList<DataNode> Roots(DocumentSet documents, SnapshotFile file, ReadOnlySpan<byte> word)
    {
        if (documents.Bytes(file) is not { } bytes || bytes.AsSpan().IndexOf(word) < 0)
        {
            return [];
        }

        return bytes.AsSpan().IndexOf("{{"u8) < 0
            ? documents.Data(file)?.Roots ?? []
            : documents.Get(file, static (_, b) => new FilledTemplate(YamlLoader.Load(TemplateText.Fill(SourceText.Decode(b)))))?.Data.Roots ?? [];
    }

    private static IEnumerable<Workload> Compose(SnapshotFile file, DataNode root) =>
        (root["services"]?.Entries ?? []).Where(s => s.Value.IsMapping).Select(s => new Workload(file, s.Key, s.Value, null));

    /// <summary>Lists of containers wherever they lie in an object: pods, templates of pods, and the resources of operators.</summary>
    private static IEnumerable<Workload> Kubernetes(SnapshotFile file, DataNode root)
    {
        if (root.TextOf("apiVersion") is null || root.TextOf("kind") is null or "CustomResourceDefinition" or "ConfigMap")
        {
            yield break;
        }

        HashSet<DataNode> seen = new(ReferenceEqualityComparer.Instance);
        Stack<DataNode> open = new([root]);
        while (open.TryPop(out DataNode? node) && seen.Count < MaxNodes)
        {
            if (!seen.Add(node))
            {
                continue;
            }

            foreach (string key in (string[])["containers", "initContainers"])
            {
                foreach (DataNode container in node[key]?.Items.Where(c => c.TextOf("name") is not null) ?? [])
                {
                    yield return new Workload(file, container.TextOf("name")!, container, node);
                }
            }

            foreach (DataNode child in node.Entries.Select(e => e.Value).Concat(node.Items).Reverse())
            {
                open.Push(child);
            }
        }
    }

    /// <summary>A chart's file, kept apart from the parse of the file as it stands.</summary>
    private sealed record FilledTemplate(DataDocument Data);
}
