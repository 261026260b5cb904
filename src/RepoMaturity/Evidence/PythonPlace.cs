using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A Python module, or the code of a notebook, with a way to name its places.</summary>
internal readonly record struct PythonPlace(SnapshotFile File, PythonModule Module)
{
    /// <summary>Own Python that is no test.</summary>
    /// <param name="evidence">Of the repository.</param>
    /// <param name="notebooks">False to leave notebooks out.</param>
    public static IEnumerable<PythonPlace> Of(RepositoryEvidence evidence, bool notebooks = true) =>
        evidence.Code.Python.Where(s => !s.IsTest).Select(s => new PythonPlace(s.File, s.Document))
            .Concat(evidence.Code.Notebooks.Where(s => notebooks && s.Document.Module is not null).Select(s => new PythonPlace(s.File, s.Document.Module!)));

    public Location At(int line) => new(File.Path, line);
}
