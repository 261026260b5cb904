using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// The only metrics are of the data that the model was fitted to: the same names, which say that they are training data, go into <c>fit</c> and
/// into the metric, and nothing else in the repository evaluates. All other cases are left alone, since a name may be bound anew.
/// </summary>
internal sealed class EvaluatedOnTrainingData : RepositoryAnalyzer
{
    private static readonly string[] HeldOut = ["validation_data", "validation_split", "eval_set", "eval_dataset", "oob_score", "valid_sets", "evals"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        string[] libraries = [.. evidence.Technologies.WithCapability("model-evaluation").SelectMany(t => t.Imports)];
        List<(Location At, string Text)> onTraining = [];
        bool elsewhere = evidence.ModelValidation.Checks.Count > 0 || evidence.Traits.Has("csharp");
        foreach ((PythonModule module, Func<int, Location> at) in Modules(evidence))
        {
            HashSet<PythonCall> found = [.. OnTraining(module, libraries)];
            onTraining.AddRange(found.Select(c => (at(c.Line), $"{c.Target}({string.Join(", ", c.Arguments.Take(2).Select(a => a.Value ?? "…"))})")));
            elsewhere |= module.Calls.Any(c => !found.Contains(c) && (IsMetric(c, libraries) || IsScore(c) || c.Target.EndsWith("SearchCV", StringComparison.Ordinal) || c.Target.EndsWith("Fold", StringComparison.Ordinal) || HeldOut.Any(k => c.Keyword(k) is not null)))
                || module.Definitions.Any(d => TestKinds.Words(d.Name).Any(w => w is "evaluate" or "eval" or "validate" or "validation" or "test"));
        }

        if (onTraining.Count == 0)
        {
            context.NotApplicable("no metric is computed on what is named training data");
        }
        else if (!elsewhere)
        {
            onTraining.ForEach(t => context.Fail(t.At, t.Text));
        }
    }

    private static IEnumerable<(PythonModule Module, Func<int, Location> At)> Modules(RepositoryEvidence evidence) =>
        evidence.Code.Python.Select(s => (s.Document, (Func<int, Location>)(line => s.At(line))))
            .Concat(evidence.Code.Notebooks.Where(s => s.Document.Module is not null).Select(s => (s.Document.Module!, (Func<int, Location>)(line => s.At(line)))));

    private static IEnumerable<PythonCall> OnTraining(PythonModule module, string[] libraries)
    {
        (string X, string Y)[] fitted =
        [
            .. from fit in module.Calls
               where fit.Target.EndsWith(".fit", StringComparison.Ordinal) && fit.Arguments is [{ Kind: PythonArgumentKind.Name, Name: null }, { Kind: PythonArgumentKind.Name, Name: null }, ..]
               let names = (X: fit.Arguments[0].Value!, Y: fit.Arguments[1].Value!)
               where TestKinds.Words(names.X).Contains("train") && TestKinds.Words(names.Y).Contains("train")
               select names,
        ];
        for (int i = 0; fitted.Length > 0 && i < module.Calls.Count; i++)
        {
            PythonCall call = module.Calls[i];
            if (IsScore(call) && fitted.Contains((call.Arguments[0].Value ?? "", call.Arguments[1].Value ?? "")))
            {
                yield return call;
            }
            else if (IsMetric(call, libraries) && call.Arguments is [{ Kind: PythonArgumentKind.Name, Value: { } truth }, { } prediction, ..])
            {
                IEnumerable<PythonCall> predicts = prediction.Kind == PythonArgumentKind.Name
                    ? module.Calls.Where(c => c.AssignedTo == prediction.Value && c.Enclosing == call.Enclosing)
                    : module.Calls.Skip(i + 1).Take(call.InnerCount);
                PythonCall[] given = [.. predicts.Where(c => c.Target.EndsWith(".predict", StringComparison.Ordinal) && c.Arguments.Count == 1)];
                if (given.Length == 1 && fitted.Contains((given[0].Arguments[0].Value ?? "", truth)))
                {
                    yield return call;
                }
            }
        }
    }

    private static bool IsMetric(PythonCall call, string[] libraries) => libraries.Any(l => call.Target.StartsWith(l, StringComparison.Ordinal) && (call.Target.Length == l.Length || call.Target[l.Length] == '.'));

    private static bool IsScore(PythonCall call) => call.Arguments.Count >= 2 && call.Target.EndsWith(".score", StringComparison.Ordinal);
}
