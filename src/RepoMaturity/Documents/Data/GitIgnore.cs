using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Data;

/// <summary>All ignore files of one kind in a snapshot, with git's precedence: deeper files over higher ones, later lines over earlier ones.</summary>
internal sealed class GitIgnore
{
    private const int MaxRules = 2_000;
    private readonly Dictionary<string, List<IgnoreRule>> _byFolder = new(StringComparer.Ordinal);

    private GitIgnore()
    {
    }

    /// <summary>One line of an ignore file.</summary>
    internal sealed record IgnoreRule(GitPattern Pattern, bool IsNegated, Location Location, string Text);

    /// <summary>Reads all files of that name: <c>.gitignore</c>, or <c>.dvcignore</c> and its kin, which have the same syntax.</summary>
    public static GitIgnore Of(DocumentSet documents, string name = ".gitignore")
    {
        GitIgnore ignore = new();
        foreach (SnapshotFile file in documents.Snapshot.Files)
        {
            if (file.Name == name && documents.Text(file) is { } text)
            {
                ignore._byFolder[file.Directory] = RulesOf(file.Path, text);
            }
        }

        return ignore;
    }

    /// <summary>True when git would leave out an untracked file at this path; a folder's path ends in a slash.</summary>
    public bool Matches(string path) => Decides(path) is { IsNegated: false };

    /// <summary>The line that decides, or null: the topmost ignored folder wins, since git never looks inside it.</summary>
    public IgnoreRule? Decides(string path)
    {
        bool isFolder = path.EndsWith('/');
        string whole = path.Trim('/');
        for (int slash = whole.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = whole.IndexOf('/', slash + 1))
        {
            if (DecidesOne(whole[..slash], isFolder: true) is { IsNegated: false } rule)
            {
                return rule;
            }
        }

        return whole.Length == 0 ? null : DecidesOne(whole, isFolder);
    }

    private IgnoreRule? DecidesOne(string path, bool isFolder)
    {
        for (string? folder = RepositoryPath.Parent(path); folder is not null; folder = RepositoryPath.Parent(folder))
        {
            if (!_byFolder.TryGetValue(folder, out List<IgnoreRule>? rules))
            {
                continue;
            }

            string relative = folder.Length == 0 ? path : path[(folder.Length + 1)..];
            for (int i = rules.Count - 1; i >= 0; i--)
            {
                if ((isFolder || !rules[i].Pattern.IsDirectory) && rules[i].Pattern.Matches(relative))
                {
                    return rules[i];
                }
            }
        }

        return null;
    }

    private static List<IgnoreRule> RulesOf(string path, string text)
    {
        List<IgnoreRule> rules = [];
        int line = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            line++;
            string pattern = WithoutTrailingSpaces(raw);
            if (pattern.Length == 0 || pattern[0] == '#' || rules.Count >= MaxRules)
            {
                continue;
            }

            bool isNegated = pattern[0] == '!';
            if (GitPattern.Parse(isNegated ? pattern[1..] : pattern) is { } parsed)
            {
                rules.Add(new IgnoreRule(parsed, isNegated, new Location(path, line, 1), pattern));
            }
        }

        return rules;
    }

    /// <summary>Spaces at the end count only behind a backslash.</summary>
    private static string WithoutTrailingSpaces(ReadOnlySpan<char> line)
    {
        int end = line.Length;
        while (end > 0 && line[end - 1] is ' ' && !(end > 1 && line[end - 2] == '\\'))
        {
            end--;
        }

        return line[..end].ToString();
    }
}
