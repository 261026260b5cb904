using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Actions and workflows of others are used at a commit, which cannot move under the repository's feet.</summary>
internal sealed class PinnedActions : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        (string Reference, Location Location)[] all = [.. GitHubWorkflows.External(context.Evidence)];
        (string Reference, Location Location)[] loose = [.. all.Where(a => !GitHubWorkflows.IsPinned(a.Reference))];
        if (all.Length == 0)
        {
            context.NotApplicable("no workflow uses an action of others");
        }
        else if (loose.Length == 0)
        {
            context.Pass(all[0].Location, $"all {all.Length} uses of actions are pinned");
        }
        else
        {
            context.Fail(loose[0].Location, $"{loose.Length} of {all.Length} uses of actions, {loose[0].Reference} first");
        }
    }
}

/// <summary>Names the uses of actions at a tag or branch.</summary>
internal abstract class LooseActions(bool firstParty) : WorkflowAnalyzer
{
    protected sealed override void AnalyzeWorkflows(AnalysisContext context)
    {
        IEnumerable<(string Reference, Location Location)> loose = GitHubWorkflows.External(context.Evidence)
            .Where(a => !GitHubWorkflows.IsPinned(a.Reference) && GitHubWorkflows.IsFirstParty(a.Reference) == firstParty);

        // One finding for each action and file: the tenth use of the same action says nothing new.
        foreach (var action in loose.GroupBy(a => (a.Location.Path, a.Reference)))
        {
            context.Fail(action.First().Location, action.Key.Reference + (action.Count() > 1 ? $", {action.Count()} times" : ""));
        }
    }
}

/// <summary>Actions of third parties.</summary>
internal sealed class LooseThirdPartyActions() : LooseActions(firstParty: false);

/// <summary>Actions of the host itself.</summary>
internal sealed class LooseFirstPartyActions() : LooseActions(firstParty: true);
