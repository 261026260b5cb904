using System.Collections.Concurrent;
using RepoMaturity.Documents.Notebooks;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A training that CI or a workflow engine starts.</summary>
/// <param name="Run">What starts it.</param>
/// <param name="Place">Where it is seen to train.</param>
/// <param name="Trail">From the trigger to that place.</param>
internal sealed record TrainingRun(Execution Run, TrailStep Place, IReadOnlyList<TrailStep> Trail)
{
    /// <summary>What keeps the model: an upload, a registry, a tracker, the service that trains; null when it is lost with the machine.</summary>
    public TrailStep? Kept { get; init; }

    /// <summary>Events that others send: new data, or a workflow that is through.</summary>
    private static readonly string[] Events = ["repository_dispatch", "workflow_run", "file arrival"];

    /// <summary>A change of code or data starts it: a push, a pull request, a tag, an event of the host.</summary>
    public bool OnChange => Run.Triggers.Any(t => t.Kind is TriggerKind.Push or TriggerKind.PullRequest or TriggerKind.Tag or TriggerKind.Release
        || (t.Detail is not null && Events.Contains(t.Detail.Split(" (")[0])));

    /// <summary>It only tries whether training works: one epoch, a debugging switch, a script that is named so.</summary>
    public bool IsSmoke => Run.Arguments.Index().Any(a => Switches.Contains(a.Item.TrimStart('-').Replace('-', '_'))
            || (a.Item.StartsWith('-') && a.Item.TrimStart('-').Replace('-', '_') is var name && Lengths.Any(l => name == l + "=1" || (name == l && Run.Arguments.ElementAtOrDefault(a.Index + 1) is "1"))))
        || Run.Trail.Any(s => TestKinds.Words(s.Location.Path?[(s.Location.Path.LastIndexOf('/') + 1)..] ?? "").Contains("smoke"));

    private static readonly string[] Lengths = ["epochs", "epoch", "num_epochs", "max_epochs", "n_epochs", "num_train_epochs", "max_steps", "max_iters"];

    private static readonly string[] Switches = ["fast_dev_run", "smoke_test", "smoke", "dry_run", "debug"];

    /// <summary>A clock starts it.</summary>
    public bool OnSchedule => Run.Triggers.Any(t => t.Kind == TriggerKind.Schedule);

    /// <summary>The host decides what starts it, which is not written here.</summary>
    public bool IsHidden => !OnSchedule && Run.Triggers.Count > 0 && Run.Triggers.All(t => t.Detail?.StartsWith("configured", StringComparison.Ordinal) == true);
}

/// <summary>Where own models are trained, what starts that, and what becomes of the result.</summary>
internal sealed class TrainingRuns
{
    private static readonly string[] Entries = ["main", "pipeline", "run", "job", "flow", "dag", "__main__"];
    private static readonly string[] Folders = ["train", "training", "trainer"];

    /// <summary>What is kept beside a model.</summary>
    private static readonly string[] Reports = ["coverage", "report", "junit", "test", "tests", "docs", "doc", "dist", "wheel", "wheels", "sarif", "sbom", "log", "logs"];

    private readonly RepositoryEvidence _evidence;
    private readonly Lazy<IReadOnlyList<Execution>> _orchestrated;
    private readonly Lazy<IReadOnlyList<(TrailStep Step, string? Function)>> _places;
    private readonly Lazy<IReadOnlyList<TrainingRun>> _all;
    private readonly Lazy<ILookup<string, TechnologyFact>> _keepers;
    private readonly Lazy<ILookup<string, TrailStep>> _managed;
    private readonly Lazy<ILookup<string, Source<PythonModule>>> _modules;
    private readonly Lazy<Execution[]> _uploads;
    private readonly Lazy<HashSet<Execution>> _jobs;
    private readonly Lazy<IReadOnlyList<DeliveryFlow>> _flows;
    private readonly ConcurrentDictionary<string, ReachedFiles> _reached = new(StringComparer.Ordinal);
    private readonly Dictionary<Execution, int> _order = new(ReferenceEqualityComparer.Instance);

