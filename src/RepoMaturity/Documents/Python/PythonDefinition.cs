namespace RepoMaturity.Documents.Python;

/// <summary>What is defined.</summary>
internal enum PythonDefinitionKind
{
    Function,

    /// <summary>A function directly in a class.</summary>
    Method,
    Class,
}

/// <summary>How a parameter takes its argument, as Python's <c>inspect</c> names it.</summary>
internal enum PythonParameterKind
{
    PositionalOnly,
    PositionalOrKeyword,
    VarPositional,
    KeywordOnly,
    VarKeyword,
}

/// <summary>A parameter of a function.</summary>
/// <param name="Name">Name without stars.</param>
/// <param name="Kind">How it takes its argument.</param>
/// <param name="IsAnnotated">True when an annotation is written.</param>
/// <param name="HasDefault">True when a default is written.</param>
/// <param name="IsReceiver">True for <c>self</c> or <c>cls</c>: the first parameter of a method that is not static.</param>
internal readonly record struct PythonParameter(string Name, PythonParameterKind Kind, bool IsAnnotated, bool HasDefault, bool IsReceiver);

/// <summary>A decorator.</summary>
/// <param name="Name">Dotted name as written, without arguments; <c>?</c> for another expression.</param>
/// <param name="Line">Line of its name.</param>
internal sealed record PythonDecorator(string Name, int Line)
{
    /// <summary><see cref="Name"/> with imports and aliases resolved.</summary>
    public string Target { get; internal set; } = Name;
}

/// <summary>A function, method or class.</summary>
/// <param name="Name">The name itself.</param>
/// <param name="QualifiedName">As Python's <c>__qualname__</c>: <c>Outer.method.&lt;locals&gt;.inner</c>.</param>
/// <param name="Kind">What is defined.</param>
/// <param name="Line">Line of <c>def</c> or <c>class</c>; decorators stand above.</param>
/// <param name="Column">Column of <c>def</c>, <c>async</c> or <c>class</c>, from 1.</param>
/// <param name="Parent">The definition around it, or null.</param>
internal sealed record PythonDefinition(string Name, string QualifiedName, PythonDefinitionKind Kind, int Line, int Column, PythonDefinition? Parent)
{
    private List<int>? _asserts;
    private List<int>? _raises;

    /// <summary>Line of the last statement's end.</summary>
    public int EndLine { get; internal set; } = Line;

    public bool IsAsync { get; init; }

    public IReadOnlyList<PythonDecorator> Decorators { get; init; } = [];

    /// <summary>Parameters with <c>self</c> and <c>cls</c>; empty for a class.</summary>
    public IReadOnlyList<PythonParameter> Parameters { get; init; } = [];

    /// <summary>Base classes as dotted names, resolved; without type arguments; <c>?</c> for another expression.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    public bool HasReturnAnnotation { get; init; }

    /// <summary>Line of the docstring; 0 for none.</summary>
    public int DocstringLine { get; internal set; }

    public bool HasDocstring => DocstringLine > 0;

    /// <summary>
    /// Cyclomatic complexity as radon counts it without asserts: 1, and 1 for each <c>if</c>, <c>elif</c>, ternary, <c>for</c>, <c>while</c>,
    /// <c>except</c>, <c>case</c> but <c>case _</c>, <c>and</c>, <c>or</c>, <c>lambda</c>, comprehension <c>for</c> and <c>if</c>, and <c>else</c> of a loop or a
    /// <c>try</c>. Nested definitions count for themselves only. 0 for a class.
    /// </summary>
    public int Complexity { get; internal set; }

    /// <summary>Statements of the body at any depth, the docstring not; an <c>elif</c> is one, a nested definition is one without its body.</summary>
    public int Statements { get; internal set; }

    /// <summary>True when the body does nothing: only a docstring, <c>pass</c>, <c>...</c> or <c>raise NotImplementedError</c>.</summary>
    public bool IsStub { get; internal set; } = true;

    /// <summary>True when a comparison stands as a statement of the body, so that nobody learns its outcome: <c>x == y</c>.</summary>
    public bool HasIdleComparison { get; internal set; }

    /// <summary>
    /// Lines of <c>assert</c> statements inside, nested functions included; <c>assert False</c> below <c>except</c> is none, since the exception
    /// would fail by itself.
    /// </summary>
    public IReadOnlyList<int> AssertLines => _asserts ?? [];

    /// <summary>Lines of checks that something raises or warns inside: <c>pytest.raises</c>, <c>assertRaises</c>, <c>warns</c> and kin.</summary>
    public IReadOnlyList<int> RaisesLines => _raises ?? [];

    /// <summary>
    /// True when no name on the way has a leading underscore and no function lies around it; magic methods such as <c>__init__</c> are public
    /// with their class.
    /// </summary>
    public bool IsPublic =>
        (Name[0] != '_' || IsMagic) && (Parent is null || (Parent.Kind == PythonDefinitionKind.Class && Parent.IsPublic));

    /// <summary>True for <c>__name__</c>.</summary>
    public bool IsMagic => Name.Length > 4 && Name.StartsWith("__", StringComparison.Ordinal) && Name.EndsWith("__", StringComparison.Ordinal);

    /// <summary>
    /// True for a function whose parameters but <c>self</c> or <c>cls</c> are all annotated and whose return is; an <c>__init__</c> with an
    /// annotated parameter needs no return annotation, as for mypy.
    /// </summary>
    public bool IsFullyAnnotated
    {
        get
        {
            int annotated = 0;
            foreach (PythonParameter parameter in Parameters)
            {
                if (parameter.IsAnnotated)
                {
                    annotated++;
                }
                else if (!parameter.IsReceiver)
                {
                    return false;
                }
            }

            return Kind != PythonDefinitionKind.Class && (HasReturnAnnotation || (Name == "__init__" && annotated > 0));
        }
    }

    internal void AddAssert(int line) => (_asserts ??= []).Add(line);

    internal void AddRaises(int line) => (_raises ??= []).Add(line);

    /// <summary>Identity, not content: two definitions of one name are two.</summary>
    public bool Equals(PythonDefinition? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Line, Column);
}
