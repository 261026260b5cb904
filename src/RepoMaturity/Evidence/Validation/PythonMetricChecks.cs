using System.Globalization;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>
/// Comparisons of a model's metrics in a Python module. What a training loop remembers (<c>if loss &lt; best_loss</c>), lengths, times, bounds
/// that always hold (<c>loss >= 0</c>) and tests of a metric function itself are none.
/// </summary>
internal sealed class PythonMetricChecks
{
    private static readonly string[] ModelWords =
        ["predict", "prediction", "predictions", "predictor", "preds", "evaluate", "evaluation", "evaluator", "eval", "fit", "train", "trainer", "infer", "inference", "model", "models",
         "clf", "classifier", "regressor", "estimator", "notebook", "val", "benchmark"];

    private static readonly string[] TrainingWords = ["fit", "train", "notebook", "evaluate", "predict"];
    private static readonly string[] MetricSources = ["metrics", "metric", "runs", "run"];
    private static readonly string[] Mocks = ["mock", "magicmock", "fake", "dummy", "stub", "patch"];
    private static readonly string[] Releases = ["register", "registered", "promote", "promotion", "deploy", "deployment", "publish", "transition", "alias", "aliases", "rollout", "release"];
    private static readonly string[] Exits = ["sys.exit", "exit", "quit", "os._exit", "pytest.fail"];
    private static readonly string[] Orders = ["assertGreater", "assertGreaterEqual", "assertLess", "assertLessEqual"];
    private static readonly string[] Gates = ["evaluate", "evaluation", "eval", "validate", "validation", "benchmark", "register", "deploy", "gate", "compare", "comparison", "promote", "check"];
    private static readonly string[] Notes = ["print", "info", "warning", "debug", "error", "log", "format", "write"];

    private readonly Source<PythonModule> _source;
    private readonly IReadOnlyList<TestMethod> _tests;
    private readonly Dictionary<PythonDefinition, string[]> _words = [];
    private string[]? _moduleWords;

    private PythonMetricChecks(Source<PythonModule> source, IReadOnlyList<TestMethod> tests) => (_source, _tests) = (source, tests);

    private PythonModule Module => _source.Document;

    /// <param name="source">A module.</param>
    /// <param name="tests">Its live tests.</param>
    public static IEnumerable<MetricCheck> Find(Source<PythonModule> source, IReadOnlyList<TestMethod> tests)
    {
        PythonMetricChecks checks = new(source, tests);
        return source.Document.Comparisons.Select(checks.Read).Concat(source.IsTest ? source.Document.Calls.Select(checks.ReadAssertion) : []).OfType<MetricCheck>();
    }

