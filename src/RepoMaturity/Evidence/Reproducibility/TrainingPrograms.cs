using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A program that trains, with the generators that it draws from and those that it seeds.</summary>
/// <param name="Entry">Where it trains.</param>
/// <param name="Draws">The first draw of each generator.</param>
/// <param name="Seeds">Places that seed something.</param>
internal sealed record TrainingProgram(TrailStep Entry, IReadOnlyList<(string Generator, TrailStep At, bool IsSeeded)> Draws, IReadOnlyList<TrailStep> Seeds);

/// <summary>
/// Finds the programs and notebooks that train and follows what they call through own code: functions, the methods of classes that are made
/// or derived from, and what imported modules run. A helper that seeds counts where it is called and not where it is only defined.
/// </summary>
internal sealed class TrainingPrograms(RepositoryEvidence evidence)
{
    private const int MaxDefinitions = 2_000;
    private const int MaxCandidates = 3;
    private readonly Dictionary<PythonModule, ILookup<PythonDefinition?, int>> _calls = [];
    private readonly Lazy<ILookup<string, (Source<PythonModule> Source, PythonDefinition Definition)>> _topLevel = new(() =>
        evidence.Code.Python.Where(s => !s.IsTest).SelectMany(s => s.Document.Definitions.Where(d => d.Parent is null).Select(d => (s, d))).ToLookup(p => p.d.Name, StringComparer.Ordinal));

    /// <summary>All of them in path order.</summary>
    public IEnumerable<TrainingProgram> Find()
    {
        bool isLibrary = evidence.Traits.Has("library");
        HashSet<PythonCall> reached = [];
        List<(Source<PythonModule> Source, PythonCall Call)> training = [];
        foreach (Source<PythonModule> source in evidence.Code.Python.Where(s => !s.IsTest))
        {
            training.AddRange(source.Document.Calls.Where(c => IsTraining(c.Target)).Select(c => (source, c)));
            bool isProgram = source.File.Name.StartsWith("train", StringComparison.Ordinal) || source.Document.Calls.Any(c => c.IsUnderMain && (!isLibrary || IsTraining(c.Target)));
            if (!isLibrary || isProgram)
            {
                Walk walk = Follow(source, Entries(source));
                reached.UnionWith(walk.Training);
                if (walk.ToProgram(Named(source)) is { } program)
                {
                    yield return program;
                }
            }
        }

        // What a framework calls: a node of a pipeline, a step that some file names.
        foreach ((Source<PythonModule> source, PythonCall call) in isLibrary ? [] : training.DistinctBy(t => t.Source.File.Path))
        {
            if (!reached.Contains(call) && call.Enclosing is not null && Follow(source, source.Document.Definitions.Where(d => d.Parent is null && d.Line <= call.Line && d.EndLine >= call.Line)).ToProgram() is { } program)
            {
                yield return program;
            }
        }

        foreach (var source in isLibrary && !evidence.Traits.Has("research") ? [] : evidence.Code.Notebooks)
        {
            if (source.Document.Module is { } module && Follow(new Source<PythonModule>(source.File, module, source.IsTest), module.Definitions.Where(d => d.Parent is null)).ToProgram() is { } program)
            {
                yield return program;
            }
        }

        foreach (TrainingProgram program in Contexts())
        {
            yield return program;
        }
    }

    private static bool IsTraining(string target) =>
        TraitSet.IsTraining(target) && !target.StartsWith("scipy.", StringComparison.Ordinal) && !ModelUses.IsPreparation(target);

    /// <summary>A program called <c>train.py</c> trains, whatever names it calls its model by.</summary>
    private TrailStep? Named(Source<PythonModule> source) =>
        source.File.Name.StartsWith("train", StringComparison.Ordinal) && evidence.Traits.Has("trains-models") && source.Document.Calls.FirstOrDefault(c => c.Enclosing is null) is { } first
            ? new TrailStep(source.At(first.Line), first.Target)
            : null;

    /// <summary>Functions that a command line, an orchestrator or a call by name starts.</summary>
    private static IEnumerable<PythonDefinition> Entries(Source<PythonModule> source) =>
        source.Document.Definitions.Where(d => d is { Parent: null, Kind: PythonDefinitionKind.Function, Decorators.Count: > 0 });

    private Walk Follow(Source<PythonModule> source, IEnumerable<PythonDefinition> entries)
    {
        Walk walk = new();
        Visit(walk, source, null, isRoot: true);
        foreach (PythonDefinition entry in entries)
        {
            Visit(walk, source, entry, isRoot: true);
        }

        while (walk.Next.TryDequeue(out var next) && walk.Seen.Count < MaxDefinitions)
        {
            Visit(walk, next.Source, next.Definition, isRoot: false);
        }

        return walk;
    }

