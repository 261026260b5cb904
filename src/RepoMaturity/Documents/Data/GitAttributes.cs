using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Data;

/// <summary>Attributes of paths from all <c>.gitattributes</c> of a snapshot; for each attribute the last matching line of the deepest file counts.</summary>
internal sealed class GitAttributes
{
    private const int MaxRules = 2_000;
    private readonly List<(string Folder, GitPattern Pattern, KeyValuePair<string, string?>[] Values, Location Location)> _rules = [];

    private GitAttributes()
    {
    }

    public static GitAttributes Of(DocumentSet documents)
    {
        GitAttributes attributes = new();
        foreach (SnapshotFile file in documents.Snapshot.Files.Where(f => f.Name == ".gitattributes").OrderBy(f => f.Directory.Length == 0 ? 0 : f.Directory.Count(c => c == '/') + 1))
        {
            attributes.Add(file, documents.Text(file) ?? "");
        }

        return attributes;
    }

    /// <summary>Attributes set on a path: <c>true</c> for <c>name</c>, <c>false</c> for <c>-name</c>, else the value; <c>!name</c> takes one away.</summary>
    public IReadOnlyDictionary<string, string> For(string path)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach ((string folder, GitPattern pattern, KeyValuePair<string, string?>[] values, _) in _rules)
        {
            if (Fits(path, folder, pattern))
            {
                foreach ((string name, string? value) in values)
                {
                    if (value is null)
                    {
                        found.Remove(name);
                    }
                    else
                    {
                        found[name] = value;
                    }
                }
            }
        }

        return found;
    }

    /// <summary>The line that decides an attribute of a path, or null.</summary>
    public Location? Where(string path, string name)
    {
        foreach ((string folder, GitPattern pattern, KeyValuePair<string, string?>[] values, Location location) in Enumerable.Reverse(_rules))
        {
            if (values.Any(v => v.Key == name) && Fits(path, folder, pattern))
            {
                return location;
            }
        }

        return null;
    }

    public bool IsVendored(string path) => Is(path, "linguist-vendored");

    public bool IsGenerated(string path) => Is(path, "linguist-generated");

    public bool IsDocumentation(string path) => Is(path, "linguist-documentation");

    /// <summary>True when the content of a path is kept by git LFS.</summary>
    public bool IsLfs(string path) => For(path).GetValueOrDefault("filter") == "lfs";

    private static bool Fits(string path, string folder, GitPattern pattern) =>
        RepositoryPath.IsWithin(path, folder) && pattern.Matches(folder.Length == 0 ? path : path[(folder.Length + 1)..]);

    private bool Is(string path, string name) => For(path).GetValueOrDefault(name) == "true";

    private void Add(SnapshotFile file, string text)
    {
        int line = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            line++;
            string[] words = raw.ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            bool isRule = words.Length > 1 && words[0][0] != '#' && !words[0].StartsWith("[attr]", StringComparison.Ordinal);

            // Unlike in ignore files, a pattern for a folder fits nothing and a negative one is forbidden.
            if (isRule && words[0][0] != '!' && _rules.Count < MaxRules && GitPattern.Parse(words[0].Trim('"')) is { IsDirectory: false } pattern)
            {
                _rules.Add((file.Directory, pattern, [.. words[1..].SelectMany(Expand)], new Location(file.Path, line)));
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Expand(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        yield return word[0] switch
        {
            '-' => KeyValuePair.Create(word[1..], (string?)"false"),
            '!' => KeyValuePair.Create(word[1..], (string?)null),
            _ when equals > 0 => KeyValuePair.Create(word[..equals], (string?)word[(equals + 1)..]),
            _ => KeyValuePair.Create(word, (string?)"true"),
        };

        if (word == "binary")
        {
            yield return KeyValuePair.Create("diff", (string?)"false");
            yield return KeyValuePair.Create("merge", (string?)"false");
            yield return KeyValuePair.Create("text", (string?)"false");
        }
    }
}
