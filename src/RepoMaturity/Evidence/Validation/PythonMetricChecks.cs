using System.Globalization;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Python;

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
    private static readonly string[] Orders = ["assertGreater", "assertGreaterEqual", "assertLess", "assertLessEqual"];
    private static readonly string[] Gates = ["evaluate", "evaluation", "eval", "validate", "validation", "benchmark", "register", "deploy", "gate", "compare", "comparison", "promote", "check"];

    private readonly PythonGates _gates;
    private readonly Source<PythonModule> _source;
    private readonly IReadOnlyList<TestMethod> _tests;
    private readonly Dictionary<PythonDefinition, string[]> _words = [];
    private string[]? _moduleWords;

    private PythonMetricChecks(PythonGates gates, Source<PythonModule> source, IReadOnlyList<TestMethod> tests) => (_gates, _source, _tests) = (gates, source, tests);

    private PythonModule Module => _source.Document;

    /// <param name="gates">What comparisons decide.</param>
    /// <param name="source">A module.</param>
    /// <param name="tests">Its live tests.</param>
    public static IEnumerable<MetricCheck> Find(PythonGates gates, Source<PythonModule> source, IReadOnlyList<TestMethod> tests)
    {
        PythonMetricChecks checks = new(gates, source, tests);
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
            ValueMeaning.Metric or ValueMeaning.VagueMetric => !metric.SequenceEqual(other) && (leftMeaning == ValueMeaning.Metric || rightMeaning == ValueMeaning.Metric) && isModel,
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

        ValueMeaning meaning = metricIsLeft ? leftMeaning : rightMeaning;
        GateOutcome? outcome = _gates.Of(_source, comparison);
        outcome = isUnknown && outcome is { Effect: not GateEffect.Guards } ? new GateOutcome(GateEffect.Unseen) : outcome;
        if (outcome is null || (isTracked && outcome.Effect != GateEffect.Guards) || (outcome.Effect == GateEffect.Unseen && meaning != ValueMeaning.Metric && !IsGate(comparison.Enclosing)))
        {
            return null;
        }

        // Where it is not sure which of two models is the new one, either may be the better.
        bool isLess = comparison.Operator[0] == '<' == metricIsLeft;
        bool isChampionFirst = isModel && MetricNames.IsChampion(metric);
        isLess ^= isChampionFirst;
        bool isReversed = outcome is { Effect: GateEffect.Guards, OnTrue: { } onTrue } && meaning == ValueMeaning.Metric
            && (!isModel || isChampionFirst != MetricNames.IsChampion(other))
            && (MetricNames.IsError(metric) ? isLess != onTrue : isLess == onTrue);
        return new MetricCheck(_source.At(comparison.Line), text, outcome.Effect)
        {
            IsAgainstModel = isModel,
            Function = Function(comparison.Enclosing)?.Name,
            Decision = outcome.Decision,
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
            || (meanings[1 - metric] == ValueMeaning.Metric && names.Any(MetricNames.IsChampion));
        return holds ? InTest(call.Line, Last(call.Target), names.Any(MetricNames.IsChampion)) : null;
    }

    private MetricCheck? InTest(int line, string text, bool isModel) =>
        _tests.FirstOrDefault(t => t.Location.Line <= line && line <= t.Location.EndLine) is { } test
            ? new MetricCheck(_source.At(line), text, GateEffect.Stops) { Test = test, IsAgainstModel = isModel }
            : null;

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