    public TrainingRuns(RepositoryEvidence evidence)
    {
        _evidence = evidence;
        _orchestrated = new(() => OrchestratedRuns.Find(evidence));
        _places = new(() => [.. Find()]);
        _flows = new(() => DeliveryFlow.Find(evidence));
        _jobs = new(() => new(evidence.Technologies.Facts("training-job").Select(f => f.Execution).OfType<Execution>(), ReferenceEqualityComparer.Instance));
        _modules = new(() => evidence.Code.Python.ToLookup(s => s.File.Path, StringComparer.Ordinal));
        _keepers = new(() => new[] { "artifact-logging", "model-registry", "artifact-upload", "managed-run" }
            .SelectMany(c => evidence.Technologies.Facts(c)).Where(f => f.Strength == Strength.Used && !IsOptional(f)).ToLookup(f => f.Location.Path, StringComparer.Ordinal));
        _managed = new(() => evidence.Technologies.Facts("training-job").Where(f => f.Execution is null && f.Strength is not Strength.Declared).Select(f => f.Trail[^1])
            .ToLookup(s => s.Location.Path, StringComparer.Ordinal));
        _uploads = new(() =>
        [
            .. new[] { "artifact-upload", "model-registry" }.SelectMany(c => evidence.Technologies.Facts(c))
                .Where(f => f.Execution is { Executor: Executor.Ci }).Select(f => f.Execution!)
                .Where(e => !e.Inputs.Where(i => i.Key is "name" or "path").SelectMany(i => TestKinds.Words(i.Value)).Any(Reports.Contains)),
        ]);
        _all = new(() =>
        {
            foreach (Execution execution in evidence.Executions)
            {
                _order.TryAdd(execution, _order.Count);
            }

            TrainingRun[] runs = [.. Roots().SelectMany(RunsOf)];
            return [.. runs, .. runs.Where(r => r.Run.Executor == Executor.Orchestrator).SelectMany(StartedByPipelines)];
        });
    }

    /// <summary>Every training that something starts, in the order of pipelines.</summary>
    public IReadOnlyList<TrainingRun> All => _all.Value;

    /// <summary>What a workflow engine runs by definitions of this repository.</summary>
    public IReadOnlyList<Execution> Orchestrated => _orchestrated.Value;

    /// <summary>Where CI starts a pipeline of a platform whose steps are not seen, since their paths are put together; or null.</summary>
    public TrailStep? UnseenSteps => _evidence.Technologies.Facts("managed-run")
        .Where(f => f.Strength == Strength.Used && !_evidence.Trees.IsTestPath(f.Location.Path))
        .FirstOrDefault(f => Roots().Any(r => Reached(r).Of(f.Location.Path ?? "", null) is not null))?.Trail[^1];

    /// <summary>The flow that each training is part of, those that reach furthest first.</summary>
    public IReadOnlyList<DeliveryFlow> Flows => _flows.Value;

    /// <summary>Own places that fit a model, tests not.</summary>
    public IEnumerable<TrailStep> Places => _places.Value.Select(p => p.Step);

    /// <summary>Own programs that train when they are started, and definitions of jobs and stages that do: training is one command.</summary>
    public IEnumerable<TrailStep> Commands =>
        (from source in _evidence.Code.Python
         where !source.IsTest && IsProgram(source.Document) && Trains(source.File)
         orderby source.File.Name.StartsWith("train", StringComparison.OrdinalIgnoreCase) descending
         select new TrailStep(source.At(source.Document.Calls.First(c => c.IsUnderMain || c.Enclosing is null).Line), source.File.Name))
        .Concat(_evidence.Technologies.Facts("training-job").Where(f => f.Strength is not Strength.Declared && !_evidence.Trees.IsTestPath(f.Location.Path) && !f.Location.Path!.EndsWith(".ipynb", StringComparison.Ordinal)).Select(f => f.Trail[^1]))
        .Concat(_places.Value.Count == 0 ? [] : _evidence.PipelineCode.Definitions.Select(d => d.Trail[^1]))
        .Concat(
            from source in _evidence.Code.CSharp
            where !source.IsTest && _evidence.OwnProjects.Any(p => p.Value("OutputType")?.Value is "Exe" or "WinExe" && RepositoryPath.IsWithin(source.File.Path, p.File.Directory))
            from call in source.Document.Calls
            where call.SimpleName is "Fit"
            select new TrailStep(source.At(call.Line), call.Name));

