using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A call in a Python module or in the cells of a notebook.</summary>
internal readonly record struct PythonCallSite(SnapshotFile File, PythonModule Module, int Index, bool IsInCell)
{
    public PythonCall Call => Module.Calls[Index];

    public Location Location => new(File.Path, Call.Line, IsInCell ? 0 : Call.Column);
}

/// <summary>A call, creation or assignment in a C# file.</summary>
internal readonly record struct CSharpCallSite(SnapshotFile File, CSharpCall Call)
{
    public Location Location => new(File.Path, Call.Line);
}

/// <summary>The calls of own code, or of its tests, by name: many rules ask for a few of very many.</summary>
internal sealed class CallIndex(SourceCode code, bool ofTests)
{
    private readonly Lazy<NameIndex<PythonCallSite>> _python = new(() => new(
        code.Python.Where(s => s.IsTest == ofTests).Select(s => (s.File, Module: s.Document, IsInCell: false))
            .Concat(code.Notebooks.Where(s => !ofTests && s.Document.Module is not null).Select(s => (s.File, Module: s.Document.Module!, IsInCell: true)))
            .SelectMany(m => m.Module.Calls.Select((c, i) => (c.Target, new PythonCallSite(m.File, m.Module, i, m.IsInCell))))));

    private readonly Lazy<NameIndex<CSharpCallSite>> _csharp = new(() => new(
        from source in code.CSharp
        where source.IsTest == ofTests && !source.Document.IsGenerated
        from call in source.Document.Calls.Concat(source.Document.Creations).Concat(source.Document.Assignments)
        select (call.Name, new CSharpCallSite(source.File, call))));

    /// <summary>Calls of the given names in path order, those of notebooks last.</summary>
    public IEnumerable<PythonCallSite> InPython(IReadOnlyList<string> patterns) => _python.Value.Find(patterns);

    /// <summary>Calls, creations and assignments of the given names in path order.</summary>
    public IEnumerable<CSharpCallSite> InCSharp(IReadOnlyList<string> patterns) => _csharp.Value.Find(patterns);

    /// <summary>Things by a dotted name, given back in the order in which they came.</summary>
    private sealed class NameIndex<T>
    {
        private readonly List<T> _items = [];
        private readonly Dictionary<string, List<int>> _places = new(StringComparer.Ordinal);
        private readonly ILookup<string, string> _bySimpleName;

        public NameIndex(IEnumerable<(string Name, T Item)> items)
        {
            foreach ((string name, T item) in items)
            {
                if (!_places.TryGetValue(name, out List<int>? places))
                {
                    _places.Add(name, places = []);
                }

                places.Add(_items.Count);
                _items.Add(item);
            }

            _bySimpleName = _places.Keys.ToLookup(SimpleName, StringComparer.Ordinal);
        }

        public IEnumerable<T> Find(IReadOnlyList<string> patterns) =>
            patterns.SelectMany(Names).Distinct(StringComparer.Ordinal).SelectMany(n => _places[n]).Order().Select(i => _items[i]);

        private IEnumerable<string> Names(string pattern)
        {
            string simple = SimpleName(pattern);
            return (simple.AsSpan().ContainsAny('*', '?') ? _places.Keys : _bySimpleName[simple]).Where(n => TechnologyMatcher.MatchesPattern(pattern, n));
        }

        private static string SimpleName(string name) => name[(name.LastIndexOf('.') + 1)..];
    }
}
