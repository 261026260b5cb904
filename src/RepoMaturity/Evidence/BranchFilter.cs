namespace RepoMaturity.Evidence;

/// <summary>Reads branch filters as the CI hosts write them.</summary>
internal static class BranchFilter
{
    private static readonly string[] MainNames = ["main", "master", "develop", "dev", "trunk", "default"];

    /// <summary>
    /// True when a filter can match a main branch: <c>main</c>, <c>refs/heads/master</c>, <c>$default-branch</c>, a wildcard, a regular
    /// expression. The snapshot does not say which branch the host calls default, so every usual name counts.
    /// </summary>
    public static bool CanMatchMain(string filter)
    {
        string name = filter.Trim();
        if (name.StartsWith('!'))
        {
            return false;
        }

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
