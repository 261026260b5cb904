using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Metrics;

/// <summary>How much of own code lies in notebooks; code lines only, tests count as modules.</summary>
internal static class NotebookMetrics
{
    public static Metric CodeShare(RepositoryEvidence evidence)
    {
        (int modules, int notebooks, TrailStep? largest) = Count(evidence);
        return Metric.Share(notebooks, modules + notebooks, "code lines", "lie in notebooks", largest is { } step ? [step] : []);
    }

    public static Metric ModuleShare(RepositoryEvidence evidence)
    {
        (int modules, int notebooks, TrailStep? largest) = Count(evidence);
        return Metric.Share(modules, modules + notebooks, "code lines", "lie outside notebooks", largest is { } step ? [step] : []);
    }

    private static (int Modules, int Notebooks, TrailStep? Largest) Count(RepositoryEvidence evidence)
    {
        int modules = evidence.Code.Python.Sum(s => s.Document.CodeLines) + evidence.Code.CSharp.Sum(s => s.Document.LineCount);
        int notebooks = 0;
        (int Lines, TrailStep Step)? largest = null;
        foreach (Source<Documents.Notebooks.Notebook> source in evidence.Code.Notebooks)
        {
            int lines = source.Document.Module?.CodeLines ?? 0;
            notebooks += lines;
            if (largest is null || lines > largest.Value.Lines)
            {
                largest = (lines, new TrailStep(source.At(1), $"{lines} code lines"));
            }
        }

        return (modules, notebooks, largest?.Step);
    }
}
