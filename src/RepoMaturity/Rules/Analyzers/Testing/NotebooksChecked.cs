using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Notebooks are stripped or executed: by a commit hook, or by what CI runs for a change or by schedule and fails with.</summary>
internal sealed class NotebooksChecked : RepositoryAnalyzer
{
    private static readonly string[] Executors = ["execute_notebook", "NotebookClient", "ExecutePreprocessor"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        TechnologyFact[] facts = [.. evidence.Technologies.Facts("notebook-check")];
        TestRuns runs = TestRuns.Of(evidence, [.. Tests(evidence)], TestRuns.Runners(evidence, enforced: false).Where(Repeats));
        if (facts.FirstOrDefault(f => f.Strength == Strength.Hooked || (f.CannotFail is null && f.Execution is { } e && Repeats(e))) is { } fact)
        {
            context.Pass(fact.Location, fact.Technology.Name, fact.Trail);
        }
        else if (runs.First is { } first)
        {
            context.Pass(first.Run.Location, first.Test.Test.Name, [.. first.Run.Trail, first.Test.Proof]);
        }
        else if (evidence.ExecutedNotebooks.FirstOrDefault(n => Repeats(n.Run) && n.Module is { } module && !evidence.Trees.IsTest(module)) is { } program)
        {
            context.Pass(program.Run.Location, program.Module!.Path, program.Trail);
        }
        else if (runs.FirstHidden is { } hidden)
        {
            context.Open($"{hidden.Run.Location} may run {hidden.Test.Test.Name}: a variable or a condition decides");
        }
        else if (evidence.Technologies.MayRun("notebook-check", onChange: true) is { } maybe)
        {
            context.Open($"arguments of {maybe.Name} are a variable: look at {maybe.Location}");
        }
        else if (evidence.Commands.LeavesRepository(onChange: true) is { } external)
        {
            context.Open(external.Advice);
        }
        else if (evidence.Technologies.Facts("notebook-conversion").FirstOrDefault(f => f.Execution is { } e && Repeats(e)) is { } conversion)
        {
            context.Open($"{conversion.Location} turns the notebooks into scripts; whether CI runs all of them cannot be seen here");
        }
        else
        {
            context.Fail(new(""), facts is [var other, ..] ? $"so far {other.Technology.Name} is {other.Strength switch { Strength.Run => "run and cannot fail, or by hand only", Strength.Configured => "configured", Strength.Used => "used", _ => "declared" }}" : "none");
        }
    }

    private static bool Repeats(Execution run) =>
        run.Executor is Executor.Ci or Executor.Hosted && run.FailureIgnored is null && (run.OnChange || run.Triggers.Any(t => t.Kind == Documents.Pipelines.TriggerKind.Schedule));

    /// <summary>Tests whose module executes notebooks.</summary>
    private static IEnumerable<KnownTest> Tests(RepositoryEvidence evidence)
    {
        HashSet<string> imports = [.. evidence.Technologies.WithCapability("notebook-execution").SelectMany(t => evidence.Technologies.UsesOf(t)).Select(s => s.Location.Path)];
        HashSet<string> modules = [.. evidence.Code.Python
            .Where(s => s.IsTest && (imports.Contains(s.File.Path) || s.Document.Calls.Any(c => Executors.Contains(c.Target[(c.Target.LastIndexOf('.') + 1)..]))))
            .Select(s => s.File.Path)];
        return evidence.Tests.Where(t => t.IsLive && modules.Contains(t.Location.Path)).Select(t => new KnownTest(t, TestKind.Integration, new TrailStep(t.Location, t.Name), null));
    }
}
