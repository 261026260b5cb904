using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>One automated flow from data over training to deployment: a pipeline, or a job of a workflow engine.</summary>
/// <param name="Run">The training in it.</param>
/// <param name="Data">Where it prepares, fetches or checks data; null when nothing does.</param>
/// <param name="Deployment">Where it brings the model into use; null when nothing does.</param>
/// <param name="Steps">All that runs in it.</param>
internal sealed record DeliveryFlow(TrainingRun Run, TrailStep? Data, TrailStep? Deployment, IReadOnlyList<Execution> Steps)
{
    private static readonly string[] DataWords =
        ["data", "dataset", "datasets", "ingest", "ingestion", "preprocess", "preprocessing", "prepare", "prep", "features", "feature", "etl", "extract", "transform", "featurize", "featurization", "split"];

    private static readonly string[] DeployWords = ["deploy", "deployment", "deployer"];
    private static readonly string[] OtherWords = ["test", "tests", "docs", "infra", "infrastructure", "drift"];

    /// <summary>The flow of each training, those with most of the three first.</summary>
    public static IReadOnlyList<DeliveryFlow> Find(RepositoryEvidence evidence)
    {
        ILookup<string, TrailStep> data = Places(evidence, "data-validation", "data-versioning", "feature-engineering");
        ILookup<string, TrailStep> deploying = Places(evidence, "deployment", "model-promotion");
        ILookup<string, TrailStep> managed = Places(evidence, "managed-run");
        HashSet<Execution> dataRuns = new(evidence.Technologies.Facts("data-versioning").Concat(evidence.Technologies.Facts("data-validation")).Select(f => f.Execution).OfType<Execution>(), ReferenceEqualityComparer.Instance);
        return
        [
            .. from run in evidence.Training.All
               let steps = evidence.Training.Siblings(run.Run)
               let files = evidence.Training.FilesOf(run)
               let isEngine = run.Run.Executor == Executor.Orchestrator || files.Any(managed.Contains)
               select new DeliveryFlow(
                   run,
                   steps.FirstOrDefault(dataRuns.Contains)?.Trail[^1] ?? Named(steps, files, DataWords) ?? files.SelectMany(f => data[f]).FirstOrDefault(),
                   DeploymentOf(evidence, run, steps) ?? Chained(evidence, run) ?? Named([], isEngine ? files.Where(f => run.Trail.All(s => s.Location.Path != f)) : [], DeployWords) ?? (isEngine ? files : []).SelectMany(f => deploying[f]).FirstOrDefault(),
                   steps) into flow
               orderby (flow.Data is null ? 0 : 1) + (flow.Deployment is null ? 0 : 2) descending
               select flow,
        ];
    }

    private static ILookup<string, TrailStep> Places(RepositoryEvidence evidence, params IEnumerable<string> capabilities) =>
        capabilities.SelectMany(evidence.Technologies.Facts).Where(f => f.Strength == Strength.Used).Select(f => f.Trail[^1]).ToLookup(s => s.Location.Path, StringComparer.Ordinal);

    private static TrailStep? DeploymentOf(RepositoryEvidence evidence, TrainingRun run, IReadOnlyList<Execution> steps) =>
        evidence.Deployments.Runs.FirstOrDefault(d => steps.Contains(d) && d != run.Run && evidence.Deployments.Follows(d, run.Run))?.Trail[^1];

    /// <summary>A pipeline that deploys and that the host starts when the training's pipeline is through.</summary>
    private static TrailStep? Chained(RepositoryEvidence evidence, TrainingRun run) =>
        (from deployment in evidence.Deployments.Runs
         where deployment.Pipeline is not null && run.Run.Pipeline is { Name: { } name } && deployment.Pipeline.File != run.Run.Pipeline.File
             && deployment.Pipeline.Source?.At("on", "workflow_run", "workflows") is { } workflows && workflows.OneOrMany().Any(w => w.Text == name)
         select deployment.Trail[^1]).FirstOrDefault();

    private static TrailStep? Named(IReadOnlyList<Execution> steps, IEnumerable<string> files, string[] words)
    {
        Execution? step = steps.FirstOrDefault(s => Has(Words(s), words));
        string? file = step is null ? files.FirstOrDefault(f => !f.EndsWith("ml", StringComparison.Ordinal) && Has(TestKinds.Words(Path.GetFileNameWithoutExtension(f)), words)) : null;
        return step?.Trail[^1] ?? (file is null ? null : new TrailStep(new Location(file), file));
    }

    private static string[] Words(Execution step) => step.Name is "python" && step.Arguments is [var script, ..] ? TestKinds.Words(Path.GetFileNameWithoutExtension(script))
        : step.Name.Contains('.', StringComparison.Ordinal) ? TestKinds.Words(step.Name[(step.Name.LastIndexOf('.') + 1)..]) : [];

    private static bool Has(string[] found, string[] words) => found.Any(words.Contains) && !found.Any(OtherWords.Contains);
}
