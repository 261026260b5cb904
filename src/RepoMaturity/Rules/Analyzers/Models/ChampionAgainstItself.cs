using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A metric that is named for the model in use and read from the new one: <c>eval_champion = challenger.get_model_evaluation()</c>.</summary>
internal sealed class ChampionAgainstItself : RepositoryAnalyzer
{
    private static readonly string[] Champions = ["champion", "incumbent", "production", "prod"];
    private static readonly string[] Challengers = ["challenger", "candidate"];
    private static readonly string[] Readers = ["evaluation", "evaluate", "metrics", "metric", "score", "predict"];

    public override void Analyze(AnalysisContext context)
    {
        bool compares = false;
        foreach (Source<PythonModule> source in context.Evidence.Code.Python.Where(s => !s.IsTest))
        {
            foreach (PythonCall call in source.Document.Calls)
            {
                if (call.AssignedTo is not { } name || call.Target.LastIndexOf('.') is not (> 0 and int dot))
                {
                    continue;
                }

                bool isChampion = Has(name, Champions) && !Has(name, Challengers);
                compares |= isChampion && (Has(call.Target, Challengers) || Has(call.Target, Readers));
                if (isChampion && Has(call.Target[..dot], Challengers) && Has(call.Target[dot..], Readers)
                    && !Has(call.Target, Champions) && !call.Arguments.Any(a => Has(a.Value ?? "", Champions)))
                {
                    Location at = source.At(call.Line, call.Column);
                    context.Fail(at, $"{name} = {call.Target}()");
                }
            }
        }

        if (!compares)
        {
            context.NotApplicable("no model is compared with the one in use");
        }
    }

    private static bool Has(string name, string[] words) => TestKinds.Words(name).Any(words.Contains);
}
