namespace RepoMaturity.Snapshots;

/// <summary>Arithmetic on paths inside a repository; never touches the disk.</summary>
internal static class RepositoryPath
{
    /// <summary>Joins and normalises; null when the result would leave the root or is absolute.</summary>
    public static string? Combine(string directory, string relative)
    {
        string candidate = relative.Replace('\\', '/');
        if (candidate.StartsWith('/') || (candidate.Length > 1 && candidate[1] == ':'))
        {
            return null;
        }

        List<string> parts = [];
        foreach (string part in (directory + "/" + candidate).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
            {
                continue;
            }

            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
                continue;
            }

            parts.Add(part);
        }

        return string.Join('/', parts);
    }

    /// <summary>True when <paramref name="path"/> is <paramref name="directory"/> or lies below it; the root holds everything.</summary>
    public static bool IsWithin(string path, string directory) =>
        directory.Length == 0
        || path == directory
        || (path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, StringComparison.Ordinal));

    /// <summary>The folder above, or null at the root.</summary>
    public static string? Parent(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        int slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }
}
