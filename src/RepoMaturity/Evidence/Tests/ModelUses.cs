using System.Collections.Concurrent;
using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>What code does with a model.</summary>
[Flags]
internal enum ModelUse
{
    None = 0,
    Trains = 1,
    Predicts = 2,

    /// <summary>Sends a request, as to a service that answers with a prediction.</summary>
    Requests = 4,
}

/// <summary>A place that uses a model.</summary>
/// <param name="Use">What it does.</param>
/// <param name="At">Where.</param>
/// <param name="IsOwn">True when own code does it that is no test; false for a call of a library in the test itself.</param>
internal readonly record struct ModelStep(ModelUse Use, TrailStep At, bool IsOwn);

/// <summary>
/// Follows tests and programs a few calls deep into own code and tells in their order which train and which predict. By names and
/// resolved imports alone, so that what it does not know is left out. Safe for parallel use.
/// </summary>
internal sealed class ModelUses(RepositoryEvidence evidence)
{
    private const int MaxDepth = 4;
    private const int MaxSteps = 64;
    private const int MaxCandidates = 3;
    private const int MaxCallLines = 8;

    private static readonly string[] TrainingCalls = ["fit", "fit_generator", "fit_predict", "partial_fit", "train_on_batch"];

    private static readonly string[] PredictingCalls =
        ["predict", "predict_proba", "predict_log_proba", "predict_on_batch", "predict_generator", "fit_predict", "decision_function", "score_samples", "evaluate", "score", "generate", "forecast", "transcribe", "infer", "detect"];

    private static readonly string[] RequestCalls = ["requests.post", "requests.get", "requests.request", "httpx.post", "httpx.get", "urllib.request.urlopen"];

    private static readonly string[] Invocations = ["invoke", "invoke_endpoint", "invoke_async", "post"];

    /// <summary>Words of what is fitted and is no model.</summary>
    internal static readonly string[] Preparations = ["scaler", "encoder", "vectorizer", "bag_of_words", "tfidf", "tokenizer", "imputer", "pca", "binarizer", "preprocess", "normalizer", "discretizer", "selector", "transformer"];

    private static readonly string[] Doubles = ["patch", "object", "setattr", "Mock", "MagicMock"];

    private readonly ConcurrentDictionary<string, ILookup<PythonDefinition?, PythonCall>> _calls = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, string[]> _lines = new(StringComparer.Ordinal);

    private readonly Lazy<ILookup<string, (Source<PythonModule> Source, PythonDefinition Definition)>> _definitions = new(() => evidence.Code.Python
        .SelectMany(s => s.Document.Definitions.Select(d => (Source: s, Definition: d)))
        .ToLookup(p => p.Definition.Name, StringComparer.Ordinal));

    private readonly Lazy<HashSet<string>> _packages = new(() => [.. evidence.Code.Python.Where(s => !s.IsTest).SelectMany(s => s.File.Path[..^s.File.Extension.Length].Split('/'))]);

    private readonly Lazy<ILookup<string, (CSharpFile File, int Member, bool IsTest)>> _members = new(() => evidence.Code.CSharp
        .SelectMany(s => s.Document.Members.Select((m, i) => (m.Name, File: s.Document, Index: i, s.IsTest)))
        .ToLookup(m => m.Name, m => (m.File, m.Index, m.IsTest), StringComparer.Ordinal));

    /// <summary>What a test function does after its fixtures and its class's set-up; nothing when it replaces the model by a double.</summary>
    public IReadOnlyList<ModelStep> OfTest(Source<PythonModule> source, PythonDefinition test)
    {
        List<ModelStep> steps = [];
        HashSet<PythonDefinition> open = [];
        if (IsDoubled(source, test))
        {
            return steps;
        }

        foreach (PythonDefinition setUp in source.Document.Definitions.Where(d => d.Parent is not null && d.Parent == test.Parent && d.Name is "setUp" or "setUpClass" or "setup_method" or "setup_class"))
        {
            Walk(source, setUp, 1, false, open, steps);
        }

        Fixtures(source, test, 1, open, steps);
        Walk(source, test, 0, false, open, steps);
        return steps;
    }

