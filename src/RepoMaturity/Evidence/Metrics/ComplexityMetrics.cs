using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>Cyclomatic complexity of own functions outside tests: Python functions and methods, C# members with a body.</summary>
internal static class ComplexityMetrics
{
    /// <summary>Above this McCabe himself called a function too complex.</summary>
    public const int Limit = 10;

    /// <summary>Share of functions above <see cref="Limit"/>.</summary>
    public static Metric ComplexFunctions(RepositoryEvidence evidence)
    {
        int all = 0;
        int complex = 0;
        (int Complexity, TrailStep Step)? most = null;
        foreach ((Location at, string name, int complexity) in Functions(evidence))
        {
            all++;
            complex += complexity > Limit ? 1 : 0;
            if (most is null || complexity > most.Value.Complexity)
            {
                most = (complexity, new TrailStep(at, $"{name} has complexity {complexity}"));
            }
        }

        return most is not { } worst
            ? new Metric(null, "there are no functions", [])
            : new Metric((double)complex / all, FormattableString.Invariant($"{100.0 * complex / all:0.#} % of {all} functions are above complexity {Limit}"), [worst.Step]) { Against = worst.Step };
    }

    /// <summary>Mean complexity of a function.</summary>
    public static Metric MeanComplexity(RepositoryEvidence evidence)
    {
        (int count, long sum) = Functions(evidence).Aggregate((Count: 0, Sum: 0L), static (t, f) => (t.Count + 1, t.Sum + f.Complexity));
        return count == 0
            ? new Metric(null, "there are no functions", [])
            : new Metric((double)sum / count, FormattableString.Invariant($"{(double)sum / count:0.00} is the mean complexity of {count} functions"), []);
    }

    /// <summary>The functions that are measured, in path order.</summary>
    public static IEnumerable<(Location At, string Name, int Complexity)> Functions(RepositoryEvidence evidence) =>
        evidence.Code.Python.Where(s => !s.IsTest && s.File.Extension != ".pyi")
            .SelectMany(s => Functions(s.Document).Select(d => (s.At(d.Line), d.Name, d.Complexity)))
            .Concat(evidence.Code.CSharp.Where(s => !s.IsTest && !s.Document.IsGenerated)
                .SelectMany(s => Functions(s.Document).Select(m => (s.At(m.Line), m.Name, m.Complexity))));

    public static IEnumerable<PythonDefinition> Functions(PythonModule module) => module.Definitions.Where(d => d.Kind != PythonDefinitionKind.Class);

    public static IEnumerable<CSharpMember> Functions(CSharpFile file) => file.Members.Where(m => m.HasBody);
}
