using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Notebooks;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A parsed file with where it stands.</summary>
internal readonly record struct Source<T>(SnapshotFile File, T Document, bool IsTest)
{
    public Location At(int line, int column = 0) => new(File.Path, line, column);
}

/// <summary>Own code, parsed in parallel, in path order; vendored, generated, example and template trees are left out, and tests of a template.</summary>
internal sealed class SourceCode
{
    private readonly RepositoryEvidence _evidence;
    private readonly Lazy<IReadOnlyList<Source<PythonModule>>> _python;
    private readonly Lazy<IReadOnlyList<Source<Notebook>>> _notebooks;
    private readonly Lazy<IReadOnlyList<Source<CSharpFile>>> _csharp;
    private readonly CallIndex _calls;
    private readonly CallIndex _testCalls;

    public SourceCode(RepositoryEvidence evidence)
    {
        _evidence = evidence;
        _python = new(() => Parse(f => f.Extension is ".py" or ".pyi" or ".pyw" || PythonModule.IsTemplate(f), f => PythonModule.Of(evidence.Documents, f)));
        _notebooks = new(() => Parse(f => f.Extension == ".ipynb", f => Notebook.Of(evidence.Documents, f)));
        _csharp = new(() => Parse(f => f.Extension == ".cs", f => CSharpReader.Of(evidence.Documents, f)));
        _calls = new(this, ofTests: false);
        _testCalls = new(this, ofTests: true);
    }

    /// <summary>Own source files in any language that is read, notebooks not; nothing is parsed.</summary>
    public IEnumerable<SnapshotFile> Files => _evidence.Snapshot.Files.Where(f => f.HasContent && f.Extension is ".py" or ".cs" && _evidence.Trees.IsOwn(f));

    /// <summary>Python modules, tests too.</summary>
    public IReadOnlyList<Source<PythonModule>> Python => _python.Value;

    public IReadOnlyList<Source<Notebook>> Notebooks => _notebooks.Value;

    /// <summary>C# files, tests too.</summary>
    public IReadOnlyList<Source<CSharpFile>> CSharp => _csharp.Value;

    /// <summary>Calls by name, of tests or of all other code.</summary>
    public CallIndex Calls(bool ofTests) => ofTests ? _testCalls : _calls;

    /// <summary>Neither a test here nor part of the product.</summary>
    private static bool IsTestOfTemplate(SnapshotFile file) => file.Directory.Contains("{{", StringComparison.Ordinal) && TestPaths.HasTestFolder(file.Directory);

    private Source<T>[] Parse<T>(Func<SnapshotFile, bool> wanted, Func<SnapshotFile, T?> parse)
        where T : class
    {
        SnapshotFile[] files = [.. _evidence.Snapshot.Files.Where(f => f.HasContent && wanted(f) && _evidence.Trees.IsOwn(f) && !IsTestOfTemplate(f))];
        T?[] documents = new T?[files.Length];

        // The largest first, so that no thread is left with one at the end.
        int[] order = [.. Enumerable.Range(0, files.Length).OrderByDescending(i => files[i].Size)];
        Parallel.ForEach(order, i => documents[i] = parse(files[i]));
        return [.. files.Select((f, i) => (File: f, Document: documents[i])).Where(p => p.Document is not null).Select(p => new Source<T>(p.File, p.Document!, _evidence.Trees.IsTest(p.File)))];
    }
}
