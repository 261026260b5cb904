using System.Collections.Frozen;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Notebooks;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>
/// Tells own code from vendored, generated, template and example trees and from copies. Template and example trees are own where CI runs
/// them or where they hold most of the source: then they are the product. Safe for parallel use.
/// </summary>
internal sealed class SourceTrees
{
    /// <summary>The same in many packages without being copied.</summary>
    private static readonly string[] Boilerplate = ["__init__.py", "AssemblyInfo.cs", "GlobalUsings.cs"];

    private const int MaxSingle = 3;

    private readonly FrozenDictionary<string, OriginMark> _marks;
    private readonly DocumentSet _documents;
    private readonly FolderOrigins _folders;
    private readonly TestPaths _tests;

    /// <summary>Classifies all files of a snapshot.</summary>
    /// <param name="documents">The snapshot's files.</param>
    /// <param name="excluded">Globs that the team leaves out, with reasons.</param>
    /// <param name="executedByCi">True for the path of a folder or file that CI runs; nothing when null.</param>
    public SourceTrees(DocumentSet documents, IReadOnlyList<(string Glob, string Reason)> excluded, Func<string, bool>? executedByCi = null)
    {
        _documents = documents;
        _folders = new FolderOrigins(documents);
        _tests = new TestPaths(documents);
        Dictionary<string, OriginMark> marks = Mark(excluded);
        HashSet<string> run = executedByCi is null ? [] : [.. marks.Values.Where(m => m.Origin is FileOrigin.Example or FileOrigin.Template).Select(m => m.Root).Distinct().Where(executedByCi)];
        Dictionary<string, SnapshotFile> copies = Copies(marks, run);
        RemoveProduct(marks, copies, run);
        foreach ((string path, SnapshotFile first) in copies)
        {
            marks.TryAdd(path, new OriginMark(FileOrigin.Copy, "copy", path, new TrailStep(new Location(first.Path), "")));
        }

        Unused = [.. excluded.Select(e => new ExcludedPath(e.Glob)).Where(p => !documents.Snapshot.Files.Any(f => p.IsMatch(f.Path))).Select(p => p.Glob)];
        _marks = marks.ToFrozenDictionary(StringComparer.Ordinal);
        Excluded = Summarise(_marks);
    }

    /// <summary>What was left out and why, by path.</summary>
    public IReadOnlyList<ExcludedTree> Excluded { get; }

    /// <summary>Globs of the team that no file matches.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>What proves that the product is a template for other repositories; empty when it is not.</summary>
    public IReadOnlyList<TrailStep> TemplateProof { get; private set; } = [];

    public FileOrigin OriginOf(SnapshotFile file) => _marks.GetValueOrDefault(file.Path)?.Origin ?? FileOrigin.Own;

    public bool IsOwn(SnapshotFile file) => !_marks.ContainsKey(file.Path);

    /// <summary>As <see cref="IsOwn"/>, by path.</summary>
    public bool IsOwnPath(string path) => !_marks.ContainsKey(path);

    public bool IsTest(SnapshotFile file) => _tests.IsTest(file);

    /// <summary>As <see cref="IsTest"/>, by path; false for a path that is no file.</summary>
    public bool IsTestPath(string path) => _documents.Snapshot.Find(path) is { } file && IsTest(file);

    /// <summary>
    /// True when a file of an older commit was own code and no test: as the file of this path now, else by its name, its folder and its
    /// first comment. A folder of examples is own where some file in it is now.
    /// </summary>
    public bool WasOwnCode(SnapshotFile old)
    {
        if (_documents.Snapshot.Find(old.Path) is { } now)
        {
            return IsOwn(now) && !IsTest(now);
        }

        OriginMark? folder;
        lock (_folders)
        {
            folder = _folders.Of(old.Directory);
        }

        bool isOwnFolder = folder is null
            || (folder.Origin is FileOrigin.Example or FileOrigin.Template && _documents.Snapshot.Files.Any(f => RepositoryPath.IsWithin(f.Path, folder.Root) && IsOwn(f)));
        return isOwnFolder && !IsTest(old) && Named(old) is null;
    }

    /// <summary>Python, notebooks and C#, also as the source of a template.</summary>
    private static bool IsSource(SnapshotFile file) => IsSource(file.Extension) || IsTemplateSource(file);

    private static bool IsSource(string extension) => extension is ".py" or ".ipynb" or ".cs";

    private static bool IsTemplateSource(SnapshotFile file) =>
        file.Extension is ".tmpl" or ".j2" or ".jinja" or ".jinja2" && IsSource(Path.GetExtension(file.Name[..^file.Extension.Length]).ToLowerInvariant());

