using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>How much of own code outside tests says what it does.</summary>
internal static class DocumentationMetrics
{
    /// <summary>Share of Python functions with a docstring, private and nested ones too.</summary>
    public static Metric Functions(RepositoryEvidence evidence) =>
        Share(Python(evidence, static d => d.Kind != PythonDefinitionKind.Class), "functions");

    /// <summary>
    /// Share of public definitions with a docstring or an XML comment. What takes its text from elsewhere is not asked: magic methods
    /// (<c>__init__</c> is described with its class), overloads, setters, overrides. C# fields and members of enums are not counted.
    /// </summary>
    public static Metric PublicDefinitions(RepositoryEvidence evidence) =>
        Share(Python(evidence, static d => d.IsPublic && !d.IsMagic && !d.Decorators.Any(TakesItsText)).Concat(CSharp(evidence)), "public definitions");

    private static Metric Share(IEnumerable<(Location At, string Name, bool IsDocumented)> definitions, string what)
    {
        int all = 0;
        int documented = 0;
        TrailStep? proof = null;
        TrailStep? against = null;
        foreach ((Location at, string name, bool isDocumented) in definitions)
        {
            all++;
            if (isDocumented)
            {
                documented++;
                proof ??= new TrailStep(at, name);
            }
            else
            {
                against ??= new TrailStep(at, name);
            }
        }

        return Metric.Share(documented, all, what, "are documented", proof is null ? [] : [proof]) with { Against = against };
    }

    private static IEnumerable<(Location At, string Name, bool IsDocumented)> Python(RepositoryEvidence evidence, Func<PythonDefinition, bool> counted) =>
        from source in evidence.Code.Python
        where !source.IsTest && source.File.Extension != ".pyi"
        from definition in source.Document.Definitions
        where counted(definition)
        select (source.At(definition.Line), (definition.Kind == PythonDefinitionKind.Class ? "class " : "def ") + definition.Name, definition.HasDocstring);

    private static bool TakesItsText(PythonDecorator decorator) =>
        decorator.Target is "typing.overload" or "overload" or "typing.override" or "typing_extensions.override" or "typing_extensions.overload" or "override"
        || decorator.Name.EndsWith(".setter", StringComparison.Ordinal)
        || decorator.Name.EndsWith(".deleter", StringComparison.Ordinal);

    /// <summary>As CS1591 means public; a partial type is documented when one of its parts is.</summary>
    private static IEnumerable<(Location At, string Name, bool IsDocumented)> CSharp(RepositoryEvidence evidence)
    {
        Source<CSharpFile>[] files = [.. evidence.Code.CSharp.Where(s => !s.IsTest && !s.Document.IsGenerated)];
        IEnumerable<(Location At, string Name, bool IsDocumented)> types =
            from source in files
            from type in source.Document.Types
            where type.IsPublic
            group (At: source.At(type.Line), Type: type) by type.QualifiedName into parts
            select (parts.First().At, $"{parts.First().Type.Kind} {parts.First().Type.Name}", parts.Any(p => p.Type.HasDocumentation));
        IEnumerable<(Location At, string Name, bool IsDocumented)> members =
            from source in files
            from member in source.Document.Members
            where member.IsPublic && !member.IsOverride
            select (source.At(member.Line), member.Name, member.HasDocumentation);
        return types.Concat(members);
    }
}