    private MetricCheck? Read(PythonComparison comparison)
    {
        bool isApproximate = comparison.Operator == "==" && _source.IsTest && (IsApproximate(comparison.Left) || IsApproximate(comparison.Right));
        if (!isApproximate && comparison.Operator is "==" or "!=")
        {
            return null;
        }

        IReadOnlyList<string> left = NamesOf(comparison.Left);
        IReadOnlyList<string> right = NamesOf(comparison.Right);
        ValueMeaning leftMeaning = MetricNames.MeaningOf(left);
        ValueMeaning rightMeaning = MetricNames.MeaningOf(right);
        bool metricIsLeft = MetricNames.IsMetric(leftMeaning);
        if (leftMeaning == ValueMeaning.Unfit || rightMeaning == ValueMeaning.Unfit)
        {
            return null;
        }

        IReadOnlyList<string> metric = metricIsLeft ? left : right;
        IReadOnlyList<string> other = metricIsLeft ? right : left;
        ValueMeaning otherMeaning = metricIsLeft ? rightMeaning : leftMeaning;
        PythonOperand otherSide = metricIsLeft ? comparison.Right : comparison.Left;
        if (!metricIsLeft && !MetricNames.IsMetric(rightMeaning))
        {
            // assert all(x > floor for x in metrics)
            if ((leftMeaning == ValueMeaning.Bound) == (rightMeaning == ValueMeaning.Bound)
                || comparison.Condition is not { Kind: PythonConditionKind.Assert, Subject.Names: { Count: > 0 } said } || !MetricNames.IsMetric(MetricNames.MeaningOf([.. said.Except(left).Except(right)])))
            {
                return null;
            }

            otherMeaning = ValueMeaning.Bound;
        }

        bool isModel = MetricNames.IsChampion(other) || MetricNames.IsChampion(metric);
        bool holds = otherMeaning switch
        {
            ValueMeaning.Bound => true,
            ValueMeaning.Metric or ValueMeaning.VagueMetric => !metric.SequenceEqual(other) && (leftMeaning == ValueMeaning.Metric || rightMeaning == ValueMeaning.Metric) && (isModel || _source.IsTest),
            _ => isApproximate || IsFloor(otherSide, metric),
        };
        bool isUnknown = !holds && !_source.IsTest && otherSide.Kind is PythonArgumentKind.Name or PythonArgumentKind.Expression && !metric.SequenceEqual(other);
        bool inLoop = comparison.Condition?.IsInLoop == true && !_source.IsTest;
        bool isTracked = !_source.IsTest && (MetricNames.IsTracked(other, inLoop) || MetricNames.IsTracked(metric, inLoop) || (inLoop && !MetricNames.IsMetric(otherMeaning) && otherMeaning != ValueMeaning.Bound));
        if (!(holds || isUnknown) || !IsOfModel(comparison.Enclosing, isApproximate))
        {
            return null;
        }

        string text = $"{Short(comparison.Left)} {comparison.Operator} {Short(comparison.Right)}";
        if (_source.IsTest)
        {
            return comparison.Condition?.Kind == PythonConditionKind.Assert ? InTest(comparison.Line, text, isModel) : null;
        }

        (GateEffect effect, TrailStep? decision, bool? onTrue)? seen = EffectOf(comparison);
        seen = isUnknown && seen is { effect: not GateEffect.Guards } ? (GateEffect.Unseen, null, null) : seen;
        if (seen is { effect: GateEffect.Unseen } && (metricIsLeft ? leftMeaning : rightMeaning) != ValueMeaning.Metric && !IsGate(comparison.Enclosing))
        {
            return null;
        }

        bool isLess = comparison.Operator[0] == '<' == metricIsLeft;
        bool isReversed = seen is { effect: GateEffect.Guards, onTrue: { } guarded } && (metricIsLeft ? leftMeaning : rightMeaning) == ValueMeaning.Metric
            && (!isModel || (MetricNames.IsChampion(other) && !MetricNames.IsChampion(metric)))
            && (MetricNames.IsError(metric) ? isLess != guarded : isLess == guarded);
        return seen is not { } found || (isTracked && found.effect != GateEffect.Guards) ? null
            : new MetricCheck(_source.At(comparison.Line), text, found.effect)
            {
                IsAgainstModel = isModel,
                Function = Function(comparison.Enclosing)?.Name,
                Decision = found.decision,
                IsReversed = isReversed,
            };
    }

    /// <summary><c>self.assertGreater(accuracy, 0.9)</c>; an expression is told by the calls in it.</summary>
    private MetricCheck? ReadAssertion(PythonCall call, int index)
    {
        if (!call.Target.Contains("assert", StringComparison.Ordinal) || !Orders.Contains(Last(call.Target)) || call.Arguments.Count < 2)
        {
            return null;
        }

        string[] inner = [.. Module.Calls.Skip(index + 1).Take(call.InnerCount).Select(c => c.Target)];
        IReadOnlyList<string>[] names = [.. call.Arguments.Take(2).Select(a => a.Kind == PythonArgumentKind.Name ? [a.Value!] : a.Kind == PythonArgumentKind.Expression ? inner : (IReadOnlyList<string>)[])];
        ValueMeaning[] meanings = [.. names.Select(MetricNames.MeaningOf)];
        int metric = Array.FindIndex(meanings, MetricNames.IsMetric);
        if (metric < 0 || meanings.Contains(ValueMeaning.Unfit) || !IsOfModel(call.Enclosing, mustTrain: false))
        {
            return null;
        }

        PythonArgument other = call.Arguments[1 - metric];
        bool holds = meanings[1 - metric] == ValueMeaning.Bound || (other.Kind == PythonArgumentKind.Number && IsFloor(other.Value, names[metric]))
            || (meanings[1 - metric] == ValueMeaning.Metric && other.Kind == PythonArgumentKind.Name);
        return holds ? InTest(call.Line, Last(call.Target), names.Any(MetricNames.IsChampion)) : null;
    }

