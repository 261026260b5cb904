using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// A model's architecture is the repository's own: a module that it builds from modules of its own, or a layer with parameters of its own.
/// A head on a pretrained model, and a stack of a library's layers, are none.
/// </summary>
internal sealed class OwnArchitecture : RepositoryAnalyzer
{
    private static readonly string[] Modules =
    [
        "torch.nn.Module", "torch.nn.modules.Module", "tensorflow.keras.Model", "tensorflow.keras.layers.Layer", "tensorflow.keras.models.Model", "tensorflow.Module", "keras.Model", "keras.Layer",
        "keras.layers.Layer", "keras.models.Model", "flax.linen.Module", "flax.nnx.Module", "haiku.Module", "equinox.Module", "paddle.nn.Layer", "mindspore.nn.Cell", "mxnet.gluon.Block",
        "mxnet.gluon.HybridBlock", "mxnet.gluon.nn.Block", "mxnet.gluon.nn.HybridBlock", "tensorflow.python.keras.layers.Layer", "torch_geometric.nn.MessagePassing", "torch_geometric.nn.conv.MessagePassing",
    ];

    /// <summary>Calls that make a parameter, by their last name.</summary>
    private static readonly string[] Parameters = ["add_weight", "add_variable", "get_variable", "register_parameter", "create_parameter"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        PythonPlace[] places = [.. PythonPlace.Of(evidence, notebooks: false)];
        ILookup<string, (PythonPlace Place, PythonDefinition Class)> classes = places
            .SelectMany(p => p.Module.Definitions.Where(d => d.Kind == PythonDefinitionKind.Class).Select(d => (Place: p, Class: d)))
            .ToLookup(c => c.Class.Name, StringComparer.Ordinal);
        HashSet<string> own = [.. classes.Where(g => g.Any(c => IsModule(c.Class, classes, []))).Select(g => g.Key)];
        (Location At, string Text)? found = places.SelectMany(p => p.Module.Calls.Where(c => Proves(c, own)).Select(c => ((Location, string)?)(p.At(c.Line), TextOf(c)))).FirstOrDefault();
        (Location At, string Text)[] csharp = [.. evidence.Code.Calls(ofTests: false).InCSharp(["RegisterComponents", "*.RegisterComponents"]).Select(s => (s.Location, s.Call.Name))];
        if (found is { } place)
        {
            context.Pass(place.At, place.Text);
        }
        else if (csharp.Length > 1)
        {
            context.Pass(csharp[0].At, csharp[0].Text);
        }
        else
        {
            context.Fail(new(""), "no module builds a model from modules or parameters of its own");
        }
    }

    /// <summary>A class that a framework's module is a base of, over bases of its own.</summary>
    private static bool IsModule(PythonDefinition definition, ILookup<string, (PythonPlace Place, PythonDefinition Class)> classes, HashSet<string> seen) =>
        definition.Bases.Any(b => Modules.Contains(b) || (seen.Add(Last(b)) && classes[Last(b)].Any(c => c.Class != definition && IsModule(c.Class, classes, seen))));

    private static bool Proves(PythonCall call, HashSet<string> own)
    {
        string name = Last(call.Target);
        PythonDefinition? around = call.Enclosing?.Parent;
        bool isInModule = around is not null && own.Contains(around.Name);
        return (isInModule && call.Target is "torch.nn.Parameter" or "torch.nn.parameter.Parameter")
            || (isInModule && own.Contains(name) && name != around!.Name)
            || (isInModule && call.Target == "self.param")
            || (Parameters.Contains(name) && call.Enclosing is not null)
            || (call.Target is "tensorflow.Variable" or "tensorflow.compat.v1.Variable" && call.Enclosing is not null && call.Keyword("trainable") is null);
    }

    private static string TextOf(PythonCall call) => call.Enclosing?.Parent is { } around ? $"{Last(call.Target)} in {around.Name}" : Last(call.Target);

    private static string Last(string dotted) => dotted[(dotted.LastIndexOf('.') + 1)..];
}
