using RepoMaturity.Documents;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>How a repository validates its models: where metrics are computed, what they are held against, and which tests speak of a model's behaviour.</summary>
internal sealed class ModelValidation
{
    private static readonly string[] EvaluationWords = ["evaluate", "evaluation", "evaluator", "eval"];
    private static readonly string[] MetricWords = ["metric", "metrics", "score", "scores", "performance"];
    private static readonly string[] BehaviourWords = ["behavioral", "behavioural", "invariance", "directional", "mft", "metamorphic"];
    private static readonly string[] ModelWords = ["predict", "predictor", "prediction", "predictions", "model", "label", "classify", "infer", "inference", "pipeline", "generate", "classifier"];
    private static readonly string[] SliceWords = ["slice", "slices", "sliced", "subgroup", "subgroups", "cohort", "cohorts", "fairness", "disparity"];

    private readonly RepositoryEvidence _evidence;
    private readonly Lazy<IReadOnlyList<TrailStep>> _evaluations;
    private readonly Lazy<IReadOnlyList<MetricCheck>> _checks;
    private readonly Lazy<IReadOnlyList<KnownTest>> _behavioural;
    private readonly Lazy<IReadOnlyList<TrailStep>> _switchedOff;
    private readonly Lazy<ReachedFiles> _reached;

    public ModelValidation(RepositoryEvidence evidence)
    {
        _evidence = evidence;
        _evaluations = new(() => [.. FindEvaluations()]);
        _checks = new(() => [.. FindChecks()]);
        _behavioural = new(() => [.. FindBehavioural()]);
        _switchedOff = new(() => IsPresent ? [.. ValidationSwitch.FindOff(evidence)] : []);
        _reached = new(() => new ReachedFiles(evidence));
    }

    /// <summary>Places that compute metrics: a library's, a call that evaluates, a function written for it.</summary>
    public IReadOnlyList<TrailStep> Evaluations => _evaluations.Value;

    /// <summary>Comparisons of metrics, in tests and in programs.</summary>
    public IReadOnlyList<MetricCheck> Checks => _checks.Value;

    /// <summary>Live tests of what a model does with inputs made for it.</summary>
    public IReadOnlyList<KnownTest> Behavioural => _behavioural.Value;

    /// <summary>True when metrics are held against something, by own code or by a library.</summary>
    public bool IsPresent => Checks.Count > 0 || Libraries.Any();

    /// <summary>Settings that let every model pass.</summary>
    public IReadOnlyList<TrailStep> SwitchedOff => _switchedOff.Value;

    public ReachedFiles Reached => _reached.Value;

    /// <summary>Uses of libraries that hold a model against thresholds of their own; a library that imports itself validates nothing.</summary>
    public IEnumerable<TrailStep> Libraries => Uses("model-validation");

    /// <summary>Where metrics are computed for parts of the data: a library for it, or own code that is named so.</summary>
    public IEnumerable<TrailStep> Slices => Uses("fairness").Concat(
        from place in Modules()
        from step in place.Module.Definitions.Where(d => d.Kind != PythonDefinitionKind.Class).Select(d => (d.Name, d.Line)).Concat(place.Module.Calls.Select(c => (Name: Last(c.Target), c.Line)))
        let words = TestKinds.Words(step.Name)
        where words.Any(SliceWords.Contains) && words.Any(w => EvaluationWords.Contains(w) || MetricWords.Contains(w)) | MetricNames.IsMetric(MetricNames.MeaningOf([step.Name]))
        select new TrailStep(place.At(step.Line), step.Name));

    private IEnumerable<TrailStep> Uses(string capability) =>
        from technology in _evidence.Technologies.WithCapability(capability)
        where !technology.Imports.Any(_evidence.OwnNames.Contains)
        from use in _evidence.Technologies.UsesOf(technology)
        select use;

    private IEnumerable<(PythonModule Module, Func<int, Location> At, bool IsTest)> Modules()
    {
        foreach (Source<PythonModule> source in _evidence.Code.Python)
        {
            yield return (source.Document, line => source.At(line), source.IsTest);
        }

        foreach (Source<Documents.Notebooks.Notebook> source in _evidence.Code.Notebooks)
        {
            if (source.Document.Module is { } module)
            {
                yield return (module, line => source.At(line), source.IsTest);
            }
        }
    }