    private MetricCheck? InTest(int line, string text, bool isModel) =>
        _tests.FirstOrDefault(t => t.Location.Line <= line && line <= t.Location.EndLine) is { } test
            ? new MetricCheck(_source.At(line), text, GateEffect.Stops) { Test = test, IsAgainstModel = isModel }
            : null;

    /// <summary>What follows where the comparison is tested: there, by the name that it is given, or by who calls the function that returns it.</summary>
    private (GateEffect Effect, TrailStep? Decision, bool? OnTrue)? EffectOf(PythonComparison comparison)
    {
        if (comparison.Condition is { Kind: not PythonConditionKind.While } own)
        {
            return EffectOf(own);
        }

        string? name = comparison.AssignedTo;
        string? function = Function(comparison.Enclosing)?.Name;
        bool isVerdict = comparison.IsReturned || (name is not null && function is not null && function.Split('_').Any(w => w is "is" or "better" or "should" or "passes" or "passed"));
        return name is null && !comparison.IsReturned ? null
            : Module.Conditions
                .Where(c => c.Line >= comparison.Line && name is not null && c.Enclosing == comparison.Enclosing && Names(c.Subject).Contains(name)
                    || (isVerdict && function is not null && Calls(c.Subject).Any(t => Last(t.Target) == function)))
                .Select(c => EffectOf(c))
                .Where(e => e?.Effect != GateEffect.Unseen)
                .FirstOrDefault((GateEffect.Unseen, null, null));
    }

    private (GateEffect Effect, TrailStep? Decision, bool? OnTrue)? EffectOf(PythonCondition condition)
    {
        if (condition.Kind == PythonConditionKind.Assert)
        {
            return (GateEffect.Stops, null, null);
        }

        bool isFirst = true;
        for (PythonCondition? clause = condition; clause is not null; clause = clause.Otherwise, isFirst = false)
        {
            bool onTrue = isFirst != condition.IsNegated;
            if (clause.Raises && !clause.IsInTry)
            {
                return (GateEffect.Stops, null, onTrue);
            }

            foreach (PythonCall call in CallsIn(clause))
            {
                if (IsRelease(call))
                {
                    return (GateEffect.Guards, Step(call), onTrue);
                }

                if (Exits.Contains(call.Target) || Last(call.Target) is "cancel" or "abort" or "fail")
                {
                    return (GateEffect.Stops, Step(call), onTrue);
                }
            }

            // A return before what would release the model.
            if (clause.Returns && Module.Calls.FirstOrDefault(c => c.Enclosing == condition.Enclosing && c.Line > clause.EndLine && IsRelease(c)) is { } later)
            {
                return (GateEffect.Guards, Step(later), !onTrue);
            }
        }

        // Steps of a pipeline under a condition that the pipeline's engine tests.
        bool isStep = condition.Kind == PythonConditionKind.With
            && Module.Calls.Any(c => c.Line == condition.Line && Last(c.Target) is "Condition" or "If") && CallsIn(condition).Any();
        return isStep ? (GateEffect.Guards, Step(CallsIn(condition).First()), true)
            : IsNote(condition) && (condition.Otherwise is null || IsNote(condition.Otherwise)) ? null
            : (GateEffect.Unseen, null, null);
    }

    /// <summary>A clause that only prints.</summary>
    private bool IsNote(PythonCondition clause)
    {
        PythonCall[] calls = [.. CallsIn(clause)];
        return !clause.Raises && !clause.Returns && calls.Count(c => Notes.Contains(Last(c.Target))) >= clause.EndLine - clause.Line && calls.Length > 0;
    }