    private Dictionary<string, OriginMark> Mark(IReadOnlyList<(string Glob, string Reason)> excluded)
    {
        GitAttributes attributes = GitAttributes.Of(_documents);
        (ExcludedPath Path, string Reason)[] globs = [.. excluded.Select(e => (new ExcludedPath(e.Glob), e.Reason))];
        IReadOnlyList<SnapshotFile> files = _documents.Snapshot.Files;
        OriginMark?[] folders = [.. files.Select(f => _folders.Of(f.Directory))];
        OriginMark?[] found = new OriginMark?[files.Count];
        Parallel.For(0, files.Count, i => found[i] = Configured(files[i], globs) ?? Attributed(files[i], attributes, folders[i]) ?? folders[i] ?? Named(files[i]));
        Dictionary<string, OriginMark> marks = new(StringComparer.Ordinal);
        for (int i = 0; i < files.Count; i++)
        {
            if (found[i] is { Origin: not FileOrigin.Own } mark)
            {
                marks.Add(files[i].Path, mark);
            }
        }

        return marks;
    }

    private static OriginMark? Configured(SnapshotFile file, (ExcludedPath Path, string Reason)[] globs)
    {
        foreach ((ExcludedPath excluded, string reason) in globs)
        {
            if (excluded.IsMatch(file.Path))
            {
                return new OriginMark(FileOrigin.Configured, "configuration: " + reason, file.Path, new TrailStep(new Location(file.Path), ""));
            }
        }

        return null;
    }

    /// <summary>
    /// What <c>.gitattributes</c> says, for and against. Notebooks are marked there to keep them out of the host's language statistics
    /// while they are written by hand, so of them it proves nothing.
    /// </summary>
    private static OriginMark? Attributed(SnapshotFile file, GitAttributes attributes, OriginMark? folder)
    {
        if (file.Extension == ".ipynb")
        {
            return null;
        }

        IReadOnlyDictionary<string, string> values = attributes.For(file.Path);
        string? vendored = values.GetValueOrDefault("linguist-vendored");
        string? generated = values.GetValueOrDefault("linguist-generated");
        return vendored == "true" ? Said(FileOrigin.Vendored, "vendored", "linguist-vendored")
            : generated == "true" ? Said(FileOrigin.Generated, "generated", "linguist-generated")
            : (vendored == "false" && folder?.Origin == FileOrigin.Vendored) || (generated == "false" && folder is null or { Origin: FileOrigin.Generated }) ? new OriginMark(FileOrigin.Own, "", file.Path, new TrailStep(new Location(file.Path), ""))
            : null;

        OriginMark Said(FileOrigin origin, string reason, string attribute)
        {
            Location line = attributes.Where(file.Path, attribute) ?? default;
            return new OriginMark(origin, $"{reason} ({line})", file.Path, new TrailStep(line, attribute));
        }
    }

    private OriginMark? Named(SnapshotFile file)
    {
        if (!file.HasContent)
        {
            return null;
        }

        if (GeneratedFiles.Proof(_documents, file) is { } proof)
        {
            return new OriginMark(FileOrigin.Generated, "generated", file.Path, proof);
        }

        TrailStep here = new(new Location(file.Path), "");
        int slash = file.Path.IndexOf('/', StringComparison.Ordinal);
        string top = slash < 0 ? "" : file.Path[..slash];
        bool isDocumentation = top is "docs" or "doc" or "documentation" || top.StartsWith("docs-", StringComparison.Ordinal);
        return IsTemplateSource(file) ? new OriginMark(FileOrigin.Template, "template", file.Path, here)
            : isDocumentation && IsSource(file.Extension) && file.Name != "conf.py" && !TestPaths.HasTestFolder(file.Directory)
                ? new OriginMark(FileOrigin.Example, "example (code of the documentation)", file.Path, here)
            : null;
    }

    /// <summary>Copied source by path, with the file that counts: an own one, or one that CI runs, rather than one of an example.</summary>
    private Dictionary<string, SnapshotFile> Copies(Dictionary<string, OriginMark> marks, HashSet<string> run) => CopiedFiles
        .Find(
            _documents,
            _documents.Snapshot.Files.Where(f => f.HasContent && IsSource(f) && !Boilerplate.Contains(f.Name)
                && marks.GetValueOrDefault(f.Path)?.Origin is null or FileOrigin.Example or FileOrigin.Template),
            f => marks.TryGetValue(f.Path, out OriginMark? mark) && !run.Contains(mark.Root) ? 1 : 0)
        .ToDictionary(c => c.Copy.Path, c => c.First, StringComparer.Ordinal);

