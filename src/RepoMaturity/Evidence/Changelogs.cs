using RepoMaturity.Documents.Prose;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Files that tell what each version brings.</summary>
internal static class Changelogs
{
    private static readonly string[] Stems = ["changelog", "changes", "history", "news", "releasenotes", "release_notes", "release-notes", "releases", "whats_new", "whatsnew"];
    private static readonly string[] Folders = ["changelog", "changelogs", "changes", "releasenotes", "release_notes", "release-notes", "releases", "whats_new", "whatsnew", "whats-new"];
    private static readonly char[] Separators = [' ', '\t', '(', ')', '[', ']', ',', ':', ';', '/', '|', '*', '`', '—', '–', '#', '='];
    private const int MaxEntry = 80;

    /// <summary>Own changelogs with at least one entry, those nearest to the root first.</summary>
    public static IEnumerable<SnapshotFile> Find(RepositoryEvidence evidence)
    {
        HashSet<string> packages = [.. evidence.Manifests.All.Where(m => m.Package is { IsDistributable: true }).Select(m => m.File.Directory)];
        return evidence.Snapshot.Files
            .Where(f => f.HasContent && IsNamed(f, packages) && evidence.Trees.IsOwn(f))
            .OrderBy(f => f.Path.Count('/'))
            .Where(f => Entries(evidence, f).Any(e => e.IsUnreleased || e.Versions.Count > 0));
    }

    /// <summary>Headings, and short lines that begin with a version: what they speak of, and the words below an open heading.</summary>
    public static IEnumerable<ChangelogEntry> Entries(RepositoryEvidence evidence, SnapshotFile file)
    {
        if (ProseDocument.Of(evidence.Documents, file) is not { } document)
        {
            yield break;
        }

        foreach (Section section in document.Sections)
        {
            bool isOpen = ProseText.HasWord(section.Heading.Text, "unreleased");
            yield return new ChangelogEntry(section.Heading.Line, Versions(section.Heading.Text), isOpen, section.Words);
        }

        int line = 0;
        foreach (string text in (evidence.Documents.Text(file) ?? "").Split('\n'))
        {
            line++;
            string trimmed = text.Trim();
            if (trimmed.Length is > 0 and <= MaxEntry && Versions(trimmed.Split(' ')[0]) is { Count: > 0 } versions)
            {
                yield return new ChangelogEntry(line, versions, IsUnreleased: false, 0);
            }
        }
    }

    /// <summary>
    /// A version as it is spoken of, or null: without its marks for development and pre-releases and without a last zero, since 0.15.0.dev0 is
    /// announced as 0.15.0 or 0.15. A date is a version too: 20250625.
    /// </summary>
    public static string? Release(string version)
    {
        string[] parts = [.. version.Split('.', '-', '+').TakeWhile(p => p.Length > 0 && p.All(char.IsAsciiDigit))];
        return parts is [{ Length: 8 } and ['2', '0', ..]] ? parts[0]
            : parts.Length < 2 ? null
            : string.Join('.', parts is [.., "0"] and { Length: > 2 } ? parts[..^1] : parts);
    }

    /// <summary>All versions of a line as whole words: neither 0.1.2 nor 1.20 speaks of 1.2.</summary>
    private static IReadOnlyList<string> Versions(string text) =>
        [.. text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(Bare).Where(w => w.Length > 0 && char.IsAsciiDigit(w[0])).Select(Release).OfType<string>()];

    /// <summary>Without a leading <c>v</c> and without a package's name: <c>v1.2</c>, <c>churn-1.2</c>, <c>churn@1.2</c>.</summary>
    private static string Bare(string word)
    {
        string trimmed = word.TrimEnd('.');
        for (int i = 0; i < trimmed.Length; i++)
        {
            if (char.IsAsciiDigit(trimmed[i]))
            {
                bool isStart = i == 0 || trimmed[i - 1] is '-' or '@' or '_' || (trimmed[i - 1] is 'v' or 'V' && (i == 1 || trimmed[i - 2] is '-' or '@' or '_'));
                return isStart ? trimmed[i..] : "";
            }
        }

        return "";
    }

    /// <summary>At the root, among the documents or beside a package's manifest; a folder named so holds one file a version: <c>doc/whats_new/v0.14.rst</c>.</summary>
    private static bool IsNamed(SnapshotFile file, HashSet<string> packages)
    {
        if (file.Extension is not (".md" or ".rst" or ".txt" or ""))
        {
            return false;
        }

        bool isPlace = file.Directory.Length == 0 || file.Directory.StartsWith("doc", StringComparison.OrdinalIgnoreCase) || packages.Contains(file.Directory);
        string stem = file.Name[..(file.Name.Length - file.Extension.Length)].ToLowerInvariant();
        string folder = file.Directory[(file.Directory.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return isPlace && (Stems.Contains(stem) || (Folders.Contains(folder) && stem.Contains('.', StringComparison.Ordinal) && Versions(stem).Count > 0));
    }
}

/// <summary>A place of a changelog.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Versions">Versions it speaks of, see <see cref="Changelogs.Release"/>.</param>
/// <param name="IsUnreleased">True for the heading of what is not released yet.</param>
/// <param name="Words">Words below a heading.</param>
internal sealed record ChangelogEntry(int Line, IReadOnlyList<string> Versions, bool IsUnreleased, int Words);