    /// <summary>Calls of a clause, not of the statement that tests it.</summary>
    private IEnumerable<PythonCall> CallsIn(PythonCondition clause)
    {
        int test = clause.Subject.FirstCall + clause.Subject.CallCount;
        return Module.Calls.Where((c, i) => c.Line >= clause.Line && c.Line <= clause.EndLine && c.Enclosing == clause.Enclosing && (c.Line > clause.Line || i >= test));
    }

    private static bool IsRelease(PythonCall call) =>
        (Last(call.Target) is not "register" || !call.Target.StartsWith("atexit", StringComparison.Ordinal)) && TestKinds.Words(Last(call.Target)).Any(Releases.Contains)
        || call.Keyword("registered_model_name") is not null;

    /// <summary>A function or a file that is named for what it decides.</summary>
    private bool IsGate(PythonDefinition? enclosing) =>
        TestKinds.Words(_source.File.Name).Concat(TestKinds.Words(Function(enclosing)?.Name ?? "")).Any(Gates.Contains);

    /// <summary>A model is at hand: the function that compares, or what it is given, trains, loads, predicts or evaluates; a test has no mock of one.</summary>
    private bool IsOfModel(PythonDefinition? enclosing, bool mustTrain)
    {
        string[] words = Function(enclosing) is { } function ? WordsOf(function) : _moduleWords ??= [.. Module.Calls.SelectMany(c => CallWords(c.Target))];
        return _source.IsTest
            ? !words.Any(Mocks.Contains) && words.Any((mustTrain ? TrainingWords : ModelWords).Contains)
            : words.Any(w => ModelWords.Contains(w) || MetricSources.Contains(w));
    }

    private string[] WordsOf(PythonDefinition function)
    {
        if (!_words.TryGetValue(function, out string[]? words))
        {
            _words[function] = words =
            [
                .. Module.Calls.Where(c => c.Line >= function.Line && c.Line <= function.EndLine).SelectMany(c => CallWords(c.Target)),
                .. function.Parameters.SelectMany(p => TestKinds.Words(p.Name)),
            ];
        }

        return words;
    }

    private static string[] CallWords(string target)
    {
        string[] parts = target.Split('.');
        return parts[^1] is "train_test_split" ? [] : [.. parts.Skip(Math.Max(0, parts.Length - 2)).Where(p => p != "model_selection").SelectMany(TestKinds.Words)];
    }

    /// <summary>A number that a metric can miss: not 0, and not 1 for what is never above.</summary>
    private static bool IsFloor(PythonOperand operand, IReadOnlyList<string> metric) => operand.Kind == PythonArgumentKind.Number && IsFloor(operand.Value, metric);

    private static bool IsFloor(string? number, IReadOnlyList<string> metric) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value != 0 && (value != 1 || MetricNames.IsError(metric));

    private bool IsApproximate(PythonOperand operand) => Calls(operand).Any(c => Last(c.Target) == "approx") && operand.Names.Count > 0;

    private IReadOnlyList<string> NamesOf(PythonOperand operand) => IsApproximate(operand) ? [] : Names(operand);

    private static IReadOnlyList<string> Names(PythonOperand operand) => operand.Kind == PythonArgumentKind.Name ? [operand.Value!] : operand.Names ?? [];

    private IEnumerable<PythonCall> Calls(PythonOperand operand) => Module.Calls.Skip(operand.FirstCall).Take(operand.CallCount);

    private TrailStep Step(PythonCall call) => new(_source.At(call.Line, call.Column), call.Target);

    /// <summary>The outermost function or method around a place.</summary>
    private static PythonDefinition? Function(PythonDefinition? definition)
    {
        PythonDefinition? function = null;
        for (PythonDefinition? d = definition; d is not null; d = d.Parent)
        {
            function = d.Kind == PythonDefinitionKind.Class ? function : d;
        }

        return function;
    }

    private static string Last(string target) => target[(target.LastIndexOf('.') + 1)..];

    /// <summary>The value, or what of an expression says most.</summary>
    private static string Short(PythonOperand operand) =>
        operand.Value ?? operand.Names.FirstOrDefault(n => MetricNames.MeaningOf([n]) != ValueMeaning.Other) ?? (operand.Names.Count > 0 ? operand.Names[0] + "(…)" : "…");
}
