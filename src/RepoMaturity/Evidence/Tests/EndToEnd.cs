using RepoMaturity.Documents;
using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A run in CI that drives the system from training to prediction, or as its users do.</summary>
/// <param name="Run">The execution that ends it.</param>
/// <param name="Text">What it is.</param>
/// <param name="Trail">How CI gets there, and what it does there.</param>
internal sealed record EndToEndRun(Execution Run, string Text, IReadOnlyList<TrailStep> Trail);

/// <summary>
/// Tests, scripts, notebooks and jobs that run from training to prediction, or that are named, marked or made as end-to-end tests.
/// Training followed by a measurement alone is model validation and none of them.
/// </summary>
internal sealed class EndToEnd
{
    private const int MaxPrograms = 16;

    private readonly RepositoryEvidence _evidence;

    public EndToEnd(RepositoryEvidence evidence)
    {
        _evidence = evidence;
        Tests = [.. FindTests()];
        Scripts = [.. SystemScripts.Find(evidence).Where(s => s.Kind == TestKind.EndToEnd).Select(s => s.File)];
        Runs = [.. Chains(), .. ScriptRuns(), .. Notebooks(), .. Pipelines(), .. Tools()];
    }

    /// <summary>Tests, each with what proves it.</summary>
    public IReadOnlyList<KnownTest> Tests { get; }

    /// <summary>Scripts that are named so.</summary>
    public IReadOnlyList<SnapshotFile> Scripts { get; }

    /// <summary>Runs in CI of what is no test of a test framework.</summary>
    public IReadOnlyList<EndToEndRun> Runs { get; }

    /// <summary>True when CI starts an own program that starts a test runner by itself, such as on a cluster.</summary>
    public bool MayRunTests(Execution execution) =>
        execution is { Executor: Executor.Ci, Kind: ExecutionKind.Command }
        && _evidence.ModelPrograms.FilesOf(execution).Any(f => _evidence.Documents.Bytes(f) is { } source && source.AsSpan().IndexOf("pytest"u8) >= 0);

    private IEnumerable<KnownTest> FindTests()
    {
        Dictionary<Location, KnownTest> known = _evidence.KnownTests.Where(t => t.Kind == TestKind.EndToEnd && !t.Test.Location.Path.Split('/').Any(f => f is "unit" or "unittest" or "unit_tests")).DistinctBy(t => t.Test.Location).ToDictionary(t => t.Test.Location);
        ILookup<string, Source<PythonModule>> python = _evidence.Code.Python.Where(s => s.IsTest).ToLookup(s => s.File.Path, StringComparer.Ordinal);
        ILookup<string, CSharpFile> csharp = _evidence.Code.CSharp.Where(s => s.IsTest).Select(s => s.Document).ToLookup(d => d.File.Path, StringComparer.Ordinal);
        foreach (TestMethod test in _evidence.Tests.Where(t => t.IsLive && !t.IsSilent))
        {
            if (known.TryGetValue(test.Location, out KnownTest? named))
            {
                yield return named;
            }
            else if (Steps(test, python, csharp) is { Count: > 0 } steps && ModelUses.Chain(steps, own: true) is { } chain)
            {
                yield return new KnownTest(test, TestKind.EndToEnd, new TrailStep(chain.Prediction.At.Location, $"trains by {chain.Training.At.Text}, then calls {chain.Prediction.At.Text}"), null);
            }
        }
    }

    private IReadOnlyList<ModelStep> Steps(TestMethod test, ILookup<string, Source<PythonModule>> python, ILookup<string, CSharpFile> csharp)
    {
        string path = test.Location.Path;
        if (python[path].FirstOrDefault() is { Document: not null } source)
        {
            string name = test.Name[(test.Name.LastIndexOf('.') + 1)..];
            return source.Document.Definitions.FirstOrDefault(d => d.Name == name && d.Line == test.Location.Line) is { } definition ? _evidence.ModelUses.OfTest(source, definition) : [];
        }

        if (csharp[path].FirstOrDefault() is { } file)
        {
            for (int i = 0; i < file.Members.Count; i++)
            {
                if (file.Members[i].Line == test.Location.Line)
                {
                    return _evidence.ModelUses.OfTest(file, i);
                }
            }
        }

        return [];
    }

