using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Reviews;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Every own source file, tests aside, has an owner.</summary>
internal sealed class OwnersCoverSource : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        SnapshotFile[] sources =
        [
            .. evidence.Snapshot.Files.Where(f => f.HasContent && f.Extension is ".py" or ".cs" or ".ipynb" && evidence.Trees.IsOwn(f) && !evidence.Trees.IsTest(f)),
        ];
        OwnershipOf(context, sources.Select(f => f.Path), "own source");
    }

    /// <summary>Judges whether all of some paths have owners.</summary>
    internal static void OwnershipOf(AnalysisContext context, IEnumerable<string> paths, string what)
    {
        string[] all = [.. paths.Distinct(StringComparer.Ordinal)];
        CodeOwners? owners = context.Evidence.Owners;
        if (all.Length == 0)
        {
            context.NotApplicable($"there is no {what}");
        }
        else if (owners is null && context.Evidence.Changes.IsOnAzureDevOps)
        {
            context.Open("no file names owners; Azure DevOps keeps required reviewers in its branch policies: look there");
        }
        else if (owners is null)
        {
            context.Fail(default, "there is no CODEOWNERS file where a host reads it");
        }
        else
        {
            OwnerEntry?[] found = [.. all.Select(owners.Of)];
            string[] bare = [.. all.Where((_, i) => found[i] is null)];
            if (bare.Length > 0)
            {
                context.Fail(new Location(owners.File.Path), $"{bare.Length} of {all.Length} files have none, such as {bare[0]}", new TrailStep(new Location(owners.File.Path), "owners"), new TrailStep(new Location(bare[0]), "nobody"));
            }
            else
            {
                context.Pass(found[0]!.Location, $"{found[0]!.Text} owns {all[0]}{(all.Length > 1 ? $" and so for all {all.Length} files" : "")}");
            }
        }
    }
}