    private IEnumerable<TrailStep> FindEvaluations()
    {
        IEnumerable<TrailStep> calls =
            from place in Modules()
            where !place.IsTest
            from call in place.Module.Calls
            let name = Last(call.Target)
            where call.Target.Contains('.', StringComparison.Ordinal) && name is "evaluate" or "cross_val_score" or "cross_validate" || (name == "score" && call.Arguments.Count >= 2)
            select new TrailStep(place.At(call.Line), call.Target);
        IEnumerable<TrailStep> own =
            from place in Modules()
            where !place.IsTest
            from definition in place.Module.Definitions
            let words = TestKinds.Words(definition.Name)
            where words.Any(EvaluationWords.Contains) || MetricNames.IsMetric(MetricNames.MeaningOf([definition.Name])) || (words.Contains("loss") && words.Contains("estimate"))
                || words is ["compute" or "calculate" or "calc", "metric" or "metrics" or "scores"] or ["validate"] or ["validate" or "validation" or "test", "step" or "epoch" or "model" or "loop"]
            select new TrailStep(place.At(definition.Line), definition.Name);
        IEnumerable<TrailStep> csharp =
            from source in _evidence.Code.CSharp
            from call in source.Document.Calls
            where call.SimpleName is "Evaluate" or "EvaluateNonCalibrated" or "CrossValidate" or "CrossValidateNonCalibrated" || (call.SimpleName.Contains("Evaluat", StringComparison.Ordinal) && call.SimpleName.Contains("odel", StringComparison.Ordinal))
            select new TrailStep(source.At(call.Line), call.Name);
        // Distances and kernels are no metrics of models.
        return Uses("model-evaluation").Where(u => !u.Text.Contains(".pairwise", StringComparison.Ordinal)).Concat(calls).Concat(own).Concat(csharp);
    }

    private IEnumerable<MetricCheck> FindChecks()
    {
        ILookup<string, TestMethod> tests = _evidence.Tests.Where(t => t.IsLive).ToLookup(t => t.Location.Path, StringComparer.Ordinal);
        PythonGates gates = new(_evidence.Code.Python);
        return _evidence.Code.Python.SelectMany(s => PythonMetricChecks.Find(gates, s, [.. tests[s.File.Path]]))
            .Concat(_evidence.Code.CSharp.Where(s => !s.Document.IsGenerated).SelectMany(s => CSharpMetricChecks.Find(s, [.. tests[s.File.Path]])));
    }

    /// <summary>By the name of the test, or of its file, where a model predicts; or in a module that uses a library for it.</summary>
    private IEnumerable<KnownTest> FindBehavioural()
    {
        ILookup<string, TrailStep> uses = Uses("behavioural-testing").ToLookup(u => u.Location.Path, StringComparer.Ordinal);
        ILookup<string, Source<PythonModule>> modules = _evidence.Code.Python.ToLookup(s => s.File.Path, StringComparer.Ordinal);
        foreach (TestMethod test in _evidence.Tests.Where(t => t.IsLive && t.AssertionCount > 0))
        {
            string path = test.Location.Path;
            string name = Path.GetFileNameWithoutExtension(path[(path.LastIndexOf('/') + 1)..]);
            if (uses[path].FirstOrDefault() is { } use)
            {
                yield return new KnownTest(test, TestKind.Unit, use, null);
            }
            else if (TestKinds.Words(name).Concat(TestKinds.Words(test.Name)).Any(BehaviourWords.Contains)
                && modules[path].Any(m => m.Document.Calls.Where(c => Within(c.Line, test)).SelectMany(c => TestKinds.Words(Last(c.Target)))
                    .Concat(m.Document.Definitions.Where(d => d.Line == test.Location.Line).SelectMany(d => d.Parameters.SelectMany(p => TestKinds.Words(p.Name)))).Any(ModelWords.Contains)))
            {
                yield return new KnownTest(test, TestKind.Unit, new TrailStep(test.Location, test.Name), null);
            }
        }
    }

    private static bool Within(int line, TestMethod test) => line >= test.Location.Line && line <= test.Location.EndLine;

    private static string Last(string target) => target[(target.LastIndexOf('.') + 1)..];
}
