using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Data that models are trained on have a version: by a tool, by a hash or a revision where they are fetched, or since they lie in the repository.</summary>
internal sealed class PinnedData : RepositoryAnalyzer
{
    private static readonly string[] Fetches = ["get_by_name", "get", "load_dataset", "fetch_openml", "get_file", "download_url", "snapshot_download", "hf_hub_download", "download_and_extract_archive", "load_dataframe", "load_table", "use_artifact", "read_table"];
    private static readonly string[] Versions = ["revision", "known_hash", "file_hash", "md5", "md5_hash", "sha256", "checksum", "data_version", "version_as_of", "snapshot_id", "expected_hash"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TrailStep[] proof = [.. Tools(evidence), .. Fetched(evidence), .. Tracked(evidence)];
        if (proof.Length > 0)
        {
            context.Pass(proof[0].Location, proof[0].Text, proof[0]);
        }
        else
        {
            context.Fail(default, "neither a tool nor a hash nor a revision holds the version of the data");
        }
    }

    private static IEnumerable<TrailStep> Tools(RepositoryEvidence evidence) =>
        TiedRuns.VersionedData(evidence).Select(f => f.Trail[^1]).Concat(DataVersioned.Pointer(evidence, ArtefactFiles.IsData) is { } pointer ? [pointer] : []);

    /// <summary>A hash or a version is given where data are fetched.</summary>
    private static IEnumerable<TrailStep> Fetched(RepositoryEvidence evidence) =>
        from place in Calls(evidence)
        let name = place.Call.Target[(place.Call.Target.LastIndexOf('.') + 1)..]
        let isData = place.Call.Target.Contains("data", StringComparison.OrdinalIgnoreCase) || place.Call.Target == "pooch.retrieve" || name is "get_file" or "fetch_openml" or "download_url" or "use_artifact"
        where (Fetches.Contains(name) || place.Call.Target == "pooch.retrieve") && isData && place.Call.Arguments.Any(a => a is { Name: not null, Kind: not PythonArgumentKind.None } && (Versions.Contains(a.Name) || (a.Name == "version" && a.Value is not ("latest" or "active"))))
        select new TrailStep(place.At, place.Call.Target);

    /// <summary>Own code names a file of data that is tracked with it.</summary>
    private static IEnumerable<TrailStep> Tracked(RepositoryEvidence evidence)
    {
        HashSet<string> names = [.. evidence.Snapshot.Files.Where(f => f.Size > 512 && (ArtefactFiles.IsData(f) || f.Extension == ".data") && evidence.Trees.IsOwn(f) && !evidence.Trees.IsTest(f)).Select(f => f.Name)];
        if (names.Count == 0)
        {
            yield break;
        }

        foreach (var (call, at) in Calls(evidence))
        {
            foreach (PythonArgument argument in call.Arguments)
            {
                if (argument is { Kind: PythonArgumentKind.String, Value: { Length: < 200 } path } && path.LastIndexOf("://", StringComparison.Ordinal) < 0 && names.Contains(path[(path.LastIndexOf('/') + 1)..]) && IsReading(call.Target))
                {
                    yield return new TrailStep(at, path);
                }
            }
        }

        foreach (var source in evidence.Code.CSharp.Where(s => !s.IsTest))
        {
            foreach (var call in source.Document.Calls)
            {
                if (call.Arguments.Select(a => a.Value).FirstOrDefault(v => v is { Length: < 200 } && names.Contains(v[(v.LastIndexOfAny(['/', '\\']) + 1)..])) is { } path)
                {
                    yield return new TrailStep(source.At(call.Line), path);
                }
            }
        }
    }

    private static bool IsReading(string target) =>
        target.Contains("read", StringComparison.OrdinalIgnoreCase) || target.Contains("load", StringComparison.OrdinalIgnoreCase) || target is "open" or "numpy.genfromtxt" or "os.path.join" or "pathlib.Path";

    private static IEnumerable<(PythonCall Call, Location At)> Calls(RepositoryEvidence evidence) =>
        evidence.Code.Python.Where(s => !s.IsTest).SelectMany(s => s.Document.Calls.Select(c => (c, s.At(c.Line))))
            .Concat(evidence.Code.Notebooks.Where(s => s.Document.Module is not null).SelectMany(s => s.Document.Module!.Calls.Select(c => (c, s.At(c.Line)))));
}
