using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>How much of own Python is annotated, and how many C# projects check null.</summary>
internal static class AnnotationMetrics
{
    /// <summary>Share of functions outside tests with any annotation.</summary>
    public static Metric Functions(RepositoryEvidence evidence) =>
        Share(evidence, static _ => true, IsAnnotated, "functions", "have type hints");

    /// <summary>Share of public functions outside tests with any annotation.</summary>
    public static Metric PublicFunctions(RepositoryEvidence evidence) =>
        Share(evidence, static d => d.IsPublic, IsAnnotated, "public functions", "have type hints");

    /// <summary>Share of public functions outside tests with every parameter and the return annotated.</summary>
    public static Metric FullyAnnotatedPublicFunctions(RepositoryEvidence evidence) =>
        Share(evidence, static d => d.IsPublic, static d => d.IsFullyAnnotated, "public functions", "are fully annotated");

    /// <summary>Share of own projects that enable nullable reference types.</summary>
    public static Metric NullableProjects(RepositoryEvidence evidence)
    {
        EvaluatedProject[] projects = [.. evidence.OwnProjects];
        MsBuildValue[] enabled = [.. projects.Select(p => p.Value("Nullable")).OfType<MsBuildValue>().Where(v => v.IsTrue)];
        return Metric.Share(
            enabled.Length,
            projects.Length,
            "C# projects",
            "enable nullable reference types",
            [.. enabled.Take(1).Select(v => new TrailStep(v.Location, "Nullable = " + v.Value))]);
    }

    private static Metric Share(
        RepositoryEvidence evidence,
        Func<PythonDefinition, bool> counted,
        Func<PythonDefinition, bool> met,
        string what,
        string verb)
    {
        int all = 0;
        int part = 0;
        TrailStep? proof = null;
        TrailStep? against = null;
        foreach (Source<PythonModule> source in evidence.Code.Python.Where(s => !s.IsTest))
        {
            foreach (PythonDefinition definition in source.Document.Definitions)
            {
                if (definition.Kind == PythonDefinitionKind.Class || !counted(definition))
                {
                    continue;
                }

                all++;
                if (met(definition))
                {
                    part++;
                    proof ??= new TrailStep(source.At(definition.Line), "def " + definition.Name);
                }
                else
                {
                    against ??= new TrailStep(source.At(definition.Line), "def " + definition.Name);
                }
            }
        }

        return Metric.Share(part, all, what, verb, proof is null ? [] : [proof]) with { Against = against };
    }

    private static bool IsAnnotated(PythonDefinition definition) =>
        definition.HasReturnAnnotation || definition.Parameters.Any(p => p.IsAnnotated);
}
