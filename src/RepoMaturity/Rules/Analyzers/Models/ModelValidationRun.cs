using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>An execution in CI or by an orchestrator validates models: a tool, a test of a metric or of behaviour, or the program that compares.</summary>
internal abstract class ModelValidationExecuted(bool enforced) : RepositoryAnalyzer
{
    public sealed override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        ModelValidation validation = evidence.ModelValidation;
        MetricCheck[] programs = [.. validation.Checks.Where(c => c.Test is null && c.Effect != GateEffect.Unseen && !(enforced && c.IsReversed))];
        KnownTest[] tests = [.. validation.Checks.Where(c => c.Test is not null).Select(c => new KnownTest(c.Test!, TestKind.Unit, c.Place, null)).Concat(validation.Behavioural).DistinctBy(t => t.Test)];
        TestRuns runs = TestRuns.Of(evidence, tests, TestRuns.Runners(evidence, enforced));
        TrailStep[] libraries = [.. validation.Libraries];
        TechnologyFact? tool = evidence.Technologies.Facts("model-validation").FirstOrDefault(f => f.Execution is { Executor: not Executor.CommitHook } && f.CannotFail is null && (!enforced || f.Strength == Strength.Enforced));
        (TrailStep Place, Reach Reach)? reached = Reached(validation, programs, tests, libraries);
        if (enforced && validation.SwitchedOff is [var off, ..])
        {
            context.Fail(off.Location, off.Text, off);
        }
        else if (tool is not null)
        {
            context.Pass(tool.Location, tool.Technology.Name, tool.Trail);
        }
        else if (runs.First is { } first)
        {
            context.Pass(first.Run.Location, first.Test.Test.Name, [.. first.Run.Trail, first.Test.Proof]);
        }
        else if (reached is { } found)
        {
            context.Pass(found.Place.Location, found.Place.Text, [.. found.Reach.Trail, found.Place]);
        }
        else if (programs.Select(p => p.Place).Concat(libraries).FirstOrDefault() is { } place)
        {
            context.Open($"{place.Location} validates; {(enforced ? "whether it stops a model" : "whether a pipeline runs it")} cannot be seen here");
        }
        else if (runs.FirstHidden is { } hidden)
        {
            context.Open($"{hidden.Run.Location} may run {hidden.Test.Test.Name}: a variable or a condition decides");
        }
        else if (validation.Checks.FirstOrDefault(c => c.Effect == GateEffect.Unseen) is { } unseen)
        {
            context.Open($"{unseen.Location} compares {unseen.Text}; what follows from it cannot be seen here");
        }
        else if (evidence.Commands.LeavesRepository(enforced) is { } external)
        {
            context.Open(external.Advice);
        }
        else
        {
            context.Fail(tests.Length > 0 ? tests[0].Proof.Location : new(""), tests.Length == 0 ? "there is none" : enforced ? $"{tests[0].Test.Name} stops no change" : $"nothing runs {tests[0].Test.Name}");
        }
    }

    /// <summary>A gate must be able to fail its run, or keep the release to itself; a library's outcome is not known.</summary>
    private (TrailStep, Reach)? Reached(ModelValidation validation, MetricCheck[] programs, KnownTest[] tests, TrailStep[] libraries)
    {
        IEnumerable<(TrailStep Place, Reach? Reach)> gates = programs.Select(p => (p.Place, validation.Reached.Of(p.Location.Path, p.Function) is { } r
            && (!enforced || p.Effect == GateEffect.Guards || r.Run.FailureIgnored is null) ? r : null));
        IEnumerable<(TrailStep Place, Reach? Reach)> others = enforced ? []
            : tests.Select(t => (t.Proof, validation.Reached.OfFolder(t.Test.Location.Path))).Concat(libraries.Select(l => (l, validation.Reached.Of(l.Location.Path, null))));
        return gates.Concat(others).FirstOrDefault(g => g.Reach is not null) is { Reach: { } reach } found ? (found.Place, reach) : null;
    }
}

/// <summary>The validation runs.</summary>
internal sealed class ModelValidationRun() : ModelValidationExecuted(enforced: false);

/// <summary>It stops a change, the pipeline, or the release of the model.</summary>
internal sealed class ModelValidationEnforced() : ModelValidationExecuted(enforced: true);
