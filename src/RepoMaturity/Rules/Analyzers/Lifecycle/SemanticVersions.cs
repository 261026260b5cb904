using System.Buffers;
using System.Text.RegularExpressions;
using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Models carry versions of two or three numbers: in a tag, in the package that holds the model, in a configuration, or where they are registered.</summary>
internal sealed partial class SemanticVersions : RepositoryAnalyzer
{
    private static readonly string[] Keys = ["model.version", "model_version", "version.model", "models.*.version", "artifacts.*.version", "parameters.model_version", "variables.model_version"];

    /// <summary>What every artefact's tag holds.</summary>
    private static readonly SearchValues<string> ArtefactMarks = SearchValues.Create(["@", "model"], StringComparison.Ordinal);

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        GitHistory history = evidence.Snapshot.History;
        TrailStep? proof = Tags(history, evidence.Traits.Has("publishes-models")) ?? Packages(evidence) ?? Configured(evidence) ?? Registered(evidence) ?? VersionFiles(evidence);
        if (proof is not null)
        {
            context.Pass(proof.Location, proof.Text, proof);
        }
        else if (!history.IsAvailable || (history.IsShallow && history.Tags.Count == 0))
        {
            context.Open("the history with its tags is not here");
        }
        else
        {
            context.Fail(default, "neither a tag nor a file gives a model a version such as 1.2.0");
        }
    }

    /// <summary>A tag of one artefact; one of the repository only where that gives its models away.</summary>
    private static TrailStep? Tags(GitHistory history, bool isModel) =>
        history.Tags.Where(t => (t.Name.AsSpan().ContainsAny(ArtefactMarks) && ArtefactPattern().IsMatch(t.Name)) || (isModel && VersionPattern().IsMatch(t.Name))).Select(t => new TrailStep(default, "tag " + t.Name)).LastOrDefault();

    /// <summary>A package that ships its model has the model's version.</summary>
    private static TrailStep? Packages(RepositoryEvidence evidence) => !evidence.Traits.Has("library") || !evidence.Traits.Has("publishes-models") ? null : (
        from manifest in evidence.Manifests.All
        let package = manifest.Package
        where package is { IsDistributable: true, Version: not null } && manifest.File.Name != "package.json" && VersionPattern().IsMatch(package.Version!) && evidence.Trees.IsOwn(manifest.File)
        select new TrailStep(package.Location, "version " + package.Version)).FirstOrDefault();

    private static TrailStep? Configured(RepositoryEvidence evidence) => (
        from file in evidence.Snapshot.Files
        where file is { HasContent: true, Size: < 64 * 1024, Extension: ".yml" or ".yaml" or ".toml" or ".json" } && evidence.Trees.IsOwn(file) && !evidence.Trees.IsTest(file) && evidence.Documents.Bytes(file).AsSpan().IndexOf("version"u8) >= 0
        from root in evidence.Documents.Data(file)?.Roots ?? []
        from key in Keys
        from entry in KeyPath.Find(root, key)
        where entry.Value.Text is { } text && VersionPattern().IsMatch(text)
        select new TrailStep(new Location(file.Path, entry.Line), $"{entry.Key}: {entry.Value.Text}")).FirstOrDefault();

    /// <summary>A version is given where a model is registered or saved.</summary>
    private static TrailStep? Registered(RepositoryEvidence evidence) => (
        from source in evidence.Code.Python
        where !source.IsTest
        from call in source.Document.Calls
        where call.Target.Contains("model", StringComparison.OrdinalIgnoreCase) || call.Target.Contains("register", StringComparison.OrdinalIgnoreCase)
        from argument in call.Arguments
        where argument is { Name: "version" or "model_version" or "version_id" or "semver", Kind: PythonArgumentKind.String } && VersionPattern().IsMatch(argument.Value!)
        select new TrailStep(source.At(call.Line), $"{call.Target} {argument.Value}")).FirstOrDefault();

    /// <summary>A file <c>VERSION</c> of a package that trains its model.</summary>
    private static TrailStep? VersionFiles(RepositoryEvidence evidence) => (
        from file in evidence.Snapshot.Files
        where file.Name is "VERSION" or "version.txt" && file.Size < 64 && evidence.Trees.IsOwn(file)
            && evidence.Code.Files.Any(f => f.Name.StartsWith("train", StringComparison.Ordinal) && RepositoryPath.IsWithin(f.Path, file.Directory))
        let text = evidence.Documents.Text(file)?.Trim()
        where text is not null && VersionPattern().IsMatch(text)
        select new TrailStep(new Location(file.Path, 1), text)).FirstOrDefault();

    [GeneratedRegex(@"^v?\d+\.\d+(\.\d+)?([-+][0-9A-Za-z.-]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();

    /// <summary><c>churn@v1.2.0</c>, <c>model/1.2</c>, <c>churn-model-v1.2.0</c>.</summary>
    [GeneratedRegex(@"^([\w.-]+@|[\w./-]*model[\w.-]*[/_-])v?\d+\.\d+(\.\d+)?([-+][0-9A-Za-z.-]+)?$", RegexOptions.NonBacktracking)]
    private static partial Regex ArtefactPattern();
}
