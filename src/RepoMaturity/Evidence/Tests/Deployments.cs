using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A test of what was deployed.</summary>
/// <param name="Deployment">What deployed it.</param>
/// <param name="Run">The test.</param>
internal sealed record SmokeTest(Execution Deployment, Execution Run);

/// <summary>Deployments of CI, the smoke tests that follow them in the same pipeline, and what depends on these.</summary>
internal sealed class Deployments
{
    private static readonly string[] Requesters = ["curl", "wget", "http", "https", "Invoke-RestMethod", "Invoke-WebRequest", "irm", "iwr"];

    /// <summary>What a request fetches or tells beside the service.</summary>
    private static readonly string[] OtherAddresses = ["github.com", "githubusercontent", "get.", "install", "download", "hook", "slack", "teams", "discord", "notif", "dl.", "releases", "api.github", ".tar", ".zip", ".sh", "codecov"];

    private readonly RepositoryEvidence _evidence;
    private readonly Lazy<ILookup<string, PipelineJob>> _jobs;
    private readonly Dictionary<Execution, int> _order = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Execution> _checks = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Execution> _testRunners = new(ReferenceEqualityComparer.Instance);

    public Deployments(RepositoryEvidence evidence)
    {
        _evidence = evidence;
        _jobs = new(() => evidence.Executions.Where(e => e is { Job: not null, Pipeline: not null })
            .Select(e => (e.Pipeline!.File.Path, Job: e.Job!))
            .Concat(evidence.Pipelines.SelectMany(p => p.Jobs.Select(j => (p.File.Path, Job: j))))
            .DistinctBy(j => (j.Path, j.Job.Id, j.Job.Location))
            .ToLookup(j => j.Path, j => j.Job, StringComparer.Ordinal));
        for (int i = 0; i < evidence.Executions.Count; i++)
        {
            _order.TryAdd(evidence.Executions[i], i);
        }

        _checks.UnionWith(Executions("endpoint-check").Concat(Executions("browser-test")));
        _testRunners.UnionWith(TestRuns.Runners(evidence, enforced: false));
        HashSet<Execution> deploying = new(Executions("deployment"), ReferenceEqualityComparer.Instance);
        HashSet<Execution> switching = new(Executions("traffic-switch"), ReferenceEqualityComparer.Instance);

        // A cluster that the job itself starts is a test's, whatever is deployed there.
        HashSet<Location> trials = [.. Executions("service-container").Where(e => e.Job is not null).Select(e => e.Job!.Location)];
        Runs = [.. evidence.Executions.Where(e => (deploying.Contains(e) || Deploys(e)) && !(e.Job is { } job && trials.Contains(job.Location))).DistinctBy(e => (e.Pipeline?.File.Path, e.Job?.Id, e.Job?.Location, e.Trail[0].Location, e.Location, e.Name))];
        Promotions = [.. Runs, .. evidence.Executions.Where(switching.Contains)];
        Execution[] tests = Runs.Count == 0 ? [] : [.. evidence.Executions.Where(e => e.Executor == Executor.Ci && IsSmokeTest(e))];
        SmokeTests = [.. from test in tests let deployment = Runs.LastOrDefault(r => Follows(test, r)) where deployment is not null select new SmokeTest(deployment, test)];
    }

    /// <summary>Executions that deploy, in their order.</summary>
    public IReadOnlyList<Execution> Runs { get; }

    /// <summary>Deployments and what gives traffic to one.</summary>
    public IReadOnlyList<Execution> Promotions { get; }

    /// <summary>Each with the latest deployment before it.</summary>
    public IReadOnlyList<SmokeTest> SmokeTests { get; }

    /// <summary>True when one execution starts only after the other, in the same job or in one that needs it.</summary>
    public bool Follows(Execution later, Execution earlier)
    {
        if (later.Pipeline is null || later.Pipeline.File != earlier.Pipeline?.File || _order[later] <= _order[earlier] || later.Job is not { } job || earlier.Job is not { } before)
        {
            return false;
        }

        PipelineJob outer = Outer(later);
        PipelineJob outerBefore = Outer(earlier);
        return (job.Location == before.Location && job.Id == before.Id && outer.Location == outerBefore.Location)
            || (outer.Location == outerBefore.Location ? Needs(job, before.Id, _jobs.Value[later.Pipeline.File.Path]) : Needs(outer, outerBefore.Id, later.Pipeline.Jobs));
    }

