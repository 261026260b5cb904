using RepoMaturity.Evidence.Reviews;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Entries of <c>CODEOWNERS</c> that protect nothing: an owner that is no name, a pattern that fits no file.</summary>
internal sealed class OwnerEntries : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        if (context.Evidence.Owners is not { } owners || owners.File.Name != "CODEOWNERS")
        {
            context.NotApplicable("there is no CODEOWNERS file");
            return;
        }

        string[] paths = [.. context.Evidence.Snapshot.Files.Select(f => f.Path)];
        foreach (OwnerEntry entry in owners.Entries)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (entry.Owners.FirstOrDefault(o => !CodeOwners.IsOwner(o)) is { } nobody)
            {
                context.Fail(entry.Location, $"'{nobody}' is neither @person, @organisation/team nor a mail address");
            }
            else if (entry.Text.StartsWith('!') && owners.File.Directory == ".github")
            {
                context.Fail(entry.Location, $"'{entry.Text}': GitHub does not know '!'; an entry without an owner takes owners away");
            }
            else if (!entry.Text.StartsWith('!') && !paths.Any(entry.Fits))
            {
                context.Fail(entry.Location, $"'{entry.Text}' fits no file");
            }
        }
    }
}
