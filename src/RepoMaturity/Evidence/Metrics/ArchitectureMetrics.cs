using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>
/// Architectures of models that are the repository's own: a module that it builds from modules of its own, or a layer with parameters of its
/// own. A head on a pretrained model, and a stack of a library's layers, are none.
/// </summary>
internal static class ArchitectureMetrics
{
    /// <summary>Places in modules that show one; those of notebooks are trials.</summary>
    public static Metric Own(RepositoryEvidence evidence)
    {
        string[] bases = [.. evidence.Technologies.WithCapability("network-module").SelectMany(t => t.Imports)];
        PythonPlace[] places = [.. PythonPlace.Of(evidence, notebooks: false)];
        ILookup<string, PythonDefinition> classes = places
            .SelectMany(p => p.Module.Definitions.Where(d => d.Kind == PythonDefinitionKind.Class))
            .ToLookup(c => c.Name, StringComparer.Ordinal);
        HashSet<string> frameworks = [.. bases.Select(b => b.Split('.')[0])];
        HashSet<string> own = [.. classes.Where(g => g.Any(c => IsModule(c, bases, classes, []))).Select(g => g.Key)];
        IEnumerable<TrailStep> composed =
            from place in places
            from call in place.Module.Calls
            let around = call.Enclosing?.Parent
            where around is not null && own.Contains(around.Name) && own.Contains(Last(call.Target)) && !frameworks.Contains(call.Target.Split('.')[0]) && Last(call.Target) != around.Name
            select new TrailStep(place.At(call.Line), $"{Last(call.Target)} in {around.Name}");
        IEnumerable<TrailStep> parameters =
            from fact in evidence.Technologies.Facts("network-parameter")
            where fact.Strength == Strength.Used && fact.Location.Path.EndsWith(".py", StringComparison.Ordinal) && !evidence.Trees.IsTestPath(fact.Location.Path)
            select fact.Trail[^1];
        TrailStep[] csharp = [.. evidence.Code.Calls(ofTests: false).InCSharp(["RegisterComponents", "*.RegisterComponents"]).Select(s => new TrailStep(s.Location, s.Call.Name))];
        TrailStep[] all = [.. composed, .. parameters, .. csharp.Length > 1 ? csharp : []];
        return all.Length > 0
            ? new Metric(all.Length, all[0].Text, all)
            : new Metric(0, "no module builds a model from modules or parameters of its own", []);
    }

    /// <summary>A class that a framework's module is a base of, over bases of its own.</summary>
    private static bool IsModule(PythonDefinition definition, string[] bases, ILookup<string, PythonDefinition> classes, HashSet<string> seen) =>
        definition.Bases.Any(b => bases.Contains(b) || (seen.Add(Last(b)) && classes[Last(b)].Any(c => c != definition && IsModule(c, bases, classes, seen))));

    private static string Last(string dotted) => dotted[(dotted.LastIndexOf('.') + 1)..];
}