    /// <summary>What a program does when it is started.</summary>
    public IReadOnlyList<ModelStep> OfProgram(Source<PythonModule> source)
    {
        List<ModelStep> steps = [];
        foreach (PythonCall call in CallsOf(source)[null])
        {
            Follow(source, null, call, 0, true, [], steps);
            foreach (PythonArgument argument in call.Arguments.Where(a => a is { Kind: PythonArgumentKind.Name, Value: not null }))
            {
                // `typer.run(main)`, `fire.Fire(train)`.
                foreach (var (inner, definition) in Resolve(source, null, argument.Value!).Where(d => d.Definition.Kind == PythonDefinitionKind.Function))
                {
                    Walk(inner, definition, 1, true, [], steps);
                }
            }
        }

        return steps;
    }

    /// <summary>What a test method of C# does.</summary>
    public IReadOnlyList<ModelStep> OfTest(CSharpFile file, int member)
    {
        List<ModelStep> steps = [];
        Walk(file, member, 0, false, [], steps);
        return steps;
    }

    /// <summary>The first prediction or request that follows a training, with that training; null when there is none.</summary>
    /// <param name="steps">In their order.</param>
    /// <param name="own">True where own code that is no test must have its part in it.</param>
    public static (ModelStep Training, ModelStep Prediction)? Chain(IReadOnlyList<ModelStep> steps, bool own)
    {
        ModelStep? training = null;
        foreach (ModelStep step in steps)
        {
            if (training is { } before && (step.Use & (ModelUse.Predicts | ModelUse.Requests)) != 0 && (!own || before.IsOwn || step.IsOwn))
            {
                return (before, step);
            }

            if (step.Use.HasFlag(ModelUse.Trains))
            {
                training = training is { IsOwn: true } ? training : step;
                if (step.Use.HasFlag(ModelUse.Predicts) && (!own || step.IsOwn))
                {
                    return (step, step);
                }
            }
        }

        return null;
    }

    /// <summary>True for a call that trains: gradients that no optimizer takes a step by are only measured.</summary>
    public static bool IsTraining(PythonModule module, PythonCall call) =>
        TraitSet.IsTraining(call.Target) && (Simple(call.Target) != "backward" || module.Calls.Any(c => Simple(c.Target) == "step"));

    /// <summary>True for what is fitted and is no model, such as a scaler.</summary>
    public static bool IsPreparation(string target) => Preparations.Any(p => target.Contains(p, StringComparison.OrdinalIgnoreCase));

    private ILookup<PythonDefinition?, PythonCall> CallsOf(Source<PythonModule> source) =>
        _calls.GetOrAdd(source.File.Path, static (_, s) => s.Document.Calls.ToLookup(c => c.Enclosing), source);

    private bool IsDoubled(Source<PythonModule> source, PythonDefinition test) =>
        CallsOf(source)[test].Concat(test.Decorators.Count == 0 ? [] : source.Document.Calls.Where(c => test.Decorators.Any(d => d.Line == c.Line))).Any(c =>
            Doubles.Contains(Simple(c.Target))
            && c.Arguments.Any(a => a is { Kind: PythonArgumentKind.String, Value: { } text } && TestKinds.Words(Simple(text)).Any(w => w is "train" or "fit" or "predict" or "model" or "training" or "load")));

    private void Fixtures(Source<PythonModule> source, PythonDefinition definition, int depth, HashSet<PythonDefinition> open, List<ModelStep> steps)
    {
        foreach (PythonParameter parameter in definition.Parameters.Where(p => !p.IsReceiver && depth <= MaxDepth))
        {
            var fixture = _definitions.Value[parameter.Name]
                .Where(d => d.Definition.Decorators.Any(x => x.Target.EndsWith("fixture", StringComparison.Ordinal))
                    && (d.Source.File == source.File || (d.Source.File.Name == "conftest.py" && RepositoryPath.IsWithin(source.File.Path, d.Source.File.Directory))))
                .OrderByDescending(d => d.Source.File == source.File).ThenByDescending(d => d.Source.File.Path.Length)
                .FirstOrDefault();
            if (fixture.Definition is not null && open.Add(fixture.Definition))
            {
                Fixtures(fixture.Source, fixture.Definition, depth + 1, open, steps);
                Walk(fixture.Source, fixture.Definition, depth, !fixture.Source.IsTest, open, steps);
                open.Remove(fixture.Definition);
            }
        }
    }

