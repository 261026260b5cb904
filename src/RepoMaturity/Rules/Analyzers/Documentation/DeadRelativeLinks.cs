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

    /// <summary>Files that tell of a documentation builder.</summary>
    private static readonly string[] BuilderFiles =
        ["mkdocs.yml", "mkdocs.yaml", "conf.py", "docusaurus.config.js", "docusaurus.config.ts", "docfx.json", "_toc.yml", "_quarto.yml", "_config.yml", "SUMMARY.md"];

    /// <summary>Folders that a run or a build fills.</summary>
    private static readonly string[] Made = ["outputs", "output", "build", "_build", "dist", "site", "_site"];

    /// <summary>Marks of templates, placeholders and mail addresses.</summary>
    private static readonly SearchValues<char> Foreign = SearchValues.Create("{}<>$*|\"'`\\, @");

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        RepositoryLinks links = new(evidence);
        string[] sites = [.. evidence.Snapshot.Files.Where(f => BuilderFiles.Contains(f.Name)).Select(f => f.Directory).Distinct()];
        bool any = false;
        foreach (SnapshotFile file in evidence.Snapshot.Files.Where(f => IsDocument(f) && (evidence.Trees.IsOwn(f) || (IsReadme(f) && evidence.Trees.OriginOf(f) == FileOrigin.Example)) && !evidence.Trees.IsTest(f)))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (ProseDocument.Of(evidence.Documents, file) is { } document)
            {
                any = true;
                foreach (Link link in document.Links)
                {
                    if (Defect(evidence, links, sites, file, link) is { } message)
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
        && (file.Extension is ".md" or ".markdown" || (file.Extension == ".rst" && IsReadme(file)))
        && !file.Path.Contains("_TEMPLATE", StringComparison.OrdinalIgnoreCase)
        && file.Path.AsSpan().IndexOfAny('{', '<') < 0;

    private static bool IsReadme(SnapshotFile file) => file.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase);

    private static string? Defect(RepositoryEvidence evidence, RepositoryLinks links, string[] sites, SnapshotFile file, Link link)
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
            return IsRendered(file) && AnchorSet.Of(evidence.Documents, file)?.MayHave(anchor) == false ? $"no heading has the anchor '#{anchor}'" : null;
        }

        bool isReadme = IsReadme(file);
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
            case PathVerdict.Missing when isReadme || !IsBuilt(evidence, sites, file, resolved):
                return $"'{target}' is not in the repository";
            case PathVerdict.OtherCase:
                return $"'{target}' differs only by capitals from {links.SpellingOf(resolved)}, so it is dead on Linux and on code hosts";
            case PathVerdict.Found when anchor.Length > 0 && evidence.Snapshot.Find(resolved) is { HasContent: true } other && IsDocument(other) && IsRendered(other):
                return AnchorSet.Of(evidence.Documents, other)?.MayHave(anchor) == false ? $"{resolved} has no heading with the anchor '#{anchor}'" : null;
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

    /// <summary>Pages of a site may link into folders that its builder makes.</summary>
    private static bool IsBuilt(RepositoryEvidence evidence, string[] sites, SnapshotFile file, string target) =>
        file.Directory.Length > 0
        && sites.Any(s => RepositoryPath.IsWithin(file.Path, s))
        && !evidence.Snapshot.HasDirectory(RepositoryPath.Parent(target) ?? "");

    private static bool IsRendered(SnapshotFile file) => file.Extension is ".md" or ".markdown";
}
