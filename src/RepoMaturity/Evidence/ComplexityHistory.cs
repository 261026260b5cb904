using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence.Metrics;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>
/// The complexity of own functions in an older commit. What has not changed since is taken from now, so that only the files that have are
/// parsed, and of these no more than <see cref="MaxBytes"/>.
/// </summary>
internal static class ComplexityHistory
{
    private const long MaxBytes = 4 * 1024 * 1024;

    /// <summary>Number of functions and sum of their complexity; null when the commit cannot be read or too much has changed since.</summary>
    public static (int Count, long Sum)? At(RepositoryEvidence evidence, GitCommit commit, CancellationToken cancellationToken)
    {
        if (evidence.Snapshot.History.ChangedSince(commit) is not { } changed)
        {
            return null;
        }

        SnapshotFile[] old = [.. changed.Values.OfType<SnapshotFile>().Where(f => f.Extension is ".py" or ".cs" && f.Size > 0 && evidence.Trees.WasOwnCode(f))];
        if (old.Sum(f => f.Size) > MaxBytes)
        {
            return null;
        }

        int count = 0;
        long sum = 0;
        foreach ((Location at, string _, int complexity) in ComplexityMetrics.Functions(evidence))
        {
            if (!changed.ContainsKey(at.Path))
            {
                count++;
                sum += complexity;
            }
        }

        try
        {
            Parallel.ForEach(old, new ParallelOptions { CancellationToken = cancellationToken }, file =>
            {
                int[] functions = Functions(file);
                Interlocked.Add(ref count, functions.Length);
                Interlocked.Add(ref sum, functions.Sum());
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.All(i => i is SnapshotReadException))
        {
            return null;
        }

        return (count, sum);
    }

    private static int[] Functions(SnapshotFile file)
    {
        if (file.Extension == ".py")
        {
            return [.. ComplexityMetrics.Functions(PythonModule.Parse(file.Read())).Select(f => f.Complexity)];
        }

        CSharpFile document = CSharpReader.Load(file, file.Read());
        return document.IsGenerated ? [] : [.. ComplexityMetrics.Functions(document).Select(m => m.Complexity)];
    }
}
