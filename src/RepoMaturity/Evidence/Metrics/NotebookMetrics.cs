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

    /// <summary>Modules outside tests that other code can import or reference: they define something and their name is an identifier.</summary>
    public static Metric Modules(RepositoryEvidence evidence)
    {
        Location[] modules =
        [
            .. evidence.Code.Python
                .Where(s => !s.IsTest && s.Document.Definitions.Count > 0 && IsImportable(s.File))
                .Select(s => s.At(s.Document.Definitions[0].Line)),
            .. evidence.Code.CSharp.Where(s => !s.IsTest && s.Document.Types.Count > 0).Select(s => s.At(s.Document.Types[0].Line)),
        ];
        return new Metric(modules.Length, $"{modules.Length} modules that define something", [.. modules.Take(1).Select(m => new TrailStep(m, ""))]);
    }

    private static bool IsImportable(SnapshotFile file)
    {
        string name = Path.GetFileNameWithoutExtension(file.Name);
        return name is not ("setup" or "noxfile" or "conf" or "jupyter_notebook_config" or "jupyter_server_config")
            && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            && !file.Path.StartsWith('.');
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
