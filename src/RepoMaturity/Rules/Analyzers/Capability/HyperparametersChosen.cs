using System.Collections.Frozen;
using System.Text.RegularExpressions;
using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;
using Match = System.Text.RegularExpressions.Match;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Hyperparameters are set and not left to a library: an argument, a parameter, an option or a key that is named for one.</summary>
internal sealed partial class HyperparametersChosen : RepositoryAnalyzer
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "lr", "lr0", "learningrate", "epochs", "nepochs", "numepochs", "numtrainepochs", "maxepochs", "nestimators", "maxdepth", "hiddensize", "hiddendim", "hiddenunits", "hidden1",
        "dropout", "dropoutp", "dropoutrate", "weightdecay", "momentum", "nlayer", "nlayers", "numlayers", "optimizer", "minsamplesleaf", "minsamplessplit", "numleaves", "nneighbors", "nclusters", "ncomponents",
        "maxiter", "regalpha", "reglambda", "subsample", "colsamplebytree", "warmupsteps", "maxsteps", "maxiters", "embeddim", "embeddingdim", "numberofleaves", "numberoftrees", "numberofiterations",
        "maximumnumberofiterations", "l1regularization", "l2regularization", "numberofclusters", "numboostround");

    private static readonly string[] Configurations = ["param", "config", "hyp", "setting", "experiment", "train", "model"];

    public override void Analyze(AnalysisContext context)
    {
        if (Python(context.Evidence).Concat(CSharp(context.Evidence)).Concat(Keys(context.Evidence)).Concat(Written(context.Evidence)).Select(p => ((Location At, string Name)?)p).FirstOrDefault() is { } chosen)
        {
            context.Pass(chosen.At, chosen.Name);
        }
        else if (!context.Evidence.Traits.Has("own-models") && !context.Evidence.Traits.Has("ml-template"))
        {
            context.NotApplicable("no model is trained here");
        }
        else
        {
            context.Fail(new(""), "no argument, option or key is named for a hyperparameter");
        }
    }

    /// <summary>Sections of a configuration whose figures are hyperparameters, and names of figures that are none.</summary>
    private static readonly string[] Sections = ["training", "train", "hyperparameters", "hyperparams", "model_params", "model_parameters", "model"];
    private static readonly string[] Others = ["seed", "state", "size", "split", "ratio", "timeout", "port", "version", "workers", "count", "nodes", "cpu", "gpu", "memory", "instances"];

    /// <summary>One of the names, or one of several words after others: <c>example_learning_rate</c>.</summary>
    private static bool IsHyperparameter(string? name)
    {
        if (name is not { Length: > 1 and < 60 })
        {
            return false;
        }

        string[] words = name[(name.LastIndexOf('.') + 1)..].TrimEnd(' ', '=').Split(['_', '-'], StringSplitOptions.RemoveEmptyEntries);
        return Names.Contains(string.Concat(words)) || (words.Length > 2 && Enumerable.Range(1, words.Length - 2).Any(i => Names.Contains(string.Concat(words[i..]))));
    }

    private static IEnumerable<(Location At, string Name)> Python(RepositoryEvidence evidence) =>
        from place in PythonPlace.Of(evidence)
        let calls = place.Module.Calls.SelectMany(c => c.Arguments.SelectMany(a => new[] { a.Name, a.Value }).Where(IsHyperparameter).Select(n => (c.Line, Name: n!)))
        let parameters = place.Module.Definitions.SelectMany(d => d.Parameters.Where(p => IsHyperparameter(p.Name)).Select(p => (d.Line, p.Name)))
        from named in calls.Concat(parameters)
        select (place.At(named.Line), named.Name);

    /// <summary>Keys of a dictionary and names of the module, which the parser does not keep: <c>{"max_depth": "5"}</c>, <c>learning_rate = 6e-4</c>, <c>parameters["lr"]</c>.</summary>
    private static IEnumerable<(Location At, string Name)> Written(RepositoryEvidence evidence) =>
        from place in PythonPlace.Of(evidence)
        let lines = (evidence.Documents.Text(place.File) ?? "").Split('\n')
        from number in Enumerable.Range(0, lines.Length)
        where lines[number].Length < 2_000
        from Match key in Keyed().Matches(lines[number])
        where IsHyperparameter(key.Groups[1].Value)
        select (place.At(number + 1), key.Groups[1].Value);

    private static IEnumerable<(Location At, string Name)> CSharp(RepositoryEvidence evidence) =>
        from source in evidence.Code.CSharp
        where !source.IsTest
        from call in source.Document.Calls.Concat(source.Document.Creations).Concat(source.Document.Assignments)
        from name in call.Arguments.Select(a => a.Name).Append(call.Name)
        where IsHyperparameter(name)
        select (source.At(call.Line), name);

    private static IEnumerable<(Location At, string Name)> Keys(RepositoryEvidence evidence) =>
        from file in evidence.Snapshot.Files
        where file is { HasContent: true, Extension: ".yml" or ".yaml" or ".toml" or ".json" or ".jsonnet" } && evidence.Trees.IsOwn(file)
            && Configurations.Any(c => file.Path.Contains(c, StringComparison.OrdinalIgnoreCase))
        let root = evidence.Documents.Data(file)?.Root
        where root is not null
        from pattern in (string[])["*", "*.*", "*.*.*", .. Sections.Select(s => s + ".*")]
        from entry in KeyPath.Find(root, pattern)
        where IsHyperparameter(entry.Key) || (Sections.Any(s => pattern == s + ".*") && double.TryParse(entry.Value.Text, out _) && !TestKinds.Words(entry.Key).Any(Others.Contains))
        select (new Location(file.Path, entry.Line, entry.Column), entry.Key);

    [GeneratedRegex("""(?:^\s*|["'\\\[,{])(\w+)(?:\\?["']\s*[:\]]|\s*=\s*[\d.])""", RegexOptions.NonBacktracking)]
    private static partial Regex Keyed();
}
