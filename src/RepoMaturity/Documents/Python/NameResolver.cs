namespace RepoMaturity.Documents.Python;

/// <summary>
/// Turns written names into imported ones. An import counts for its whole scope and the scopes inside it, as in Python; parameters,
/// single assigned names and nested definitions of a function hide an outer import. At module level an import wins over an assignment,
/// and the first of two imports of one name wins (<c>try: import a as x</c> / <c>except: import b as x</c>).
/// </summary>
internal sealed class NameResolver
{
    private readonly List<Scope> _scopes = [new Scope(-1, false)];
    private readonly List<(int Scope, string Name)> _locals = [];
    private readonly Dictionary<(int Scope, string Name), string?> _bindings = [];
    private readonly HashSet<string> _imported = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Scope, string Written), string> _resolved = [];

    private readonly record struct Scope(int Parent, bool IsClass);

    /// <summary>Opens a scope inside another and returns its number; the module is 0.</summary>
    public int Open(int parent, bool isClass)
    {
        _scopes.Add(new Scope(parent, isClass));
        return _scopes.Count - 1;
    }

    public void BindImport(int scope, string name, string target)
    {
        _bindings.TryAdd((scope, name), target);
        _imported.Add(name);
    }

    /// <summary>A name of a function's or class's own, which hides imports around it.</summary>
    public void BindLocal(int scope, string name)
    {
        if (scope > 0)
        {
            _locals.Add((scope, name));
        }
    }

    /// <summary>To be called once, when all is bound.</summary>
    public void Complete()
    {
        foreach ((int Scope, string Name) local in _locals)
        {
            if (_imported.Contains(local.Name))
            {
                _bindings.TryAdd(local, null);
            }
        }
    }

    /// <summary>The dotted name that <paramref name="written"/> stands for when used in a scope; itself when nothing is known.</summary>
    public string Resolve(int scope, string written)
    {
        if (_imported.Count == 0 || written.Length == 0 || written[0] == '?')
        {
            return written;
        }

        int dot = written.IndexOf('.', StringComparison.Ordinal);
        if (!_imported.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(dot < 0 ? written : written.AsSpan(0, dot), out string? root))
        {
            return written;
        }

        if (_resolved.TryGetValue((scope, written), out string? known))
        {
            return known;
        }

        string? target = Find(scope, root);
        string result = target is null ? written : dot < 0 ? target : string.Concat(target, written.AsSpan(dot));
        _resolved.Add((scope, written), result);
        return result;
    }

    private string? Find(int scope, string root)
    {
        for (int s = scope; s >= 0; s = _scopes[s].Parent)
        {
            if ((s == scope || !_scopes[s].IsClass) && _bindings.TryGetValue((s, root), out string? target))
            {
                return target;
            }
        }

        return null;
    }
}
