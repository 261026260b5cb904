using RepoMaturity.Rules;

namespace RepoMaturity.Tool.Commands;

/// <summary>A <c>rules/</c> folder on disk, as authors of rules have it.</summary>
internal static class RuleFolder
{
    /// <summary>The folder given, else the nearest <c>rules/</c> with a <c>guide/</c> at or above the current folder.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static string Find(string? given)
    {
        if (given is not null)
        {
            return IsRuleFolder(given) ? Path.GetFullPath(given) : throw new UsageException($"{given} is no rules folder: it has no guide/ folder");
        }

        for (string? folder = Directory.GetCurrentDirectory(); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (IsRuleFolder(Path.Combine(folder, "rules")))
            {
                return Path.Combine(folder, "rules");
            }
        }

        throw new UsageException("there is no rules/ folder here or above; name one with --directory");
    }

    /// <summary>Reads its catalogue.</summary>
    /// <exception cref="UsageException">A file is wrong; the message names file and line.</exception>
    public static RuleCatalog Load(string folder)
    {
        try
        {
            return RuleCatalog.Load(Directory.EnumerateFiles(folder, "*.yml", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(f => (Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllText(f))));
        }
        catch (Exception e) when (e is FormatException or AggregateException { InnerException: FormatException })
        {
            throw new UsageException((e.InnerException ?? e).Message);
        }
    }

    private static bool IsRuleFolder(string folder) => Directory.Exists(Path.Combine(folder, "guide"));
}
