namespace RepoMaturity.Documents.Python;

/// <summary>What tests a condition.</summary>
internal enum PythonConditionKind
{
    /// <summary><c>if</c> and <c>elif</c>.</summary>
    If,

    /// <summary>The <c>else</c> of an <c>if</c>, which has no test of its own.</summary>
    Else,
    While,
    Assert,

    /// <summary>A <c>with</c> that compares: <c>with dsl.If(accuracy > 0.9):</c>.</summary>
    With,
}

/// <summary>A statement that tests something, with the clause that it guards.</summary>
internal sealed class PythonCondition(PythonConditionKind kind, int line, PythonDefinition? enclosing)
{
    public PythonConditionKind Kind { get; } = kind;

    /// <summary>Line of its keyword.</summary>
    public int Line { get; } = line;

    /// <summary>Last line of the clause.</summary>
    public int EndLine { get; internal set; } = line;

    public PythonDefinition? Enclosing { get; } = enclosing;

    /// <summary>What is tested, without a leading <c>not</c>.</summary>
    public PythonOperand Subject { get; internal set; }

    public bool IsNegated { get; internal set; }

    /// <summary>The <c>elif</c> or <c>else</c> after it, or null.</summary>
    public PythonCondition? Otherwise { get; internal set; }

    /// <summary>True when a statement of the clause raises, in the same function.</summary>
    public bool Raises { get; internal set; }

    /// <summary>True when a statement of the clause returns.</summary>
    public bool Returns { get; internal set; }

    /// <summary>True inside a loop of the same function.</summary>
    public bool IsInLoop { get; init; }

    /// <summary>True inside a <c>try</c> statement, where a handler may catch what is raised.</summary>
    public bool IsInTry { get; init; }

    public bool IsUnderMain { get; init; }
}

/// <summary>One side of a comparison.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its text by <paramref name="Kind"/>, or null.</param>
/// <param name="Names">Dotted names as written and short texts of an expression, in their order: <c>float</c>, <c>m.get</c>, <c>f1</c> for <c>float(m.get("f1"))</c>.</param>
/// <param name="FirstCall">Index of its first call in <see cref="PythonModule.Calls"/>.</param>
/// <param name="CallCount">How many calls it holds.</param>
internal readonly record struct PythonOperand(PythonArgumentKind Kind, string? Value, IReadOnlyList<string> Names, int FirstCall, int CallCount);

/// <summary>A comparison by <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>, <c>==</c> or <c>!=</c>; <c>a &lt; b &lt; c</c> is two.</summary>
internal sealed class PythonComparison(PythonOperand left, string @operator, PythonOperand right, int line, PythonDefinition? enclosing)
{
    public PythonOperand Left { get; internal set; } = left;

    public string Operator { get; } = @operator;

    public PythonOperand Right { get; internal set; } = right;

    public int Line { get; } = line;

    public PythonDefinition? Enclosing { get; } = enclosing;

    /// <summary>The statement that tests it, or null for a value.</summary>
    public PythonCondition? Condition { get; internal set; }

    /// <summary>The dotted name that is assigned by the statement it stands in, or null.</summary>
    public string? AssignedTo { get; internal set; }

    /// <summary>True in a <c>return</c> statement.</summary>
    public bool IsReturned { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Line}: {Left.Value ?? "…"} {Operator} {Right.Value ?? "…"}";
}
