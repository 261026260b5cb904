using System.Globalization;
using RepoMaturity.Documents;
using RepoMaturity.Documents.CSharp;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Comparisons of a model's metrics in a C# file: <c>if (metrics.RSquared &lt; 0.8) throw</c>, <c>Assert.True(metrics.Accuracy > 0.9)</c>.</summary>
internal static class CSharpMetricChecks
{
    private static readonly string[] ModelCalls = ["Evaluate", "EvaluateNonCalibrated", "CrossValidate", "CrossValidateNonCalibrated", "Fit", "Predict", "Transform", "forward", "call"];
    private static readonly string[] Exits = ["Environment.Exit", "Environment.FailFast", "Assert.Fail"];
    private static readonly string[] Releases = ["register", "promote", "deploy", "publish", "release", "rollout"];
    private static readonly string[] Ranges = ["InRange", "That", "IsGreaterThan", "IsGreaterThanOrEqualTo", "IsLessThan", "IsLessThanOrEqualTo", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"];
    private static readonly string[] Orders = ["GreaterThan", "GreaterThanOrEqualTo", "LessThan", "LessThanOrEqualTo", "AtLeast", "AtMost", "InRange"];
    private static readonly string[] Fluent = ["BeGreaterThan", "BeGreaterThanOrEqualTo", "BeGreaterOrEqualTo", "BeLessThan", "BeLessThanOrEqualTo", "BeLessOrEqualTo", "BeInRange", "ShouldBeGreaterThan", "ShouldBeLessThan", "ShouldBeInRange"];

    /// <param name="source">A file.</param>
    /// <param name="tests">Its live tests.</param>
    public static IEnumerable<MetricCheck> Find(Source<CSharpFile> source, IReadOnlyList<TestMethod> tests)
    {
        // Where no model is at hand nothing is one's metric.
        HashSet<int> members = [.. source.Document.Calls.Where(c => ModelCalls.Contains(c.SimpleName.ToString())).Select(c => c.Member)];
        return members.Count == 0 ? [] : source.Document.Comparisons.Select(c => Read(source, tests, members, c)).Concat(source.IsTest ? Assertions(source, tests, members) : []).OfType<MetricCheck>();
    }

    private static MetricCheck? Read(Source<CSharpFile> source, IReadOnlyList<TestMethod> tests, HashSet<int> members, CSharpComparison comparison)
    {
        ValueMeaning left = MeaningOf(comparison.Left);
        ValueMeaning right = MeaningOf(comparison.Right);
        (CSharpArgument metric, CSharpArgument other, ValueMeaning against) = MetricNames.IsMetric(left) ? (comparison.Left, comparison.Right, right) : (comparison.Right, comparison.Left, left);
        bool isModel = MetricNames.IsChampion(NamesOf(other)) || MetricNames.IsChampion(NamesOf(metric));
        bool holds = against == ValueMeaning.Bound || IsFloor(other, metric) || (MetricNames.IsMetric(against) && metric.Value != other.Value && isModel);
        if (!(MetricNames.IsMetric(left) || MetricNames.IsMetric(right)) || !holds || (source.IsTest && !members.Contains(comparison.Member))
            || (!source.IsTest && MetricNames.IsTracked([.. NamesOf(other), .. NamesOf(metric)], inLoop: true)))
        {
            return null;
        }

        MetricCheck check = new(source.At(comparison.Line), $"{comparison.Left.Value} {comparison.Operator} {comparison.Right.Value}", GateEffect.Unseen)
        {
            IsAgainstModel = isModel,
            Function = comparison.Member < 0 ? null : source.Document.Members[comparison.Member].Name,
        };
        if (source.IsTest)
        {
            return comparison.Throws || comparison.ArgumentOf?.StartsWith("Assert", StringComparison.Ordinal) == true ? InTest(check, tests) : null;
        }

        CSharpCall[] then = [.. In(source.Document, comparison.Then), .. In(source.Document, comparison.Else)];
        CSharpCall release = then.FirstOrDefault(c => TestKinds.Words(c.SimpleName.ToString()).Any(Releases.Contains));
        CSharpCall exit = then.FirstOrDefault(c => Exits.Contains(c.Name));
        bool isVague = (MetricNames.IsMetric(left) ? left : right) == ValueMeaning.VagueMetric;
        return isVague && NamesOf(metric).Any(n => TestKinds.Words(n).Any(w => w is "prediction" or "predicted")) ? null
            : comparison.Throws ? check with { Effect = GateEffect.Stops }
            : exit.Name is not null ? check with { Effect = GateEffect.Stops, Decision = new TrailStep(source.At(exit.Line), exit.Name) }
            : release.Name is not null ? check with { Effect = GateEffect.Guards, Decision = new TrailStep(source.At(release.Line), release.Name) }
            : then.Length > 0 && then.All(c => c.Name.StartsWith("Console.", StringComparison.Ordinal)) ? null
            : comparison.Then.First > 0 ? check
            : null;
    }

    /// <summary><c>Assert.InRange(metrics.Accuracy, 0.8, 1)</c>, <c>Assert.That(auc, Is.GreaterThan(0.8))</c>, <c>metrics.F1Score.Should().BeGreaterThan(0.8)</c>.</summary>
    private static IEnumerable<MetricCheck?> Assertions(Source<CSharpFile> source, IReadOnlyList<TestMethod> tests, HashSet<int> members)
    {
        foreach (CSharpCall call in source.Document.Calls)
        {
            int dot = call.Name.LastIndexOf('.');
            string name = call.SimpleName.ToString();
            bool isAssertion = call.Name.StartsWith("Assert.", StringComparison.Ordinal) && Ranges.Contains(name) && call.Arguments.Any(a => MetricNames.IsMetric(MeaningOf(a)))
                && (name != "That" || source.Document.Calls.Any(c => c.Member == call.Member && c.Line == call.Line && Orders.Contains(c.SimpleName.ToString())));
            bool isFluent = dot > 0 && name.StartsWith("Should", StringComparison.Ordinal) && MetricNames.IsMetric(MetricNames.MeaningOf([call.Name[..dot]]))
                && source.Document.Calls.Any(c => c.Member == call.Member && c.Line == call.Line && Fluent.Contains(c.SimpleName.ToString()));
            if (members.Contains(call.Member) && (isAssertion || isFluent))
            {
                yield return InTest(new MetricCheck(source.At(call.Line), call.Name, GateEffect.Stops), tests);
            }
        }
    }

    private static MetricCheck? InTest(MetricCheck check, IReadOnlyList<TestMethod> tests) =>
        tests.FirstOrDefault(t => t.Location.Line <= check.Location.Line && check.Location.Line <= t.Location.EndLine) is { } test ? check with { Effect = GateEffect.Stops, Test = test } : null;

    private static IEnumerable<CSharpCall> In(CSharpFile file, (int First, int Last) lines) =>
        lines.First == 0 ? [] : file.Calls.Where(c => c.Line >= lines.First && c.Line <= lines.Last);

    private static ValueMeaning MeaningOf(CSharpArgument argument) => MetricNames.MeaningOf(NamesOf(argument));

    private static IReadOnlyList<string> NamesOf(CSharpArgument argument) => argument is { IsLiteral: false, Value: { } name } ? [name] : [];

    private static bool IsFloor(CSharpArgument argument, CSharpArgument metric) =>
        argument.IsLiteral && double.TryParse(argument.Value?.TrimEnd('d', 'f', 'D', 'F', 'm', 'M'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value != 0
        && (value != 1 || MetricNames.IsError(NamesOf(metric)));
}