    /// <summary>Jobs that start an own program that trains and after it one that predicts, or that ask what was started.</summary>
    private IEnumerable<EndToEndRun> Chains()
    {
        foreach (var job in _evidence.Executions.Where(e => e is { Executor: Executor.Ci, Job: not null }).GroupBy(e => (e.Pipeline?.File.Path, e.Job!.Location, e.Job.Id)))
        {
            Execution? training = null;
            foreach (Execution execution in job)
            {
                ModelUse use = _evidence.ModelPrograms.Of(execution);
                if (training is not null && (use & (ModelUse.Predicts | ModelUse.Requests)) != 0)
                {
                    yield return new EndToEndRun(execution, $"{training.Trail[^1].Text}, then {execution.Trail[^1].Text}", [.. training.Trail, .. execution.Trail.TakeLast(1)]);
                    break;
                }

                training ??= use.HasFlag(ModelUse.Trains) ? execution : null;
            }
        }
    }

    private IEnumerable<EndToEndRun> ScriptRuns() =>
        from file in Scripts
        from run in SystemScripts.RunsOf(_evidence, file).Take(1)
        select new EndToEndRun(run, file.Path, run.Trail);

    private IEnumerable<EndToEndRun> Notebooks() =>
        from executed in _evidence.ExecutedNotebooks
        where _evidence.Trees.IsOwn(executed.Notebook)
        let source = _evidence.Code.Notebooks.FirstOrDefault(n => n.File == executed.Notebook)
        where source.Document?.Module is not null
        let chain = ModelUses.Chain(_evidence.ModelUses.OfProgram(new Source<PythonModule>(source.File, source.Document!.Module!, false)), own: false)
        where chain is not null
        select new EndToEndRun(executed.Run, executed.Notebook.Path, [.. executed.Trail.SkipLast(1), chain.Value.Training.At, chain.Value.Prediction.At]);

    /// <summary>Own programs that submit a pipeline with a step that trains and one that predicts, and that wait for its end.</summary>
    private IEnumerable<EndToEndRun> Pipelines() =>
        from execution in _evidence.Executions
        where execution is { Executor: Executor.Ci, Kind: ExecutionKind.Command } && execution.Arguments.Any(a => a.Contains("wait", StringComparison.OrdinalIgnoreCase)) && !execution.Arguments.Any(a => a.EndsWith("False", StringComparison.OrdinalIgnoreCase))
        let files = _evidence.ModelPrograms.FilesOf(execution).Take(MaxPrograms).ToArray()
        where files.Length > 0 && files.All(Submits)
        select new EndToEndRun(execution, files[0].Path, [.. execution.Trail, new TrailStep(new Location(files[0].Path), "submits a pipeline that trains and predicts")]);

    private bool Submits(SnapshotFile file)
    {
        if (PythonModule.Of(_evidence.Documents, file) is not { } module || _evidence.Documents.Bytes(file) is not { } source)
        {
            return false;
        }

        // The names of the steps stand in the program, the submission may stand in a module that it imports.
        string[][] steps = [.. PythonStrings.Of(source).Where(t => t.EndsWith(".yml", StringComparison.Ordinal) || t.EndsWith(".yaml", StringComparison.Ordinal) || t.All(char.IsAsciiLetter)).Select(t => TestKinds.Words(Path.GetFileNameWithoutExtension(t)))];
        return steps.Any(w => w.Contains("train") || w.Contains("training"))
            && steps.Any(w => w.Contains("predict") || w.Contains("inference") || w.Contains("prediction"))
            && module.Imports.Where(i => i.Level == 0).SelectMany(i => _evidence.ModelPrograms.ModulesOf(i.Module)).Select(f => PythonModule.Of(_evidence.Documents, f)).Prepend(module)
                .Any(m => m?.Calls.Any(c => c.Target.EndsWith(".create_or_update", StringComparison.Ordinal) || c.Target.EndsWith(".submit", StringComparison.Ordinal)) == true);
    }

    /// <summary>Tools that drive the application in a browser.</summary>
    private IEnumerable<EndToEndRun> Tools() =>
        from fact in _evidence.Technologies.Facts("browser-test")
        where fact.Execution is { Executor: Executor.Ci }
        select new EndToEndRun(fact.Execution!, fact.Technology.Name, fact.Trail);
}