    /// <summary>Files that a training reaches, whatever starts it.</summary>
    public IReadOnlyCollection<string> FilesOf(TrainingRun run) => Reached(Siblings(run.Run)).Paths;

    /// <summary>All that starts in the same pipeline or job of an engine.</summary>
    public IReadOnlyList<Execution> Siblings(Execution run) => run.Pipeline is { } pipeline
        ? [.. _evidence.Executions.Where(e => e.Pipeline?.File == pipeline.File)]
        : [.. _orchestrated.Value.Where(o => o.Job?.Location == run.Job?.Location)];

    /// <summary>True for a program that trains, by what it calls or, where it does so through others, by its name.</summary>
    public bool Trains(SnapshotFile file) =>
        _evidence.ModelPrograms.Of(file).HasFlag(ModelUse.Trains)
        || (Entries.Contains(Path.GetFileNameWithoutExtension(file.Name)) && Folders.Contains(file.Directory[(file.Directory.LastIndexOf('/') + 1)..]));

    /// <summary>True for a library that the module can do without: it is imported inside <c>try</c>.</summary>
    public bool IsOptional(TechnologyFact fact) =>
        _modules.Value[fact.Location.Path ?? ""].FirstOrDefault() is { Document: { } module }
        && module.Imports.Where(i => fact.Technology.Imports.Any(t => i.Target == t || i.Target.StartsWith(t + ".", StringComparison.Ordinal))).ToArray() is { Length: > 0 } imports
        && imports.All(i => i.IsInTry);

    /// <summary>True for fitting what only prepares data.</summary>
    private static bool IsPreparation(string target) => ModelUses.Preparations.Any(p => target.Contains(p, StringComparison.OrdinalIgnoreCase));

    private static bool IsProgram(PythonModule module) => module.Calls.Any(c => c.IsUnderMain || c.Enclosing is null);

    /// <summary>What may train, one group for each pipeline and engine's job, so that each has its own way to the place.</summary>
    private IEnumerable<IReadOnlyList<Execution>> Roots() =>
        _evidence.Executions.Where(e => e is { Executor: Executor.Ci, Pipeline: not null }).GroupBy(e => e.Pipeline!.File.Path, StringComparer.Ordinal).Select(g => (IReadOnlyList<Execution>)[.. g])
            .Concat(_orchestrated.Value.GroupBy(e => e.Job!.Location).Select(g => (IReadOnlyList<Execution>)[.. g]));

    /// <summary>What a pipeline or an engine's job reaches, found once.</summary>
    private ReachedFiles Reached(IReadOnlyList<Execution> root) =>
        _reached.GetOrAdd(root.Count == 0 ? "" : root[0].Pipeline?.File.Path ?? root[0].Job!.Location.ToString(), _ => new ReachedFiles(_evidence, root));

    private IEnumerable<TrainingRun> RunsOf(IReadOnlyList<Execution> root)
    {
        List<TrainingRun> runs = [];
        foreach (Execution execution in root)
        {
            if (_jobs.Value.Contains(execution) || _evidence.ModelPrograms.Of(execution).HasFlag(ModelUse.Trains) || _evidence.ModelPrograms.FilesOf(execution).Any(Trains))
            {
                runs.Add(new TrainingRun(execution, execution.Trail[^1], execution.Trail));
            }
        }

        foreach ((TrailStep step, string? function) in runs.Count > 0 ? [] : _places.Value)
        {
            if (Reached(root).Of(step.Location.Path, function) is { } reach)
            {
                runs.Add(new TrainingRun(reach.Run, step, [.. reach.Trail, step]));
            }
        }

        return runs.DistinctBy(r => r.Run, ReferenceEqualityComparer.Instance).Select(r => r with { Kept = KeptBy(r, root) });
    }