    /// <summary>The job of the outermost pipeline, where a template or reusable workflow stands for jobs of its own.</summary>
    private static PipelineJob Outer(Execution execution) =>
        execution.Pipeline!.Jobs.FirstOrDefault(j => j.Calls is { } call && execution.Trail.Count > 0 && call.Location == execution.Trail[0].Location) ?? execution.Job!;

    private static bool Needs(PipelineJob job, string wanted, IEnumerable<PipelineJob> jobs)
    {
        HashSet<string> seen = [];
        Stack<string> open = new(job.Needs);
        while (open.TryPop(out string? id))
        {
            if (id == wanted)
            {
                return true;
            }

            if (seen.Add(id))
            {
                foreach (string need in jobs.Where(j => j.Id == id).SelectMany(j => j.Needs))
                {
                    open.Push(need);
                }
            }
        }

        return false;
    }

    private IEnumerable<Execution> Executions(string capability) =>
        _evidence.Technologies.Facts(capability).Where(f => f.Execution is { Executor: Executor.Ci }).Select(f => f.Execution!);

    /// <summary>An own program that is named so: <c>deploy_model.py</c>, <c>provision_online_deployment</c>.</summary>
    private bool Deploys(Execution execution) =>
        execution.Executor == Executor.Ci && _evidence.ModelPrograms.FilesOf(execution).Any(f => TestKinds.Words(Path.GetFileNameWithoutExtension(f.Name)) is var words
            && words.Any(w => w is "deploy" or "deployment") && !words.Any(w => w is "docs" or "pages" or "infra" or "infrastructure" or "pipeline" or "test" or "smoke"));

    private bool IsSmokeTest(Execution execution) =>
        _checks.Contains(execution)
        || IsRequest(execution)
        || (execution.Name.EndsWith("sh", StringComparison.Ordinal) && TestKinds.Named(Path.GetFileNameWithoutExtension(execution.Name)) is not null)
        || _evidence.ModelPrograms.FilesOf(execution).Any(IsSmokeTest)
        || (_testRunners.Contains(execution) && SelectsMoreThanUnits(execution));

    private bool IsSmokeTest(SnapshotFile file)
    {
        string[] words = TestKinds.Words(Path.GetFileNameWithoutExtension(file.Name));
        return TestKinds.Named(Path.GetFileNameWithoutExtension(file.Name)) is not null
            || words.Contains("smoke")
            || (words.Any(w => w is "test" or "tests" or "check" or "verify" or "score" or "invoke" or "predict" or "call")
                && _evidence.Code.Python.FirstOrDefault(s => s.File == file) is { Document: not null } source
                && _evidence.ModelUses.OfProgram(source).Any(s => (s.Use & (ModelUse.Requests | ModelUse.Predicts)) != 0));
    }

    private bool SelectsMoreThanUnits(Execution execution)
    {
        TestSelection selection = new(_evidence.Snapshot, execution);
        return _evidence.KnownTests.Any(t => selection.Selects(t.Test) is true) || execution.Arguments.Any(a => TestKinds.Words(a).Any(w => w is "smoke" or "e2e" or "acceptance" or "integration"));
    }

    private static bool IsRequest(Execution execution)
    {
        if (!Requesters.Contains(execution.Name))
        {
            return false;
        }

        // What is kept in a file is a download.
        int output = Math.Max(execution.Arguments.ToList().IndexOf("-o"), execution.Arguments.ToList().IndexOf("--output"));
        bool isDownload = execution.Arguments.Any(a => a is "-O" or "--remote-name" or "-OutFile" || (a is ['-', not '-', .., 'O'] && execution.Name == "curl")) || (output >= 0 && output + 1 < execution.Arguments.Count && execution.Arguments[output + 1] != "/dev/null");
        return !isDownload
            && execution.Arguments.Any(a => a.StartsWith("http", StringComparison.OrdinalIgnoreCase) || a.Contains("://", StringComparison.Ordinal) || a.StartsWith("localhost", StringComparison.Ordinal) || a.StartsWith('$'))
            && !execution.Arguments.Any(a => OtherAddresses.Any(o => a.Contains(o, StringComparison.OrdinalIgnoreCase)));
    }
}
