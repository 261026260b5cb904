using RepoMaturity.Documents.Pipelines;

namespace RepoMaturity.Evidence;

/// <summary>Reads branch filters as the CI hosts write them.</summary>
internal static class BranchFilter
{
    private static readonly string[] MainNames = ["main", "master", "develop", "dev", "trunk", "default"];

    /// <summary>True when one of the triggers is a pull request or a push to a main branch.</summary>
    public static bool OnChange(IReadOnlyList<PipelineTrigger> triggers) => triggers.Any(t =>
        t.Kind == TriggerKind.PullRequest || (t.Kind == TriggerKind.Push && (t.Branches.Count == 0 || ReachesMain(t.Branches))));

    /// <summary>True when the filters together let a main branch through: the last one that matches decides, as on the hosts.</summary>
    private static bool ReachesMain(IReadOnlyList<string> filters)
    {
        bool reaches = false;
        foreach (string filter in filters)
        {
            bool negated = filter.StartsWith('!');
            if (CanMatchMain(negated ? filter[1..] : filter))
            {
                reaches = !negated;
            }
        }

        return reaches;
    }

    /// <summary>
    /// True when a filter can match a main branch: <c>main</c>, <c>refs/heads/master</c>, <c>$default-branch</c>, a wildcard, a regular
    /// expression. The snapshot does not say which branch the host calls default, so every usual name counts.
    /// </summary>
    private static bool CanMatchMain(string filter)
    {
        string name = filter.Trim();
        if (name.StartsWith("refs/heads/", StringComparison.Ordinal))
        {
            name = name["refs/heads/".Length..];
        }

        if (name.Contains("default", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        string plain = name.Trim('^', '$', '/', ' ');
        return plain is "*" or "**" or ".*" || MainNames.Any(m => plain == m || plain == m + "*" || plain.Split('|', '(', ')').Contains(m));
    }
}
