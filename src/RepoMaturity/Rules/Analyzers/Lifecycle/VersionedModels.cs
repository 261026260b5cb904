using System.Buffers;
using System.Text.RegularExpressions;
using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>One version of a model can be told from the next: a registry, a tool that keeps the file, a version in its name or address, or tags of the repository that ships it.</summary>
internal sealed partial class VersionedModels : RepositoryAnalyzer
{
    private const int MaxLine = 1_000;
    private static readonly string[] Weights = [".pkl", ".joblib", ".pt", ".pth", ".onnx", ".h5", ".keras", ".zip", ".bin", ".model", ".safetensors", ".ckpt"];
    private static readonly string[] ModelWords = ["model", "weights", "checkpoint"];

    private static readonly SearchValues<string> ModelEndings = SearchValues.Create([".pkl", ".joblib", ".pt", ".onnx", ".h5", ".keras", ".zip", ".bin", ".model"], StringComparison.Ordinal);

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        GitHistory history = evidence.Snapshot.History;
        TrailStep? proof = TiedRuns.Facts(evidence, "model-registry").Concat(TiedRuns.Facts(evidence, "model-versioning")).Select(f => f.Trail[^1]).FirstOrDefault()
            ?? Kept(evidence) ?? DataVersioned.Pointer(evidence, ArtefactFiles.IsModel) ?? Named(evidence)
            ?? (evidence.Traits.Has("publishes-models") ? history.Tags.Where(t => t.Name.Any(char.IsAsciiDigit)).Select(t => new TrailStep(default, "tag " + t.Name)).LastOrDefault() : null);
        if (proof is not null)
        {
            context.Pass(proof.Location, proof.Text, proof);
        }
        else if (evidence.Traits.Has("publishes-models") && (!history.IsAvailable || history.IsShallow))
        {
            context.Open("the history with its tags is not here");
        }
        else
        {
            context.Fail(default, "no registry, no tool and no name holds a version");
        }
    }

    /// <summary>A tool of data versions keeps a file of weights.</summary>
    private static TrailStep? Kept(RepositoryEvidence evidence) => (
        from file in evidence.Snapshot.Files
        where file.HasContent && (file.Extension == ".dvc" || file.Name == "dvc.lock") && evidence.Trees.IsOwn(file)
        from root in evidence.Documents.Data(file)?.Roots ?? []
        from entry in KeyPath.Find(root, "outs.*.path").Concat(KeyPath.Find(root, "stages.*.outs.*.path"))
        where entry.Value.Text is { } path && IsModel(path)
        select new TrailStep(new Location(file.Path, entry.Line), entry.Value.Text!)).FirstOrDefault();

    /// <summary>Own code puts a version into the name under which it saves: <c>f"model_{version}.pkl"</c>.</summary>
    private static TrailStep? Named(RepositoryEvidence evidence)
    {
        foreach (var source in evidence.Code.Python.Where(s => !s.IsTest))
        {
            int number = 0;
            foreach (ReadOnlySpan<char> line in (evidence.Documents.Text(source.File) ?? "").AsSpan().EnumerateLines())
            {
                number++;
                if (line.Contains("version", StringComparison.Ordinal) && line.ContainsAny(ModelEndings) && line.Length < MaxLine && SavedPattern().IsMatch(line))
                {
                    return new TrailStep(source.At(number), TrailText.Shorten(line.Trim().ToString()));
                }
            }
        }

        return null;
    }

    [GeneratedRegex(@"^[^#]*\bf[""'][^""']*\{[^}]*version[^}]*\}[^""']*\.(pkl|joblib|pt|pth|onnx|h5|keras|zip|bin|model)[""']", RegexOptions.NonBacktracking)]
    private static partial Regex SavedPattern();

    private static bool IsModel(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        return Weights.Any(w => name.EndsWith(w, StringComparison.OrdinalIgnoreCase)) && !name.Contains("data", StringComparison.OrdinalIgnoreCase) && !path.StartsWith("data/", StringComparison.Ordinal)
            || ModelWords.Any(w => name.StartsWith(w, StringComparison.OrdinalIgnoreCase));
    }
}
