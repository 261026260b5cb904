using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Privileges;

/// <summary>Role assignments of Bicep, read by line: only the block and the roles that stand in it or in a variable it names.</summary>
internal static class BicepGrants
{
    private const string Owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
    private const string Contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";
    private const int MaxBlockLines = 200;

    public static IEnumerable<RoleGrant> Read(DocumentSet documents, SnapshotFile file)
    {
        string[] lines = documents.Text(file)?.Split('\n') ?? [];
        bool wide = lines.Any(l => l.StartsWith("targetScope", StringComparison.Ordinal) && (l.Contains("'subscription'", StringComparison.Ordinal) || l.Contains("'managementGroup'", StringComparison.Ordinal)));
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("resource ", StringComparison.Ordinal) && lines[i].Contains("'Microsoft.Authorization/roleAssignments@", StringComparison.Ordinal))
            {
                string[] block = [.. lines.Skip(i).Take(MaxBlockLines).TakeWhile((l, n) => n == 0 || !l.StartsWith('}'))];
                yield return Judge(file, lines, block, i + 1, wide);
            }
        }
    }

    private static RoleGrant Judge(SnapshotFile file, string[] lines, string[] block, int first, bool wide)
    {
        int at = Array.FindIndex(block, l => l.TrimStart().StartsWith("roleDefinitionId:", StringComparison.Ordinal));
        string role = at < 0 ? "" : block[at];
        string text = role + string.Concat(lines.Where(l => l.StartsWith("var ", StringComparison.Ordinal) && !l.TrimEnd().EndsWith('{') && Names(l, role)));
        bool scoped = block.Any(l => l.StartsWith("  scope:", StringComparison.Ordinal));
        string? name = text.Contains(Owner, StringComparison.OrdinalIgnoreCase) ? "Owner" : text.Contains(Contributor, StringComparison.OrdinalIgnoreCase) ? "Contributor" : null;
        bool? wildcard = name == "Owner" && !scoped ? true
            : name == "Contributor" && wide && !scoped ? true
            : name is not null || text.Count(c => c == '-') >= 4 ? false
            : null;
        return new RoleGrant(new Location(file.Path, first + Math.Max(0, at)), name ?? "a role assignment", wildcard);
    }

    /// <summary>True when a role's line uses the variable that another line sets.</summary>
    private static bool Names(string variable, string role) =>
        variable.Split((char[])[' ', '='], StringSplitOptions.RemoveEmptyEntries) is [_, var name, ..]
        && role.Split(' ', '(', ')', ',', '{', '}', '\'', '$', '\r').Contains(name);
}