    /// <summary>Takes the marks off example and template trees that are the product, or that CI runs.</summary>
    private void RemoveProduct(Dictionary<string, OriginMark> marks, Dictionary<string, SnapshotFile> copies, HashSet<string> run)
    {
        if (!marks.Values.Any(m => m.Origin is FileOrigin.Example or FileOrigin.Template) && _folders.TemplateManifest is null)
        {
            return;
        }

        Dictionary<FileOrigin, long> weight = [];
        SnapshotFile[] sources = [.. _documents.Snapshot.Files.Where(f => f.HasContent && IsSource(f) && !copies.ContainsKey(f.Path) && !IsTest(f))];
        long[] weights = new long[sources.Length];
        Parallel.For(0, sources.Length, i => weights[i] = Weight(sources[i]));
        for (int i = 0; i < sources.Length; i++)
        {
            FileOrigin origin = marks.GetValueOrDefault(sources[i].Path)?.Origin ?? FileOrigin.Own;
            weight[origin] = weight.GetValueOrDefault(origin) + weights[i];
        }

        long examples = weight.GetValueOrDefault(FileOrigin.Example);
        long templates = weight.GetValueOrDefault(FileOrigin.Template);
        long all = weight.GetValueOrDefault(FileOrigin.Own) + examples + templates;
        SnapshotFile? manifest = _folders.TemplateManifest;
        bool isTemplate = manifest is not null || templates * 2 > all;
        OriginMark[] template = [.. marks.Values.Where(m => m.Origin == FileOrigin.Template).DistinctBy(m => m.Root).OrderBy(m => m.Root, StringComparer.Ordinal)];
        if (isTemplate)
        {
            TemplateProof = manifest is not null ? [new TrailStep(new Location(manifest.Path), "template manifest")] : [.. template.Take(1).Select(m => m.Proof)];
        }

        foreach ((string path, OriginMark mark) in marks.ToArray())
        {
            bool isProduct = (mark.Origin == FileOrigin.Example && examples * 2 > all) || (mark.Origin == FileOrigin.Template && isTemplate);
            if (isProduct || run.Contains(mark.Root))
            {
                marks.Remove(path);
            }
        }
    }

    /// <summary>Characters of source: of a notebook those of its code cells, since outputs make it large.</summary>
    private long Weight(SnapshotFile file) => file.Extension != ".ipynb" ? file.Size
        : Notebook.Of(_documents, file)?.Cells.Where(c => c.Kind == NotebookCellKind.Code).Sum(c => (long)c.Source.Length) ?? 0;

    /// <summary>One line per folder; many single files of one cause become one line.</summary>
    private static ExcludedTree[] Summarise(FrozenDictionary<string, OriginMark> marks)
    {
        List<ExcludedTree> trees = [];
        foreach (IGrouping<(FileOrigin Origin, string Reason), OriginMark> cause in marks.Values.GroupBy(m => (m.Origin, m.Reason)))
        {
            (OriginMark Mark, int Count)[] roots = [.. cause.GroupBy(m => m.Root, StringComparer.Ordinal).Select(g => (g.First(), g.Count())).OrderBy(r => r.Item1.Root, StringComparer.Ordinal)];
            (OriginMark Mark, int Count)[] singles = [.. roots.Where(r => marks.ContainsKey(r.Mark.Root))];
            bool merge = singles.Length > MaxSingle;
            trees.AddRange((merge ? roots.Except(singles) : roots).Select(r => new ExcludedTree(r.Mark.Root, cause.Key.Origin, cause.Key.Reason, r.Mark.Proof, r.Count)));
            if (merge)
            {
                // Below one top folder each: a line for the root would read as if everything were left out.
                trees.AddRange(singles.GroupBy(s => s.Mark.Root.Split('/', 2) is [var top, _] ? top : s.Mark.Root, StringComparer.Ordinal)
                    .Select(g => new ExcludedTree(g.Count() == 1 ? g.First().Mark.Root : CommonFolder(g.Select(s => s.Mark.Root)), cause.Key.Origin, cause.Key.Reason, g.First().Mark.Proof, g.Count())));
            }
        }

        return [.. trees.OrderBy(t => t.Path, StringComparer.Ordinal).ThenBy(t => t.Reason, StringComparer.Ordinal)];
    }

    private static string CommonFolder(IEnumerable<string> paths)
    {
        string? common = null;
        foreach (string path in paths)
        {
            common ??= RepositoryPath.Parent(path)!;
            while (!RepositoryPath.IsWithin(path, common))
            {
                common = RepositoryPath.Parent(common)!;
            }
        }

        return common ?? "";
    }
}