    private void Walk(Source<PythonModule> source, PythonDefinition definition, int depth, bool own, HashSet<PythonDefinition> open, List<ModelStep> steps)
    {
        bool entered = open.Add(definition);
        foreach (PythonCall call in CallsOf(source)[definition])
        {
            Follow(source, definition, call, depth, own, open, steps);
        }

        if (entered)
        {
            open.Remove(definition);
        }
    }

    private void Follow(Source<PythonModule> source, PythonDefinition? caller, PythonCall call, int depth, bool own, HashSet<PythonDefinition> open, List<ModelStep> steps)
    {
        if (steps.Count >= MaxSteps)
        {
            return;
        }

        TrailStep at = new(source.At(call.Line), call.Target);
        int before = steps.Count;
        if (TestKinds.Processes.Contains(call.Target) && evidence.ModelPrograms.OfWords(Words(source, call)) is not ModelUse.None and var started)
        {
            steps.Add(new ModelStep(started, at, true));
            return;
        }

        if (depth < MaxDepth)
        {
            foreach (var (inner, definition) in Resolve(source, caller, call.Target).Take(MaxCandidates))
            {
                if (definition.Kind != PythonDefinitionKind.Class && !open.Contains(definition))
                {
                    Walk(inner, definition, depth + 1, own || !inner.IsTest, open, steps);
                }

                if (steps.Count == before && ByName(definition.Name) is not ModelUse.None and var named && definition.Kind != PythonDefinitionKind.Class && !definition.IsStub)
                {
                    steps.Add(new ModelStep(named, at, own || !inner.IsTest));
                }
            }
        }

        if (steps.Count == before && Direct(source, call) is not ModelUse.None and var use)
        {
            steps.Add(new ModelStep(use, at, own || IsOwn(call.Target)));
        }
        else if (steps.Count > before && depth == 0)
        {
            // The trail shows the test's own call; what it leads to stays behind it.
            for (int i = before; i < steps.Count; i++)
            {
                steps[i] = steps[i] with { At = at };
            }
        }
    }

    /// <summary>Words of a call's arguments as written, lists of texts too.</summary>
    private string[] Words(Source<PythonModule> source, PythonCall call)
    {
        int next = source.Document.Calls.Where(c => c.Line > call.Line && TestKinds.Processes.Contains(c.Target)).Select(c => c.Line).DefaultIfEmpty(int.MaxValue).Min();
        IEnumerable<string> lines = _lines.GetOrAdd(source.File.Path, (_, file) => (evidence.Documents.Text(file) ?? "").Split('\n'), source.File).Skip(call.Line - 1).Take(Math.Min(MaxCallLines, next - call.Line));
        return [.. lines.SelectMany(l => l.Split([' ', '\t', '\r', '"', '\'', ',', '[', ']', '(', ')'], StringSplitOptions.RemoveEmptyEntries))];
    }

    /// <summary>An own function that is called so does what it says, such as by a library that is not seen.</summary>
    private static ModelUse ByName(string name) => TestKinds.Words(name) switch
    {
        ["train", ..] or ["run", "train" or "training", ..] or ["fit", ..] or ["finetune", ..] => ModelUse.Trains,
        ["predict", ..] or ["make", "prediction" or "predictions", ..] or ["infer" or "inference", ..] or ["run", "inference" or "prediction" or "predictions", ..] => ModelUse.Predicts,
        _ => ModelUse.None,
    };

    /// <summary>True for what hangs on a name of an own module: <c>package.pipeline.model.fit</c>.</summary>
    private bool IsOwn(string target) => target.Split('.') is { Length: > 2 } parts && (parts[0].Length == 0 || _packages.Value.Contains(parts[0]));

