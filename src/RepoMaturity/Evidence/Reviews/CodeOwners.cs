using RepoMaturity.Documents;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Reviews;

/// <summary>One entry: a pattern and who owns what it fits; without owners it takes them away.</summary>
internal sealed record OwnerEntry(string Text, GitPattern? Pattern, IReadOnlyList<string> Owners, Location Location, string Section)
{
    /// <summary>As hosts read it: a folder holds all below it, but <c>docs/*</c> only what lies right in it.</summary>
    public bool Fits(string path)
    {
        if (Pattern is null)
        {
            return false;
        }

        if (!Pattern.IsDirectory && Pattern.Matches(path))
        {
            return true;
        }

        bool isShallow = Text.EndsWith("/*", StringComparison.Ordinal);
        for (string? folder = isShallow ? null : RepositoryPath.Parent(path); folder is { Length: > 0 }; folder = RepositoryPath.Parent(folder))
        {
            if (Pattern.Matches(folder))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Who owns which paths, from the one <c>CODEOWNERS</c> that the host reads or from <c>OWNERS</c> files in the folders.</summary>
internal sealed class CodeOwners
{
    private const int MaxEntries = 5_000;

    /// <summary>In the order in which hosts look: the first one counts.</summary>
    private static readonly string[] Places =
        [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS", ".forgejo/CODEOWNERS", ".bitbucket/CODEOWNERS"];

    private CodeOwners(SnapshotFile file, IReadOnlyList<OwnerEntry> entries)
    {
        File = file;
        Entries = entries;
    }

    public SnapshotFile File { get; }

    /// <summary>Entries in the order of the file; the last one that fits a path counts.</summary>
    public IReadOnlyList<OwnerEntry> Entries { get; }

    public static CodeOwners? Find(DocumentSet documents)
    {
        foreach (string place in Places)
        {
            if (documents.Snapshot.Find(place) is { HasContent: true } file && documents.Text(file) is { } text && Parse(file, text) is { Count: > 0 } entries)
            {
                return new CodeOwners(file, entries);
            }
        }

        OwnerEntry[] folders = [.. documents.Snapshot.Named("OWNERS").Where(f => f.Name == "OWNERS" && f.HasContent).SelectMany(f => OfFolder(documents, f)).OrderBy(e => e.Location.Path.Count('/'))];
        return folders.Length == 0 ? null : new CodeOwners(documents.Snapshot.Find(folders[0].Location.Path)!, folders);
    }

    /// <summary>The entry that gives a path its owners, or null: in each section the last that fits counts, and one section is enough.</summary>
    public OwnerEntry? Of(string path)
    {
        HashSet<string> decided = new(StringComparer.Ordinal);
        for (int i = Entries.Count - 1; i >= 0; i--)
        {
            if (!decided.Contains(Entries[i].Section) && Entries[i].Fits(path) && decided.Add(Entries[i].Section) && Entries[i].Owners.Count > 0)
            {
                return Entries[i];
            }
        }

        return null;
    }

    /// <summary>True for <c>@person</c>, <c>@org/team</c>, <c>@@role</c> and mail addresses.</summary>
    public static bool IsOwner(string owner) => owner.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at && at < owner.Length - 1;

    private static List<OwnerEntry> Parse(SnapshotFile file, string text)
    {
        List<OwnerEntry> entries = [];
        (string Section, IReadOnlyList<string> Defaults) at = ("", []);
        int number = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            number++;
            string[] words = Words(raw.ToString());
            if (words.Length == 0 || entries.Count >= MaxEntries)
            {
                continue;
            }

            // GitLab's sections: `[Name]`, `^[Name][2] @default`; a name may hold spaces.
            if (words[0].TrimStart('^').StartsWith('[') && string.Join(' ', words).LastIndexOf(']') is > 0 and var close)
            {
                string line = string.Join(' ', words);
                at = (line[..(close + 1)], [.. line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
                continue;
            }

            string[] owners = words[1..];
            bool isExclusion = words[0].StartsWith('!');
            entries.Add(new OwnerEntry(
                words[0],
                GitPattern.Parse(isExclusion ? words[0][1..] : words[0]),
                isExclusion ? [] : owners.Length > 0 ? owners : at.Defaults,
                new Location(file.Path, number),
                at.Section));
        }

        return entries;
    }

    /// <summary>Words of a line up to a comment; a backslash keeps a space or a hash in a pattern.</summary>
    private static string[] Words(string line)
    {
        List<string> words = [];
        int start = -1;
        for (int i = 0; i <= line.Length; i++)
        {
            bool isEnd = i == line.Length || char.IsWhiteSpace(line[i]);
            if (isEnd && start >= 0)
            {
                words.Add(line[start..i]);
                start = -1;
            }
            else if (!isEnd && start < 0)
            {
                if (line[i] == '#')
                {
                    break;
                }

                start = i;
            }

            i += i < line.Length && line[i] == '\\' && start >= 0 && i + 1 < line.Length ? 1 : 0;
        }

        return [.. words];
    }

    /// <summary>An <c>OWNERS</c> file of a folder, as Kubernetes projects keep them.</summary>
    private static IEnumerable<OwnerEntry> OfFolder(DocumentSet documents, SnapshotFile file)
    {
        DataNode? root = documents.Text(file) is { } text ? YamlLoader.Load(text).Root : null;
        string[] people = [.. new[] { root?["approvers"], root?["reviewers"] }.SelectMany(n => n?.OneOrMany() ?? []).Select(n => n.Text ?? "").Where(n => n.Length > 0).Select(n => "@" + n)];
        return people.Length == 0 ? [] : [new OwnerEntry(file.Directory.Length == 0 ? "*" : file.Directory + "/", GitPattern.Parse(file.Directory.Length == 0 ? "*" : "/" + file.Directory + "/"), people, new Location(file.Path), "")];
    }
}
