using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Models and data that are fetched by a name or an address that is written down have a revision: a hub's name and a branch move.</summary>
internal sealed class RemoteArtefacts : RepositoryAnalyzer
{
    private static readonly string[] Hubs =
        ["transformers.*.from_pretrained", "diffusers.*.from_pretrained", "huggingface_hub.*.from_pretrained", "peft.*.from_pretrained", "setfit.*.from_pretrained", "sentence_transformers.SentenceTransformer",
         "sentence_transformers.CrossEncoder", "huggingface_hub.hf_hub_download", "huggingface_hub.snapshot_download", "datasets.load_dataset", "torch.hub.load", "transformers.pipeline"];

    private static readonly string[] Readers = ["pandas.read_csv", "pandas.read_json", "pandas.read_parquet", "urllib.request.urlretrieve", "urllib.request.urlopen", "requests.get", "wget.download", "*.get_file", "*.download_url"];
    private static readonly string[] Branches = ["/master/", "/main/", "/HEAD/", "/raw/develop/", "/resolve/main/"];
    private static readonly string[] Hosts = ["raw.githubusercontent.com/", "github.com/", "huggingface.co/", "gitlab.com/"];
    private static readonly string[] Formats = ["csv", "json", "text", "parquet", "arrow", "pandas", "imagefolder", "audiofolder", "webdataset", "generator"];

    public override void Analyze(AnalysisContext context)
    {
        CallIndex calls = context.Evidence.Code.Calls(ofTests: false);
        foreach (PythonCallSite site in calls.InPython(Hubs))
        {
            if (Name(site.Call) is { } name)
            {
                bool isPinned = site.Call.Keyword("revision") is not null || site.Call.Arguments.Any(a => a.Kind == PythonArgumentKind.Unpacked)
                    || (site.Call.Target == "torch.hub.load" && name.Contains(':', StringComparison.Ordinal));
                Report(context, isPinned, site.Location, name);
            }
        }

        foreach (PythonCallSite site in calls.InPython(Readers))
        {
            if (site.Call.Arguments.FirstOrDefault(a => a is { Kind: PythonArgumentKind.String, Value: { } v } && v.StartsWith("http", StringComparison.Ordinal)).Value is { } address && Hosts.Any(h => address.Contains(h, StringComparison.Ordinal)))
            {
                bool hasHash = site.Call.Arguments.Any(a => a.Name is "file_hash" or "md5" or "known_hash" && a.Kind != PythonArgumentKind.None);
                Report(context, hasHash || !Branches.Any(b => address.Contains(b, StringComparison.Ordinal)), site.Location, address.Length <= 100 ? address : address[..99] + "…");
            }
        }

        context.NotApplicable("nothing is fetched from a hub or a branch by a name that is written here");
    }

    private static void Report(AnalysisContext context, bool isPinned, Location location, string name)
    {
        if (isPinned)
        {
            context.Pass(location, name);
        }
        else
        {
            context.Fail(location, name);
        }
    }

    /// <summary>The name that a hub is asked for; null for a path, a format, or what is not written here.</summary>
    private static string? Name(PythonCall call)
    {
        PythonArgument argument = call.Target == "transformers.pipeline" ? call.Keyword("model") ?? default
            : call.Arguments.FirstOrDefault(a => a.Name is null or "pretrained_model_name_or_path" or "model_name_or_path" or "repo_id" or "path" or "repo_or_dir");
        return argument is { Kind: PythonArgumentKind.String, Value: { Length: > 0 } name } && name[0] is not ('.' or '/' or '~') && !Formats.Contains(name)
            && call.Keyword("local_files_only") is not { Value: "True" } && call.Keyword("source")?.Value is not "local" ? name : null;
    }
}
