using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Names of files that hold data or a model.</summary>
internal static class ArtefactFiles
{
    private static readonly string[] Weights =
        [".pt", ".pth", ".ckpt", ".onnx", ".safetensors", ".gguf", ".keras", ".tflite", ".pdparams", ".mlmodel", ".h5", ".hdf5", ".pkl", ".pickle", ".joblib", ".pb", ".caffemodel", ".t7", ".bin", ".model"];

    private static readonly string[] Tables =
        [".csv", ".tsv", ".parquet", ".feather", ".arrow", ".npy", ".npz", ".jsonl", ".xlsx", ".sqlite", ".db", ".tfrecord", ".tfrecords", ".mat", ".avro", ".rec", ".wav", ".mp4", ".avi", ".dcm"];

    private static readonly string[] Archives = [".zip", ".tar", ".gz", ".tgz", ".7z", ".bz2", ".xz"];

    public static bool IsModel(SnapshotFile file) => Weights.Contains(file.Extension);

    public static bool IsData(SnapshotFile file) => Tables.Contains(file.Extension);

    public static bool IsArchive(SnapshotFile file) => Archives.Contains(file.Extension);
}

/// <summary>Data and weights that lie in git itself, one finding for each folder: above a megabyte each version of them stays in every clone.</summary>
internal sealed class LooseArtefacts : RepositoryAnalyzer
{
    private const long Bound = 1 << 20;
    private const long ArchiveBound = 5 << 20;

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        GitAttributes attributes = GitAttributes.Of(evidence.Documents);
        var loose =
            from file in evidence.Snapshot.Files
            where file.HasContent && file.Size >= Bound
                && (ArtefactFiles.IsModel(file) || ArtefactFiles.IsData(file) || (file.Size >= ArchiveBound && ArtefactFiles.IsArchive(file)))
                && evidence.Trees.IsOwn(file) && !evidence.Trees.IsTest(file) && !attributes.IsLfs(file.Path)
            group file by file.Directory into folder
            select folder;
        foreach (IGrouping<string, SnapshotFile> folder in loose)
        {
            SnapshotFile largest = folder.MaxBy(f => f.Size)!;
            int others = folder.Count() - 1;
            context.Fail(new Location(largest.Path), $"{largest.Size / 1048576.0:0.0} MB" + (others > 0 ? $", and {others} more files in this folder" : ""));
        }
    }
}

/// <summary>Data has versions of its own, in a store that others reach.</summary>
internal sealed class DataVersioned : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TechnologyFact? lone = null;
        foreach (TechnologyFact fact in evidence.Technologies.Facts("data-versioning").Where(f => f.Strength != Strength.Declared && !evidence.Trees.IsTestPath(f.Location.Path) && !evidence.Training.IsOptional(f)))
        {
            // A tool that keeps its data on this machine until it is told where to put them.
            SettingFact? remote = evidence.Technologies.SettingsOf(fact.Technology, "remote").FirstOrDefault(s => s.IsOn);
            if (remote is not null || !fact.Technology.Settings.ContainsKey("remote"))
            {
                context.Pass(fact.Location, fact.Technology.Name, [.. fact.Trail, .. remote?.Trail ?? []]);
                return;
            }

            lone ??= fact;
        }

        if (Pointer(evidence, f => ArtefactFiles.IsData(f) || ArtefactFiles.IsArchive(f)) is { } pointer)
        {
            context.Pass(pointer.Location, "git LFS", pointer);
        }
        else
        {
            context.Fail(lone?.Location ?? new(""), lone is null ? "nothing here versions any" : $"{lone.Technology.Name} has no remote");
        }
    }

    /// <summary>A file that git LFS keeps; its attribute alone would say that it shall.</summary>
    internal static TrailStep? Pointer(RepositoryEvidence evidence, Func<SnapshotFile, bool> wanted)
    {
        GitAttributes attributes = GitAttributes.Of(evidence.Documents);
        return evidence.Snapshot.Files.Where(f => f.HasContent && wanted(f) && evidence.Trees.IsOwn(f) && attributes.IsLfs(f.Path))
            .Select(f => new TrailStep(new Location(f.Path), "git LFS")).FirstOrDefault();
    }
}

/// <summary>Models have versions: in a registry, in git LFS, or as outputs of a tool that versions data.</summary>
internal sealed class ModelsVersioned : RepositoryAnalyzer
{
    private static readonly string[] Registries = ["model-registry", "model-versioning"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TechnologyFact? registry = Registries.SelectMany(evidence.Technologies.Facts).FirstOrDefault(f => f.Strength != Strength.Declared && !evidence.Trees.IsTestPath(f.Location.Path) && !evidence.Training.IsOptional(f));
        TrailStep? place = registry?.Trail[^1] ?? DataVersioned.Pointer(evidence, ArtefactFiles.IsModel) ?? Output(evidence);
        if (place is not null)
        {
            context.Pass(place.Location, registry?.Technology.Name ?? place.Text, [.. registry?.Trail ?? [place]]);
        }
        else
        {
            context.Fail(new(""), "neither a registry nor a store of versioned files holds one");
        }
    }

    /// <summary>An output whose name says that it is a model.</summary>
    private static TrailStep? Output(RepositoryEvidence evidence) =>
        (from fact in evidence.Technologies.Facts("data-versioning")
         where fact.Strength == Strength.Configured
         from file in new[] { evidence.Snapshot.Find(fact.Location.Path) }.OfType<SnapshotFile>()
         let outputs = OutputsOf(evidence.Documents.Data(file)?.Root)
         let model = outputs.FirstOrDefault(o => TestKinds.Words(o.Text!).Any(w => w is "model" or "models" or "weights" or "checkpoint"))
         where model is not null
         select new TrailStep(new Location(file.Path, model.Line), model.Text!)).FirstOrDefault();

    private static IEnumerable<DataNode> OutputsOf(DataNode? root)
    {
        IEnumerable<DataNode> lists = new[] { root?["outs"] }.Concat((root?["stages"]?.Entries ?? []).Select(s => s.Value["outs"])).OfType<DataNode>();
        return lists.SelectMany(l => l.Items).SelectMany(o => o.IsScalar ? [o] : o["path"] is { IsScalar: true } path ? [path] : o.Entries.Select(e => DataNode.Scalar(e.Key, e.Line, e.Column)));
    }
}
