using System.Buffers;
using System.Text;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>
/// Finds that a repository gives models of its own to others: uploads to a hub, an entry point of Torch Hub, addresses and hub ids of weights
/// that carry its own name, or the weights themselves. A model card is no proof here, since it earns points.
/// </summary>
internal static class PublishedModels
{
    private const int MaxFileBytes = 1 << 20;
    private const string Https = "https://";
    private static readonly SearchValues<char> EndOfAddress = SearchValues.Create(" \"'`\n\r)>\t");
    private static readonly string[] Weights = [".pt", ".pth", ".ckpt", ".onnx", ".safetensors", ".gguf", ".keras", ".tflite", ".pdparams", ".mlmodel"];

    /// <summary>Endings that data have too; a word beside them decides.</summary>
    private static readonly string[] Archives = [".h5", ".npz", ".joblib", ".pkl", ".tar.gz", ".tgz", ".zip", ".bin", ".pb"];
    private static readonly string[] Words = ["model", "weight", "checkpoint", "ckpt", "pretrained"];

    private static readonly byte[][] Suffixes = [.. Weights.Concat(Archives).Select(Encoding.ASCII.GetBytes)];

    /// <summary>Keys under which lists of models name their archives.</summary>
    private static readonly string[] ListKeys = ["archive_file", "model_url", "weights_url", "checkpoint_url"];

    private static readonly string[] Schemes = [Https];

    private static readonly string[] Uploads =
        ["upload_file", "upload_folder", "upload_large_folder"];

    /// <param name="evidence">The repository.</param>
    /// <param name="isLibrary">True when uploads may be its users' and its notebooks teach them: then the call must name the model, in a module.</param>
    public static IEnumerable<TrailStep> Find(RepositoryEvidence evidence, bool isLibrary)
    {
        IReadOnlyList<string> names = RepositoryNames.Telling(evidence);
        return Calls(evidence, names, isLibrary).Concat(Files(evidence)).Concat(Addresses(evidence, names));
    }

    private static IEnumerable<TrailStep> Calls(RepositoryEvidence evidence, IReadOnlyList<string> names, bool isLibrary)
    {
        IEnumerable<(PythonCall Call, Location At)> calls =
            evidence.Code.Python.Where(s => !s.IsTest).SelectMany(s => s.Document.Calls.Select(c => (c, s.At(c.Line))))
                .Concat(evidence.Code.Notebooks.Where(s => !isLibrary && s.Document.Module is not null).SelectMany(s => s.Document.Module!.Calls.Select(c => (c, s.At(c.Line)))));
        foreach ((PythonCall call, Location at) in calls)
        {
            string name = call.Target[(call.Target.LastIndexOf('.') + 1)..];
            bool isUpload = (name == "push_to_hub" && !IsData(call.Target))
                || (Uploads.Contains(name) && call.Target.Contains("hf", StringComparison.OrdinalIgnoreCase) | call.Target.StartsWith("huggingface_hub", StringComparison.Ordinal)
                    && call.Keyword("repo_type")?.Value is null or "model");
            bool isOwn = name == "from_pretrained" && call.Arguments is [{ Value: { } id }, ..] && id.Contains('/', StringComparison.Ordinal) && IsOwn(id, names);
            bool isNamed = !isLibrary || call.Arguments.Any(a => a is { Name: null or "repo_id", Kind: PythonArgumentKind.String, Value: { } id } && id.Contains('/', StringComparison.Ordinal));
            if ((isUpload && isNamed) || isOwn)
            {
                yield return new TrailStep(at, call.Target);
            }
        }
    }

    private static bool IsData(string target) =>
        target.Contains("dataset", StringComparison.OrdinalIgnoreCase) || target.Contains("tokenizer", StringComparison.OrdinalIgnoreCase) || target.StartsWith("ds.", StringComparison.Ordinal);

    /// <summary>Torch Hub reads <c>hubconf.py</c> at the root; a hub's model repository holds its weights under these names.</summary>
    private static IEnumerable<TrailStep> Files(RepositoryEvidence evidence) =>
        from file in evidence.Snapshot.Files
        where file.HasContent && file.Directory.Length == 0
            && (file.Name is "hubconf.py" or "pytorch_model.bin" or "tf_model.h5" or "adapter_model.safetensors" or "adapter_model.bin"
                || (file.Name.StartsWith("model", StringComparison.Ordinal) && file.Extension == ".safetensors") || file.Extension == ".gguf")
        select new TrailStep(new Location(file.Path), "");