    /// <summary>A pipeline that starts an engine's job by its name; in a template the pipelines that it ships.</summary>
    private IEnumerable<TrainingRun> StartedByPipelines(TrainingRun run) =>
        from pipeline in _evidence.Pipelines
        where run.Run.Job is { Id.Length: > 3 } && (pipeline.IsReadByHost || _evidence.Traits.Has("template"))
        from job in pipeline.Jobs
        where job.NeverRuns is null
        from step in job.Steps
        where step.Script is { } script && step.NeverRuns is null && script.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Contains(run.Run.Job!.Id)
        select run with
        {
            Run = run.Run with { Triggers = job.Triggers ?? pipeline.Triggers, Pipeline = pipeline },
            Trail = [new TrailStep(step.Location, run.Run.Job!.Id), .. run.Trail],
        };

    private TrailStep? KeptBy(TrainingRun run, IReadOnlyList<Execution> root)
    {
        Execution execution = run.Run;
        if (run.IsSmoke)
        {
            return null;
        }

        if (_jobs.Value.Contains(execution))
        {
            return execution.Trail[^1];
        }

        Execution? upload = execution.Pipeline is null ? null : _uploads.Value.FirstOrDefault(u =>
            u.Pipeline?.File == execution.Pipeline.File && _order.GetValueOrDefault(u) > _order.GetValueOrDefault(execution) && u.Job?.Id == execution.Job?.Id);
        if ((upload?.Trail[^1] ?? HostKeeps(execution)) is { } handed)
        {
            return handed;
        }

        // Steps of a pipeline run one by one; tasks of an engine's job hand on what they make.
        ReachedFiles reached = execution.Executor == Executor.Ci ? new ReachedFiles(_evidence, [execution]) : Reached(root);
        return reached.Paths.SelectMany(p => _keepers.Value[p]).Select(f => f.Trail[^1]).FirstOrDefault()
            ?? reached.Paths.SelectMany(p => _managed.Value[p]).FirstOrDefault();
    }

    /// <summary>Files that the job itself hands to the host: <c>artifacts:</c> of GitLab.</summary>
    private static TrailStep? HostKeeps(Execution execution) =>
        execution.Job?.Source?["artifacts"] is { } artifacts && artifacts["paths"] is not null ? new TrailStep(execution.Job.Location, "artifacts") : null;

    private IEnumerable<(TrailStep, string?)> Find()
    {
        foreach (Source<PythonModule> source in _evidence.Code.Python.Where(s => !s.IsTest))
        {
            bool named = false;
            foreach (PythonCall call in source.Document.Calls.Where(c => ModelUses.IsTraining(source.Document, c) && !IsPreparation(c.Target)))
            {
                named = true;
                yield return (new TrailStep(source.At(call.Line), call.Target), Outermost(call.Enclosing));
            }

            if (!named && IsProgram(source.Document) && Trains(source.File))
            {
                yield return (new TrailStep(new Location(source.File.Path), source.File.Name), "");
            }
        }

        foreach (Source<Notebook> source in _evidence.Code.Notebooks)
        {
            foreach (PythonCall call in source.Document.Module?.Calls.Where(c => TraitSet.IsTraining(c.Target) && !IsPreparation(c.Target)) ?? [])
            {
                yield return (new TrailStep(source.At(call.Line), call.Target), null);
            }
        }
    }

    private static string? Outermost(PythonDefinition? definition)
    {
        while (definition?.Parent is { } parent)
        {
            definition = parent;
        }

        return definition?.Name;
    }
}
