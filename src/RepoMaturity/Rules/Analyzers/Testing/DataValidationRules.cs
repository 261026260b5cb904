using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Some check of the data: a validation library in use or configured, a schema of rows, or tests written by hand.</summary>
internal sealed class DataValidated : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (DataValidation.Find(evidence).FirstOrDefault() is { } place)
        {
            context.Pass(place.Location, place.Text, place);
        }
        else if (evidence.Technologies.Facts("data-validation").FirstOrDefault(f => f.Strength is not (Strength.Declared or Strength.Used)) is { } fact)
        {
            context.Pass(fact.Location, fact.Technology.Name, fact.Trail);
        }
        else if (!evidence.Traits.HasLanguage("python"))
        {
            context.Open("checks of data in C# have no form that can be told from other code");
        }
        else
        {
            context.Fail(new(""), "neither a validation library nor a schema nor a test of data");
        }
    }
}

/// <summary>An execution in CI or by an orchestrator checks data: a tool's command, a test, or the validating program itself.</summary>
internal abstract class DataValidationExecuted(bool enforced) : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        bool Counts(Execution e) => enforced ? e.IsEnforced : e.Executor != Executor.CommitHook;
        TechnologyFact? tool = evidence.Technologies.Facts("data-validation").FirstOrDefault(f => f.Execution is { } e && Counts(e) && f.CannotFail is null);
        TrailStep[] places = [.. DataValidation.Find(evidence)];
        HashSet<string> files = [.. places.Select(p => p.Location.Path)];

        // A fixture of conftest.py checks for the tests of its folder.
        string[] folders = [.. files.Where(f => f.EndsWith("conftest.py", StringComparison.Ordinal)).Select(f => RepositoryPath.Parent(f) ?? "")];
        KnownTest[] tests =
        [
            .. evidence.Tests.Where(t => t.IsLive && (files.Contains(t.Location.Path) || folders.Any(d => RepositoryPath.IsWithin(t.Location.Path, d))))
                .Concat(DataValidation.TestsThrough(evidence, places))
                .Select(t => new KnownTest(t, TestKind.Unit, new TrailStep(t.Location, t.Name), null)),
        ];
        TestRuns runs = TestRuns.Of(evidence, tests, TestRuns.Runners(evidence, enforced));
        Execution? program = evidence.Executions.FirstOrDefault(e => Counts(e) && e is { Name: "python", Arguments: [var script, ..], WorkingDirectory: { } folder }
            && RepositoryPath.Combine(folder, script) is { } path && files.Contains(path) && !evidence.Trees.IsTestPath(path));
        if (tool is not null)
        {
            context.Pass(tool.Location, tool.Technology.Name, tool.Trail);
        }
        else if (runs.First is { } first)
        {
            context.Pass(first.Run.Location, first.Test.Test.Name, [.. first.Run.Trail, first.Test.Proof]);
        }
        else if (program is not null)
        {
            context.Pass(program.Location, program.Arguments[0], program.Trail);
        }
        else if (places.FirstOrDefault(p => !evidence.Trees.IsTestPath(p.Location.Path)) is { } called)
        {
            context.Open($"{called.Location} validates; whether a run of the pipeline reaches it cannot be seen here");
        }
        else if (runs.FirstHidden is { } hidden)
        {
            context.Open($"{hidden.Run.Location} may run {hidden.Test.Test.Name}: a variable or a condition decides");
        }
        else if (evidence.Commands.LeavesRepository(enforced) is { } external)
        {
            context.Open(external.Advice);
        }
        else if (!evidence.Traits.HasLanguage("python"))
        {
            context.Open("checks of data in C# have no form that can be told from other code");
        }
        else
        {
            context.Fail(places.Length > 0 ? places[0].Location : new(""), places.Length == 0 ? "there are none" : $"nothing {(enforced ? "that can stop a change " : "")}runs {places[0].Location}");
        }
    }
}

/// <summary>The checks run.</summary>
internal sealed class DataValidationRun() : DataValidationExecuted(enforced: false);

/// <summary>The checks stop a change, and with it the training that would follow.</summary>
internal sealed class DataValidationEnforced() : DataValidationExecuted(enforced: true);
