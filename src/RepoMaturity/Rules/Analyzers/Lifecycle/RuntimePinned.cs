using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Manifests;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Something names the version of Python or .NET: a file of a version manager, a manifest, an image, a step of CI.</summary>
internal sealed class RuntimePinned : RepositoryAnalyzer
{
    private static readonly string[] Files = [".python-version", "runtime.txt", ".tool-versions", "global.json", "mise.toml", ".mise.toml"];
    private static readonly string[] Images = ["python", "continuumio/", "condaforge/", "pytorch/pytorch", "tensorflow/tensorflow", "jupyter/", "dotnet/", "azureml/", "nvcr.io/nvidia/"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        foreach (TrailStep step in Named(evidence).Concat(Manifests(evidence)).Concat(BaseImages(evidence)).Concat(SetUp(evidence)).Take(3))
        {
            context.Pass(step.Location, step.Text, step);
            return;
        }

        context.Fail(default, "no file says which version of the language runs the code");
    }

    private static IEnumerable<TrailStep> Named(RepositoryEvidence evidence) =>
        from file in evidence.Snapshot.Files
        where file.HasContent && Files.Contains(file.Name) && evidence.Trees.IsOwn(file)
        let text = evidence.Documents.Text(file)?.Trim()
        where text is not null && text.Any(char.IsAsciiDigit) && (file.Name is not (".tool-versions" or "mise.toml" or ".mise.toml") || text.Contains("python", StringComparison.Ordinal) || text.Contains("dotnet", StringComparison.Ordinal))
        select new TrailStep(new Location(file.Path), file.Name is ".python-version" or "runtime.txt" ? text.Split('\n')[0] : file.Name);

    /// <summary>A range counts: what it leaves open a lock file or an image closes. <c>requires</c> of Pipenv, conda's <c>python</c> and target frameworks are exact.</summary>
    private static IEnumerable<TrailStep> Manifests(RepositoryEvidence evidence)
    {
        foreach (DependencyManifest manifest in evidence.Manifests.All.Where(m => evidence.Trees.IsOwn(m.File)))
        {
            if (manifest.Package?.Requires is { Length: > 0 } requires)
            {
                yield return new TrailStep(manifest.Package.Location, requires);
            }

            foreach (Dependency python in manifest.Dependencies.Where(d => d is { Name: "python", Constraint: not null }))
            {
                yield return new TrailStep(python.Location, python.Spec);
            }

            if (manifest.File.Name == "Pipfile" && evidence.Documents.Data(manifest.File)?.Root?["requires"] is { } required && (required.TextOf("python_version") ?? required.TextOf("python_full_version")) is { } version)
            {
                yield return new TrailStep(new Location(manifest.File.Path, required.Line), "python " + version);
            }
        }

        foreach (EvaluatedProject project in evidence.OwnProjects)
        {
            if ((project.Value("TargetFramework") ?? project.Value("TargetFrameworks")) is { } framework)
            {
                yield return new TrailStep(framework.Location, framework.Value);
            }
        }
    }

    /// <summary>Actions that set up a version for what CI runs after them.</summary>
    private static IEnumerable<TrailStep> SetUp(RepositoryEvidence evidence) =>
        from execution in evidence.Executions
        where execution is { Kind: ExecutionKind.Action, Executor: Executor.Ci }
        from input in execution.Inputs
        where input.Key is "python-version" or "dotnet-version" && (input.Value.Any(char.IsAsciiDigit) || input.Value.Contains("matrix.", StringComparison.Ordinal))
        select new TrailStep(execution.Location, $"{input.Key} {input.Value}");

    private static IEnumerable<TrailStep> BaseImages(RepositoryEvidence evidence) =>
        from found in ImageUser.Files(evidence)
        from stage in found.Dockerfile.Stages
        let image = ImageUser.Resolve(stage.Image, found.Dockerfile.Globals)
        where Images.Any(i => image.Contains(i, StringComparison.Ordinal)) && image.Split(':') is [_, var tag] && tag.Any(char.IsAsciiDigit)
        select new TrailStep(new Location(found.File.Path, stage.Line), image);
}