    private static IEnumerable<TrailStep> Addresses(RepositoryEvidence evidence, IReadOnlyList<string> names)
    {
        foreach (SnapshotFile file in evidence.Snapshot.Files)
        {
            bool isDocument = file.Extension is ".md" or ".rst";
            bool isList = file.Extension is ".json" or ".yml" or ".yaml";
            if (!file.HasContent || file.Size > MaxFileBytes || !(isDocument || isList || file.Extension is ".py" or ".sh" or ".cs") || !evidence.Trees.IsOwn(file) || evidence.Trees.IsTest(file))
            {
                continue;
            }

            if (isDocument)
            {
                // Few documents name a file of weights; the others need not be parsed for this.
                foreach (Link link in !MayNameWeights(evidence.Documents.Bytes(file)) ? [] : ProseDocument.Of(evidence.Documents, file)?.Links ?? [])
                {
                    if (IsWeights(link.Target, names))
                    {
                        yield return new TrailStep(new Location(file.Path, link.Line, link.Column), link.Target);
                    }
                }
            }
            else if (evidence.Documents.Bytes(file) is { } bytes && Array.Exists(isList ? ListKeys : Schemes, k => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(k)) >= 0))
            {
                string text = SourceText.Decode(bytes);
                if ((isList ? Listed(text) : FirstAddress(text, names)) is { } found)
                {
                    yield return new TrailStep(new Location(file.Path, found.Line), found.Text);
                }
            }
        }
    }

    private static bool MayNameWeights(ReadOnlySpan<byte> bytes)
    {
        foreach (byte[] suffix in Suffixes)
        {
            if (bytes.IndexOf(suffix) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static (int Line, string Text)? FirstAddress(string text, IReadOnlyList<string> names)
    {
        for (int at = 0; (at = text.IndexOf(Https, at, StringComparison.Ordinal)) >= 0;)
        {
            int length = text.AsSpan(at).IndexOfAny(EndOfAddress);
            string url = length < 0 ? text[at..] : text.Substring(at, length);
            if (IsWeights(url, names) || IsModelStore(url, names))
            {
                return (text.AsSpan(0, at).Count('\n') + 1, url.Length <= 80 ? url : url[..79] + "…");
            }

            at += Math.Max(1, url.Length);
        }

        return null;
    }

    /// <summary>The first line such as <c>"archive_file": "coref-2021.03.10.tar.gz"</c>.</summary>
    private static (int Line, string Text)? Listed(string text)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            number++;
            string line = raw.Trim(" \t,\"'").ToString();
            if (line.Length < 300 && ListKeys.Any(k => line.StartsWith(k, StringComparison.Ordinal)) && Weights.Concat(Archives).Any(w => line.EndsWith(w, StringComparison.OrdinalIgnoreCase)))
            {
                return (number, line);
            }
        }

        return null;
    }

    private static bool IsWeights(string url, IReadOnlyList<string> names)
    {
        string path = url.Split('?')[0];
        return url.StartsWith("http", StringComparison.Ordinal)
            && (Weights.Any(w => path.EndsWith(w, StringComparison.OrdinalIgnoreCase))
                || (Archives.Any(w => path.EndsWith(w, StringComparison.OrdinalIgnoreCase)) && Words.Any(w => path.Contains(w, StringComparison.OrdinalIgnoreCase))))
            && IsOwn(url, names)
            && !path.Contains("data", StringComparison.OrdinalIgnoreCase)
            && !path.Contains("/api/", StringComparison.Ordinal)
            && !path.Contains("/archive/", StringComparison.Ordinal);
    }

    /// <summary>A blob store's folder of the repository's own name, completed in code: <c>…blob.core.windows.net/gpt-2/</c>.</summary>
    private static bool IsModelStore(string url, IReadOnlyList<string> names) =>
        url.EndsWith('/') && (url.Contains(".blob.core.windows.net/", StringComparison.Ordinal) || url.Contains("storage.googleapis.com/", StringComparison.Ordinal) || url.Contains(".amazonaws.com/", StringComparison.Ordinal))
        && names.Any(n => url.EndsWith("/" + n + "/", StringComparison.OrdinalIgnoreCase));

    /// <summary>True when a path of the address, or of a hub id, holds one of the names as a word.</summary>
    private static bool IsOwn(string address, IReadOnlyList<string> names) => names.Any(n => ProseText.HasWord(address, n));
}
