using System.Diagnostics.CodeAnalysis;

namespace RepoMaturity.Rules;

/// <summary>Finds an analyzer by the name that a rule's YAML gives: the class of that name below <c>Rules/Analyzers</c>, whose folders share one namespace.</summary>
internal static class AnalyzerRegistry
{
    private const string Namespace = "RepoMaturity.Rules.Analyzers.";

    /// <exception cref="FormatException">There is no such analyzer.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2057", Justification = "ILLink.Descriptors.xml keeps the whole namespace.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "ILLink.Descriptors.xml keeps the whole namespace.")]
    public static RepositoryAnalyzer Create(string name) =>
        Type.GetType(Namespace + name) is { } type && type.IsSubclassOf(typeof(RepositoryAnalyzer))
            ? (RepositoryAnalyzer)Activator.CreateInstance(type)!
            : throw new FormatException($"there is no analyzer '{name}'");
}
