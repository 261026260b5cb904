namespace RepoMaturity.Documents.Python;

/// <summary>One imported name; <c>import a, b</c> and <c>from m import x, y</c> are two each.</summary>
/// <param name="Module">Dotted module as written, without the leading dots of a relative import; empty in <c>from . import x</c>.</param>
/// <param name="Symbol">The imported name, <c>*</c> for all of them; null in <c>import m</c>.</param>
/// <param name="Alias">The name after <c>as</c>, or null.</param>
/// <param name="Level">Number of leading dots; 0 for an absolute import.</param>
/// <param name="Line">Line of the statement.</param>
internal sealed record PythonImport(string Module, string? Symbol, string? Alias, int Level, int Line)
{
    /// <summary>True inside a function or a method.</summary>
    public bool IsInFunction { get; init; }

    /// <summary>True inside a <c>try</c> statement, its handlers included.</summary>
    public bool IsInTry { get; init; }

    /// <summary>True under <c>if TYPE_CHECKING:</c>.</summary>
    public bool IsTypeCheckingOnly { get; init; }

    /// <summary>What the bound name stands for: <c>sklearn.metrics.f1_score</c>, <c>..package.name</c>.</summary>
    public string Target
    {
        get
        {
            string module = Level == 0 ? Module : new string('.', Math.Min(Level, 64)) + Module;
            return Symbol is null ? module : module.Length == 0 || module[^1] == '.' ? module + Symbol : module + "." + Symbol;
        }
    }
}
