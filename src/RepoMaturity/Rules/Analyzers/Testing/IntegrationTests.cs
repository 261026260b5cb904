using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Tests of several components together: by folder, name, mark or what they call, scripts too. End-to-end tests are integration tests.</summary>
internal sealed class IntegrationTestsPresent : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.KnownTests is [var known, ..])
        {
            context.Pass(known.Test.Location, $"{evidence.KnownTests.Count} tests, the first is {known.Test.Name}", known.Proof);
        }
        else if (SystemScripts.Find(evidence).FirstOrDefault() is { File: { } script })
        {
            context.Pass(new Location(script.Path), script.Path);
        }
        else
        {
            context.Fail(new(""), evidence.Tests.Count == 0 ? "there are no tests" : $"{evidence.Tests.Count} tests, all of single units");
        }
    }
}

/// <summary>Half of the integration tests run in CI; what a variable or a condition selects is Open.</summary>
internal sealed class IntegrationTestsRun : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        IReadOnlyList<KnownTest> tests = evidence.KnownTests;
        (SnapshotFile File, TestKind Kind)[] scripts = [.. SystemScripts.Find(evidence)];
        TestRuns runs = TestRuns.Of(evidence, tests, TestRuns.Runners(evidence, enforced: false));
        if (runs.First is { } first && runs.Selected * 2 >= tests.Count)
        {
            context.Pass(first.Run.Location, $"{runs.Selected} of {tests.Count} integration tests", [.. first.Run.Trail, new TrailStep(first.Test.Test.Location, first.Test.Proof.Text)]);
        }
        else if (scripts.SelectMany(s => SystemScripts.RunsOf(evidence, s.File).Select(r => (s.File.Path, r.Trail))).FirstOrDefault() is { Path: not null } run)
        {
            context.Pass(new Location(run.Path), run.Path, run.Trail);
        }
        else if (runs.FirstHidden is { } hidden && (runs.Selected + runs.Hidden) * 2 >= tests.Count)
        {
            context.Open($"{hidden.Run.Location} may run {hidden.Test.Test.Name}: a variable or a condition decides");
        }
        else if (tests.Count + scripts.Length > 0 && evidence.Commands.LeavesRepository(onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else
        {
            context.Fail(
                tests.Count > 0 ? tests[0].Test.Location : new(scripts.Length > 0 ? scripts[0].File.Path : ""),
                tests.Count > 0 ? $"{runs.Selected} of {tests.Count} run" : scripts.Length > 0 ? $"{scripts[0].File.Path} is not called" : "there are none");
        }
    }
}

/// <summary>An enforced run of integration tests that meets a real service: one of the job's, one of a compose file, or one that the test starts or calls.</summary>
internal sealed class IntegrationTestsOnServices : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        IReadOnlyList<KnownTest> tests = evidence.KnownTests;
        Execution[] enforced = [.. TestRuns.Runners(evidence, enforced: true)];
        TestRuns serviced = TestRuns.Of(evidence, tests, enforced.Where(e => Service(evidence, e) is not null));
        TestRuns starting = TestRuns.Of(evidence, [.. tests.Where(t => t.Service is not null)], enforced);
        if (starting.First is { } own)
        {
            context.Pass(own.Run.Location, own.Test.Test.Name, [.. own.Run.Trail, own.Test.Service!]);
        }
        else if (serviced.First is { } first)
        {
            context.Pass(first.Run.Location, first.Test.Test.Name, [.. first.Run.Trail, Service(evidence, first.Run)!]);
        }
        else if (SystemScripts.Find(evidence).SelectMany(s => SystemScripts.RunsOf(evidence, s.File).Select(r => (s.File.Path, Run: r))).FirstOrDefault(s => s.Run.IsEnforced && Service(evidence, s.Run) is not null) is { Path: not null } script)
        {
            context.Pass(new Location(script.Path), script.Path, [.. script.Run.Trail, Service(evidence, script.Run)!]);
        }
        else if (tests.Count > 0 && (starting.FirstHidden ?? serviced.FirstHidden) is { } hidden)
        {
            context.Open($"{hidden.Run.Location} may run {hidden.Test.Test.Name}: a variable or a condition decides");
        }
        else if (tests.Count > 0 && evidence.Commands.LeavesRepository(onChange: true) is { } external)
        {
            context.Open(external.Advice);
        }
        else
        {
            context.Fail(
                tests.Count > 0 ? tests[0].Test.Location : new(""),
                tests.Count == 0 ? "there are none" : TestRuns.Of(evidence, tests, enforced).Selected == 0 ? "none runs on pull requests so that it can fail" : "they run without a real service");
        }
    }

    /// <summary>A service that stands beside the run; the daemon that builds images is none.</summary>
    private static TrailStep? Service(RepositoryEvidence evidence, Execution run) =>
        run.Job is { } job && job.Services.FirstOrDefault(s => !s.Contains("dind", StringComparison.Ordinal)) is { } service
            ? new TrailStep(job.Location, "service " + service)
            : evidence.Technologies.Facts("service-container")
                .FirstOrDefault(f => f.Execution is { Job: { } started } && started == run.Job && f.Execution.Executor == Executor.Ci)?.Trail[^1];
}

/// <summary>CI or a commit hook runs a test: by a runner, or by a script that tests the whole.</summary>
internal sealed class TestsRun : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Technologies.Facts("test-runner").FirstOrDefault(f => f.Strength is Strength.Run or Strength.Enforced or Strength.Hooked) is { } fact)
        {
            context.Pass(fact.Location, fact.Technology.Name, fact.Trail);
        }
        else if (SystemScripts.Find(evidence).SelectMany(s => SystemScripts.RunsOf(evidence, s.File).Select(r => (s.File.Path, r.Trail))).FirstOrDefault() is { Path: not null } script)
        {
            context.Pass(new Location(script.Path), script.Path, script.Trail);
        }
        else if (evidence.Technologies.MayRun("test-runner", onChange: false) is { } maybe)
        {
            context.Open($"arguments of {maybe.Name} are a variable: look there");
        }
        else if (evidence.Technologies.MayHide("test-runner", onChange: false) is { } external)
        {
            context.Open(external.Advice);
        }
        else
        {
            context.Fail(new(""), "so far nothing does");
        }
    }
}