    private ModelUse Direct(Source<PythonModule> source, PythonCall call)
    {
        string target = call.Target;
        string name = Simple(target);
        string receiver = target.Length > name.Length ? Simple(target[..^(name.Length + 1)]) : "";
        bool isModel = receiver.Length > 0 && !Preparations.Any(p => receiver.Contains(p, StringComparison.OrdinalIgnoreCase));
        bool isTraining = TrainingCalls.Contains(name) || IsTraining(source.Document, call);
        ModelUse use = isModel && !target.StartsWith("scipy.", StringComparison.Ordinal) && isTraining ? ModelUse.Trains : ModelUse.None;
        use |= isModel && PredictingCalls.Contains(name) ? ModelUse.Predicts : ModelUse.None;
        use |= RequestCalls.Contains(target) || (receiver.Length > 0 && Invocations.Contains(name)) ? ModelUse.Requests : ModelUse.None;

        // `model(x)` where `model` was made by a class.
        return use == ModelUse.None && receiver.Length == 0 && name.Contains("model", StringComparison.OrdinalIgnoreCase) && char.IsLower(name[0])
            && CallsOf(source)[call.Enclosing].Any(c => c.AssignedTo == name && c.Line < call.Line) ? ModelUse.Predicts : use;
    }

    /// <summary>Own definitions that a name stands for: by its module, its class, or the class of the variable before the dot.</summary>
    public IEnumerable<(Source<PythonModule> Source, PythonDefinition Definition)> Resolve(Source<PythonModule> source, PythonDefinition? caller, string target)
    {
        string name = Simple(target);
        string qualifier = target.Length > name.Length ? target[..^(name.Length + 1)].TrimStart('.') : "";
        if (qualifier.Length == 0)
        {
            return _definitions.Value[name].Where(d => d.Source.File == source.File && (d.Definition.Parent is null || d.Definition.Parent == caller));
        }

        if (qualifier is "self" or "cls")
        {
            return _definitions.Value[name].Where(d => d.Source.File == source.File && d.Definition.Parent is { Kind: PythonDefinitionKind.Class } type && type == caller?.Parent);
        }

        string? made = CallsOf(source)[caller].FirstOrDefault(c => c.AssignedTo == qualifier)?.Target;
        string type = Simple(made ?? qualifier);
        string module = made is null ? qualifier : made.Length > type.Length ? made[..^(type.Length + 1)].TrimStart('.') : "";
        return _definitions.Value[name].Where(d => d.Definition.Parent is { Kind: PythonDefinitionKind.Class } parent
            ? parent.Name == type && (module.Length == 0 ? d.Source.File == source.File : made is null || IsModule(d.Source.File, module))
            : d.Definition.Parent is null && made is null && IsModule(d.Source.File, qualifier));
    }

    /// <summary>True for a module of this name, or one of the package that has it and may hand on its names.</summary>
    private static bool IsModule(SnapshotFile file, string module)
    {
        string last = Simple(module);
        return Path.GetFileNameWithoutExtension(file.Name) == last || file.Directory.Split('/').Contains(last);
    }

    private void Walk(CSharpFile file, int member, int depth, bool own, HashSet<(CSharpFile, int)> open, List<ModelStep> steps)
    {
        if (!open.Add((file, member)))
        {
            return;
        }

        foreach (CSharpCall call in file.Calls.Where(c => c.Member == member).OrderBy(c => c.Line))
        {
            string name = call.SimpleName.ToString();
            ModelUse use = name switch
            {
                "Fit" or "Train" => ModelUse.Trains,
                "Predict" or "Transform" or "Evaluate" or "CreatePredictionEngine" or "Forecast" => ModelUse.Predicts,
                _ => ModelUse.None,
            };
            int before = steps.Count;
            if (depth < MaxDepth && steps.Count < MaxSteps)
            {
                foreach (var (inner, index, isTest) in _members.Value[name].Take(MaxCandidates))
                {
                    Walk(inner, index, depth + 1, own || !isTest, open, steps);
                }
            }

            if (steps.Count == before && use != ModelUse.None)
            {
                steps.Add(new ModelStep(use, new TrailStep(new Location(file.File.Path, call.Line), call.Name), own));
            }
        }

        open.Remove((file, member));
    }

    private static string Simple(string dotted) => dotted[(dotted.LastIndexOf('.') + 1)..];
}
