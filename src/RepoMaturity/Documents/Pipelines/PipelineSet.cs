using System.Collections.Frozen;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Pipelines;

/// <summary>All pipeline files of a snapshot, each read once, sorted by path.</summary>
internal sealed class PipelineSet
{
    private readonly DocumentSet _documents;
    private readonly FrozenDictionary<string, Pipeline> _byPath;

    public PipelineSet(DocumentSet documents)
    {
        _documents = documents;
        SortedDictionary<string, Pipeline> found = new(StringComparer.Ordinal);
        foreach (SnapshotFile file in documents.Snapshot.Files)
        {
            if (PipelineRecognizer.IsCandidate(file) && Read(file) is { } pipeline)
            {
                found[file.Path] = pipeline;
            }
        }

        // What others call is a template, whatever it looks like by itself.
        HashSet<string> called = [.. found.Values.SelectMany(Calls).Where(c => !c.IsExternal).Select(c => c.Target), .. found.Values.SelectMany(Includes)];
        foreach (string path in called)
        {
            Pipeline? known = found.GetValueOrDefault(path);
            if (known is { Host: PipelineHost.AzurePipelines or PipelineHost.GitLabCi, IsCallable: false, Source: { } root })
            {
                found[path] = Read(known.Host, new PipelineSource(documents, known.File, root) { IsCalled = true }) with { Problem = known.Problem };
            }
            else if (known is null && documents.Snapshot.Find(path) is { } file && PipelineRecognizer.IsYaml(file) && GitLabReader.Body(documents.Data(file)) is { IsMapping: true } body)
            {
                // Only GitLab's includes can be named without looking like a pipeline; for other hosts the shape decided.
                if (found.Values.Any(p => p.Host == PipelineHost.GitLabCi && Includes(p).Contains(path)))
                {
                    found[path] = Read(PipelineHost.GitLabCi, new PipelineSource(documents, file, body) { IsCalled = true });
                }
            }
        }

        Pipelines = [.. found.Values];
        _byPath = found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IReadOnlyList<Pipeline> Pipelines { get; }

    /// <summary>The pipeline at a path, or null.</summary>
    public Pipeline? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>
    /// The template, workflow or action that a job or step calls, read with the values that are passed to it, so that its scripts and
    /// its choice of steps are those of this call; null when it lies elsewhere or is missing.
    /// </summary>
    public Pipeline? Called(PipelineReference call)
    {
        if (call.IsExternal || Find(call.Target) is not { } pipeline)
        {
            return null;
        }

        return call.Arguments is null || pipeline.Source is null
            ? pipeline
            : Read(pipeline.Host, new PipelineSource(_documents, pipeline.File, pipeline.Source) { Arguments = call.Arguments, IsCalled = true });
    }

    private static IEnumerable<PipelineReference> Calls(Pipeline pipeline) => pipeline.Jobs
        .SelectMany(j => j.Steps.Select(s => s.Calls).Append(j.Calls))
        .OfType<PipelineReference>();

    private IEnumerable<string> Includes(Pipeline pipeline) =>
        pipeline.Host == PipelineHost.GitLabCi ? GitLabReader.LocalIncludes(_documents, pipeline.Source?["include"]) : [];

    private Pipeline? Read(SnapshotFile file)
    {
        if (PipelineRecognizer.IsJenkinsfile(file))
        {
            return _documents.Text(file) is { } groovy ? JenkinsfileReader.Read(file, groovy) : null;
        }

        PipelineHost? host = PipelineRecognizer.ByPath(file);
        if (host is null && (file.Size > PipelineRecognizer.MaxLookBytes || _documents.Bytes(file) is not { } bytes || !PipelineRecognizer.MayBePipeline(bytes)))
        {
            return null;
        }

        DataDocument? document = PipelineRecognizer.IsYaml(file) ? _documents.Data(file)
            : _documents.Text(file) is { } text ? YamlLoader.Load(TemplateText.Fill(text))
            : null;
        bool final = PipelineRecognizer.IsYaml(file) && !file.Path.Contains("{{", StringComparison.Ordinal);
        if (document is null || (host == PipelineHost.GitLabCi ? GitLabReader.Body(document) : document.Root) is not { } root)
        {
            return host is { } named && document?.Problem is { } problem
                ? new Pipeline(file, named, null) { Problem = problem, IsReadByHost = final && PipelineRecognizer.IsHostPlace(named, file) }
                : null;
        }

        host = host is { } fixedHost && PipelineRecognizer.Fits(fixedHost, root, file) ? fixedHost : PipelineRecognizer.ByContent(root);
        if (host is not { } known)
        {
            return null;
        }

        PipelineSource source = new(_documents, file, root) { Roots = document.Roots };
        Pipeline pipeline = Read(known, source);
        return pipeline with { Problem = document.Problem ?? (source.IsExhausted ? new ParseProblem("more steps than are read") : null), IsReadByHost = final && PipelineRecognizer.IsHostPlace(known, file) };
    }

    private static Pipeline Read(PipelineHost host, PipelineSource source) => host switch
    {
        PipelineHost.GitHubActions => GitHubActionsReader.Read(source),
        PipelineHost.AzurePipelines => AzurePipelinesReader.Read(source),
        PipelineHost.GitLabCi => GitLabReader.Read(source),
        PipelineHost.CircleCi => CircleCiReader.Read(source),
        PipelineHost.CloudBuild => CloudBuildReader.Read(source),
        PipelineHost.Bitbucket => BitbucketReader.Read(source),
        PipelineHost.Travis => TravisReader.Read(source),
        PipelineHost.Prow => ProwReader.Read(source),
        PipelineHost.CodeBuild => CodeBuildReader.Read(source),
        PipelineHost.Tekton => KubernetesPipelineReader.ReadTekton(source, source.Roots),
        PipelineHost.ArgoWorkflows => KubernetesPipelineReader.ReadArgo(source, source.Roots),
        _ => throw new ArgumentOutOfRangeException(nameof(host), host, "read as text"),
    };
}
