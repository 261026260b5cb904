using System.Buffers;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Links of READMEs and documents to files and headings of the repository that are not there; silent where a host or a site builder may know better.</summary>
internal sealed class DeadRelativeLinks : RepositoryAnalyzer
{
    /// <summary>Pages that a host serves under the repository's address and no file stands for.</summary>
    private static readonly string[] HostPages =
    [
        "issues", "pulls", "pull", "releases", "wiki", "actions", "discussions", "projects", "security", "tags", "milestones", "labels", "stargazers",
        "network", "graphs", "commits", "commit", "compare", "blob", "tree", "raw", "edit", "new", "fork", "pulse", "contributors", "-", "_git",
    ];

    /// <summary>Folders that a run or a build fills.</summary>
    private static readonly string[] Made = ["outputs", "output", "build", "_build", "dist", "site", "_site"];

    /// <summary>Marks of templates, placeholders and mail addresses.</summary>
    private static readonly SearchValues<char> Foreign = SearchValues.Create("{}<>$*|\"'`\\, @");

    /// <summary>Marks of anchors that a documentation builder makes from code.</summary>
    private static readonly SearchValues<char> Generated = SearchValues.Create(".:(=/~");

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        RepositoryLinks links = new(evidence);
        bool any = false;
        foreach (SnapshotFile file in evidence.Snapshot.Files.Where(f => IsDocument(f) && evidence.Trees.IsOwn(f) && !evidence.Trees.IsTest(f)))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (ProseDocument.Of(evidence.Documents, file) is { } document)
            {
                any = true;
                foreach (Link link in document.Links)
                {
                    if (Defect(evidence, links, file, document, link) is { } message)
                    {
                        context.Fail(new Location(file.Path, link.Line, link.Column), message);
                    }
                }
            }
        }

        if (!any)
        {
            context.NotApplicable("there is no README or Markdown document");
        }
    }

    /// <summary>Documents whose links a host resolves against the file; forms of issues and pull requests are shown elsewhere.</summary>
    private static bool IsDocument(SnapshotFile file) =>
        file.HasContent
        && (file.Extension is ".md" or ".markdown" || (file.Extension == ".rst" && file.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase)))
        && !file.Path.Contains("_TEMPLATE", StringComparison.OrdinalIgnoreCase)
        && file.Path.AsSpan().IndexOfAny('{', '<') < 0;

    private static string? Defect(RepositoryEvidence evidence, RepositoryLinks links, SnapshotFile file, ProseDocument document, Link link)
    {
        string target = link.Target;
        if (IsElsewhere(target))
        {
            return null;
        }

        int hash = target.IndexOf('#', StringComparison.Ordinal);
        string anchor = hash < 0 ? "" : target[(hash + 1)..];
        string path = Uri.UnescapeDataString((hash < 0 ? target : target[..hash]).Split('?')[0]);
        if (path.Length == 0)
        {
            return IsRendered(file) && !HasAnchor(evidence, file, document, anchor) ? $"no heading has the anchor '#{anchor}'" : null;
        }

        bool isReadme = file.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase);
        if (path.StartsWith('/') && !isReadme)
        {
            return null; // A site builder decides what the root is.
        }

        string? resolved = path.StartsWith('/') ? RepositoryPath.Combine("", path.TrimStart('/')) : RepositoryPath.Combine(file.Directory, path);
        if (resolved is null || resolved.Split('/').Any(p => HostPages.Contains(p) || Made.Contains(p)) || (!isReadme && !HasExtension(resolved)))
        {
            return null;
        }

        switch (links.Look(resolved))
        {
            case PathVerdict.Missing when isReadme || !IsBuilt(evidence, file, resolved):
                return $"'{target}' is not in the repository";
            case PathVerdict.OtherCase:
                return $"'{target}' differs only by capitals from {links.SpellingOf(resolved)}, so it is dead on Linux and on code hosts";
            case PathVerdict.Found when anchor.Length > 0 && evidence.Snapshot.Find(resolved) is { HasContent: true } other && IsDocument(other) && IsRendered(other):
                return ProseDocument.Of(evidence.Documents, other) is { } text && !HasAnchor(evidence, other, text, anchor) ? $"{resolved} has no heading with the anchor '#{anchor}'" : null;
            default:
                return null;
        }
    }

    /// <summary>Addresses with a scheme, templates, placeholders, mail.</summary>
    private static bool IsElsewhere(string target) =>
        target.Length > 500
        || target.StartsWith("//", StringComparison.Ordinal)
        || target.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
        || target.AsSpan().ContainsAny(Foreign)
        || target.Contains("...", StringComparison.Ordinal)
        || target.Split('/', '#', '?')[0].Contains(':', StringComparison.Ordinal);

    private static bool HasExtension(string path) => Path.GetExtension(path) is { Length: > 1 and <= 6 } extension && !extension.Equals(".html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Pages of a site may link to what its builder makes: only files of Markdown and pictures beside them are looked for there.</summary>
    private static bool IsBuilt(RepositoryEvidence evidence, SnapshotFile file, string target) =>
        file.Directory.Length > 0
        && evidence.Snapshot.Files.Any(f => f.Name is "mkdocs.yml" or "mkdocs.yaml" or "conf.py" or "docusaurus.config.js" or "docusaurus.config.ts" or "docfx.json" or "_toc.yml" or "_quarto.yml" or "_config.yml" or "SUMMARY.md"
            && RepositoryPath.IsWithin(file.Path, f.Directory))
        && !evidence.Snapshot.HasDirectory(RepositoryPath.Parent(target) ?? "");

    private static bool IsRendered(SnapshotFile file) => file.Extension is ".md" or ".markdown";

    /// <summary>Builders and hosts make anchors a little differently, so only letters and digits are compared; anchors set by hand count.</summary>
    private static bool HasAnchor(RepositoryEvidence evidence, SnapshotFile file, ProseDocument document, string anchor)
    {
        const string prefix = "user-content-";
        anchor = Uri.UnescapeDataString(anchor);
        anchor = anchor.StartsWith(prefix, StringComparison.Ordinal) ? anchor[prefix.Length..] : anchor;
        string plain = Plain(anchor);
        if (plain.Length == 0 || anchor.AsSpan().ContainsAny(Generated) || plain is "top" or "readme" or "ghdarkmodeonly" or "ghlightmodeonly" || (plain[0] is 'l' && plain.Skip(1).All(char.IsAsciiDigit)))
        {
            return true;
        }

        string bare = plain.TrimEnd("0123456789".ToCharArray());
        if (document.Problem is not null || document.Headings.Any(h => Plain(h.Slug) is var slug && (slug == plain || slug == bare || IsNamedPicture(h.Text, slug, plain))))
        {
            return true;
        }

        string text = evidence.Documents.Text(file) ?? "";
        return text.Contains($"\"{anchor}\"", StringComparison.OrdinalIgnoreCase)
            || text.Contains($"'{anchor}'", StringComparison.OrdinalIgnoreCase)
            || text.Contains($"{{#{anchor}", StringComparison.OrdinalIgnoreCase)
            || text.Contains($"id={anchor}", StringComparison.OrdinalIgnoreCase)
            || text.Contains($"name={anchor}", StringComparison.OrdinalIgnoreCase)
            || text.Contains($"({anchor})=", StringComparison.OrdinalIgnoreCase)
            || text.Contains("user-content-" + anchor, StringComparison.OrdinalIgnoreCase)
            || text.Contains("[[_TOC_]]", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Some builders write an emoji's name into the anchor.</summary>
    private static bool IsNamedPicture(string heading, string slug, string anchor) =>
        slug.Length >= 6 && anchor.Contains(slug, StringComparison.Ordinal) && heading.Any(c => c > '\u2000');

    private static string Plain(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
