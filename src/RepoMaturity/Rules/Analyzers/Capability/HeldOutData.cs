using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Data is kept apart from training: a library splits it, or code that trains names a training part and one that is none.</summary>
internal sealed class HeldOutData : RepositoryAnalyzer
{
    private static readonly string[] HeldOut = ["val", "valid", "validation", "test", "testing", "eval", "evaluation", "dev", "holdout", "heldout"];
    private static readonly string[] Training = ["train", "training"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Technologies.Facts("data-splitting").FirstOrDefault(f => f.Strength == Strength.Used && !evidence.Trees.IsTestPath(f.Location.Path)) is { } split)
        {
            context.Pass(split.Location, split.Trail[^1].Text, split.Trail);
            return;
        }

        bool trains = evidence.Traits.Has("trains-models");
        foreach (PythonPlace place in PythonPlace.Of(evidence))
        {
            if (Named(place.Module, HeldOut) is { } heldOut && trains && Named(place.Module, Training) is not null)
            {
                context.Pass(place.At(heldOut.Line), heldOut.Text);
                return;
            }
        }

        if (!trains)
        {
            context.NotApplicable("no model is trained here");
        }
        else if (evidence.Traits.HasLanguage("python"))
        {
            context.Fail(new(""), "no part of the data is split off or named validation or test beside the training part");
        }
        else
        {
            context.Open("no library splits the data; a file that is read for evaluation alone cannot be told from other data");
        }
    }

    /// <summary>A clock, Python's <c>eval</c>, and a network's switch: <c>t_test = time.time()</c>, <c>model.eval()</c>.</summary>
    private static bool IsOther(string target) => target is "eval" || target.EndsWith(".eval", StringComparison.Ordinal) || target.StartsWith("time.", StringComparison.Ordinal);

    /// <summary>A name or a text in a call, or a parameter, one of whose words is among these.</summary>
    private static (int Line, string Text)? Named(PythonModule module, string[] words)
    {
        bool Fits(string? name) => name is { Length: > 0 and < 80 } && !name.Contains(' ', StringComparison.Ordinal) && TestKinds.Words(name).Any(words.Contains);
        IEnumerable<(int Line, string Text)> named =
            from call in module.Calls
            where !IsOther(call.Target)
            from name in call.Arguments.SelectMany(a => new[] { a.Name, a.Value }).Append(call.AssignedTo).Append(call.Target)
            where Fits(name)
            select (call.Line, name!);
        IEnumerable<(int Line, string Text)> parameters =
            from definition in module.Definitions
            from name in definition.Parameters.Select(p => p.Name).Append(definition.Name)
            where Fits(name)
            select (definition.Line, name);
        return named.Concat(parameters).Select(n => ((int, string)?)n).FirstOrDefault();
    }
}
