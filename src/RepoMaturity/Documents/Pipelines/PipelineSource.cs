using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>What the reader of a host gets: the file, its root node, and the snapshot for references to other files.</summary>
/// <param name="Documents">The snapshot's documents.</param>
/// <param name="File">The pipeline file.</param>
/// <param name="Root">Its first YAML root.</param>
internal sealed record PipelineSource(DocumentSet Documents, SnapshotFile File, DataNode Root)
{
    /// <summary>All roots of the file, for hosts that keep several documents in one.</summary>
    public IReadOnlyList<DataNode> Roots { get; init; } = [Root];

    /// <summary>Values that a caller passes to this template, workflow or action; null when it is read by itself.</summary>
    public DataNode? Arguments { get; init; }

    /// <summary>True when another pipeline of the repository calls this file.</summary>
    public bool IsCalled { get; init; }

    /// <summary>Steps that may still be read; aliases and templates could otherwise multiply them without end.</summary>
    private int StepsLeft { get; set; } = 10_000;

    /// <summary>True when steps were left out.</summary>
    public bool IsExhausted => StepsLeft < 0;

    /// <summary>Takes steps from what may be read; false when nothing is left.</summary>
    public bool Spend(int steps = 1) => (StepsLeft = Math.Max(-1, StepsLeft - steps)) >= 0;

    public Location At(DataNode node) => node.In(File);

    public Location At(in DataEntry entry) => new(File.Path, entry.Line, entry.Column);

    public bool Exists(string path) => Documents.Snapshot.Find(path) is not null;

    /// <summary>A reference to a file of this repository; one that leaves the root or does not resolve keeps its text.</summary>
    public PipelineReference Local(string directory, string relative, DataNode at) =>
        new(RepositoryPath.Combine(directory, relative) ?? relative, At(at), IsExternal: false);
}