    private void Visit(Walk walk, Source<PythonModule> source, PythonDefinition? definition, bool isRoot)
    {
        if (source.IsTest || !walk.Seen.Add((source.File.Path, definition)))
        {
            return;
        }

        if (definition is not null)
        {
            walk.Next.Enqueue((source, null));
            foreach (PythonDefinition inner in source.Document.Definitions.Where(d => d.Parent == definition))
            {
                walk.Next.Enqueue((source, inner));
            }

            foreach (string name in definition.Bases)
            {
                Enqueue(walk, source, definition, name);
            }
        }

        if (!_calls.TryGetValue(source.Document, out ILookup<PythonDefinition?, int>? calls))
        {
            _calls.Add(source.Document, calls = Enumerable.Range(0, source.Document.Calls.Count).ToLookup(i => source.Document.Calls[i].Enclosing));
        }

        foreach (int index in calls[definition])
        {
            PythonCall call = source.Document.Calls[index];
            if (call.IsUnderMain && !isRoot)
            {
                continue;
            }

            bool isOwn = Enqueue(walk, source, definition, call.Target);
            foreach (PythonArgument argument in call.Arguments.Where(a => a is { Kind: PythonArgumentKind.Name, Value: not null }))
            {
                Enqueue(walk, source, definition, argument.Value!);
            }

            walk.Add(new TrailStep(source.At(call.Line), call.Target), call, isOwn ? RandomGenerator.None : RandomCalls.Uses(call), isOwn ? RandomGenerator.None : RandomCalls.Seeds(source.Document, index), IsTraining(call.Target));
        }
    }

    private bool Enqueue(Walk walk, Source<PythonModule> source, PythonDefinition? caller, string target)
    {
        bool isOwn = false;
        IEnumerable<(Source<PythonModule>, PythonDefinition)> found = evidence.ModelUses.Resolve(source, caller, target);
        if (!target.Contains('.', StringComparison.Ordinal) && source.Document.Imports.Any(i => i.Symbol == "*"))
        {
            found = found.Concat(_topLevel.Value[target]);
        }

        foreach ((Source<PythonModule> Source, PythonDefinition Definition) own in found.Take(MaxCandidates))
        {
            isOwn = true;
            walk.Next.Enqueue(own);
        }

        return isOwn;
    }

    /// <summary>Projects of ML.NET that train: each context that they make draws its seed unless it is given one.</summary>
    private IEnumerable<TrainingProgram> Contexts()
    {
        Source<CSharpFile>[] sources = [.. evidence.Code.CSharp.Where(s => !s.IsTest && !s.Document.IsGenerated)];
        HashSet<string> training = [.. sources.Where(s => s.Document.Calls.Any(IsTrainer)).Select(ProjectOf)];
        foreach (IGrouping<string, Source<CSharpFile>> project in sources.Where(s => training.Contains(ProjectOf(s))).GroupBy(ProjectOf, StringComparer.Ordinal))
        {
            // A context that only predicts draws nothing; one that is handed on trains elsewhere.
            Source<CSharpFile>[] making = [.. project.Where(s => s.Document.Creations.Any(c => c.SimpleName is "MLContext"))];
            Source<CSharpFile>[] own = [.. making.Where(s => s.Document.Calls.Any(c => IsTrainer(c) || c.SimpleName is "Fit" or "TrainTestSplit"))];
            (string Generator, TrailStep At, bool IsSeeded)[] draws =
            [
                .. from source in own.Length > 0 ? own : making
                   from call in source.Document.Creations
                   where call.SimpleName is "MLContext"
                   select ("MLContext", new TrailStep(source.At(call.Line), "new MLContext"), call.Arguments.Any(a => a.Value is not "null")),
            ];
            if (draws.Length > 0)
            {
                yield return new TrainingProgram(draws[0].At, draws, [.. draws.Where(d => d.IsSeeded).Select(d => d.At)]);
            }
        }
    }

    /// <summary>A trainer, a search for one, or a validation that trains; <c>Fit</c> alone also wraps a model that is ready.</summary>
    private static bool IsTrainer(CSharpCall call) =>
        call.Name.Contains(".Trainers.", StringComparison.Ordinal) || call.SimpleName is "CrossValidate" or "CreateExperiment" || call.Name.EndsWith("Forecasting.ForecastBySsa", StringComparison.Ordinal);

    private string ProjectOf(Source<CSharpFile> source)
    {
        string? folder = source.File.Directory;
        while (folder is { Length: > 0 } && !evidence.Snapshot.Files.Any(f => f.Directory == folder && f.Extension == ".csproj"))
        {
            folder = RepositoryPath.Parent(folder);
        }

        return folder ?? "";
    }

    /// <summary>What one program does, collected while it is followed.</summary>
    private sealed class Walk
    {
        private readonly Dictionary<RandomGenerator, TrailStep> _draws = [];
        private readonly List<TrailStep> _seeds = [];
        private RandomGenerator _seeded;
        private TrailStep? _entry;

        public HashSet<(string Path, PythonDefinition? Definition)> Seen { get; } = [];

        public Queue<(Source<PythonModule> Source, PythonDefinition? Definition)> Next { get; } = new();

        public List<PythonCall> Training { get; } = [];

        public void Add(TrailStep at, PythonCall call, RandomGenerator draws, RandomGenerator seeds, bool trains)
        {
            if (trains)
            {
                _entry ??= at;
                Training.Add(call);
            }

            if (draws != RandomGenerator.None)
            {
                _draws.TryAdd(draws, at);
            }

            if (seeds != RandomGenerator.None)
            {
                _seeded |= seeds;
                _seeds.Add(at);
            }
        }

        public TrainingProgram? ToProgram(TrailStep? named = null) => (_entry ?? named) is not { } entry ? null
            : new TrainingProgram(entry, [.. _draws.Select(d => (d.Key.ToString(), d.Value, _seeded.HasFlag(d.Key)))], _seeds);
    }
}
