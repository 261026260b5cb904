namespace RepoMaturity.Documents.Python;

/// <summary>What an argument is.</summary>
internal enum PythonArgumentKind
{
    /// <summary>Anything else; no value is kept.</summary>
    Expression,

    /// <summary>A string or bytes literal without fields; the value is its content.</summary>
    String,

    /// <summary>A number as written, with its sign.</summary>
    Number,

    /// <summary><c>True</c> or <c>False</c>.</summary>
    Boolean,

    /// <summary><c>None</c>.</summary>
    None,

    /// <summary>A dotted name, resolved through imports.</summary>
    Name,

    /// <summary><c>*x</c> or <c>**x</c>; the value is the dotted name, or null for another expression.</summary>
    Unpacked,

    /// <summary>A text with values put in: an f-string with fields, or a literal with <c>+</c>, <c>%</c> or <c>.format</c>; no value is kept.</summary>
    Formatted,
}

/// <summary>An argument of a call.</summary>
/// <param name="Name">The keyword, or null.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its text by <paramref name="Kind"/>, or null.</param>
internal readonly record struct PythonArgument(string? Name, PythonArgumentKind Kind, string? Value);

/// <summary>A call of a name.</summary>
internal sealed class PythonCall
{
    internal PythonCall(string target, int line, int column, PythonDefinition? enclosing, bool isUnderMain)
    {
        Target = target;
        Line = line;
        Column = column;
        Enclosing = enclosing;
        IsUnderMain = isUnderMain;
    }

    /// <summary>
    /// Dotted name with imports and aliases resolved; local names as written; relative imports keep their leading dots. What hangs on a
    /// call, a subscript, a literal or parentheses is <c>?</c>: <c>?.fit</c> for <c>Model().fit()</c>, <c>?</c> for <c>f()()</c>.
    /// </summary>
    public string Target { get; internal set; }

    /// <summary>Line of the first name in <see cref="Target"/>; of the parenthesis when there is none.</summary>
    public int Line { get; }

    /// <summary>Column that belongs to <see cref="Line"/>, from 1, in UTF-16 units.</summary>
    public int Column { get; }

    /// <summary>The innermost definition around the call, or null at module level; decorators, defaults and bases belong outside their definition.</summary>
    public PythonDefinition? Enclosing { get; }

    /// <summary>True under <c>if __name__ == "__main__":</c>.</summary>
    public bool IsUnderMain { get; }

    /// <summary>Arguments in the order of the call.</summary>
    public IReadOnlyList<PythonArgument> Arguments => ArgumentArray;

    /// <summary>The dotted name that the call's result is assigned to, when the statement is <c>x = call()</c>, awaited or annotated too.</summary>
    public string? AssignedTo { get; internal set; }

    /// <summary>How many calls stand between its parentheses; they follow it in <see cref="PythonModule.Calls"/>.</summary>
    public int InnerCount { get; internal set; }

    internal PythonArgument[] ArgumentArray { get; set; } = [];

    /// <summary>The argument given by keyword, or null.</summary>
    public PythonArgument? Keyword(string name)
    {
        foreach (PythonArgument argument in ArgumentArray)
        {
            if (argument.Name == name)
            {
                return argument;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Line}: {Target}";
}
