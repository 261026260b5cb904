using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.CSharp;

/// <summary>A using directive; the name is a namespace or type, without generic arguments.</summary>
internal readonly record struct CSharpUsing(string Name, string? Alias, bool IsStatic, bool IsGlobal, int Line);

/// <summary>An attribute as written, without the suffix <c>Attribute</c> and without its namespace.</summary>
internal sealed record CSharpAttribute(string Name, IReadOnlyList<CSharpArgument> Arguments, int Line)
{
    public CSharpArgument? Argument(string name)
    {
        foreach (CSharpArgument argument in Arguments)
        {
            if (argument.Name == name)
            {
                return argument;
            }
        }

        return null;
    }
}

/// <summary>An argument, or a member set in an initializer.</summary>
/// <param name="Name">Name of a named argument or member; null for the positional.</param>
/// <param name="Value">A literal's value, a dotted name (<c>TypeNameHandling.All</c>) or <c>=> true</c> for a lambda that only gives a literal; null for any other expression.</param>
/// <param name="IsLiteral">True when <paramref name="Value"/> is a literal.</param>
/// <param name="IsFormatted">A text with values put in: an interpolated string, a literal with <c>+</c>, or <c>string.Format</c>.</param>
internal readonly record struct CSharpArgument(string? Name, string? Value, bool IsLiteral, bool IsFormatted = false);

/// <summary>A type declaration.</summary>
/// <param name="Kind"><c>class</c>, <c>struct</c>, <c>interface</c>, <c>enum</c>, <c>record</c>, <c>record struct</c> or <c>delegate</c>.</param>
/// <param name="Name">Simple name.</param>
/// <param name="QualifiedName">With namespace and containing types.</param>
/// <param name="IsPublic">Seen from other assemblies, as CS1591 means it.</param>
/// <param name="HasDocumentation">True for an XML comment.</param>
/// <param name="Line">Line of the name.</param>
/// <param name="Attributes">Attributes in order.</param>
internal sealed record CSharpType(string Kind, string Name, string QualifiedName, bool IsPublic, bool HasDocumentation, int Line, IReadOnlyList<CSharpAttribute> Attributes);

/// <summary>What a <see cref="CSharpMember"/> is.</summary>
internal enum CSharpMemberKind
{
    Method,
    Constructor,
    Destructor,
    Operator,
    Property,
    Indexer,
    Event,
}

/// <summary>A member with code.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Simple name.</param>
/// <param name="QualifiedName">With namespace and types.</param>
/// <param name="IsPublic">Seen from other assemblies, as CS1591 means it.</param>
/// <param name="Line">Line of the name.</param>
/// <param name="EndLine">Last line of the body.</param>
internal sealed record CSharpMember(CSharpMemberKind Kind, string Name, string QualifiedName, bool IsPublic, int Line, int EndLine)
{
    /// <summary>Index of the containing type in <see cref="CSharpFile.Types"/>; -1 outside types.</summary>
    public int Type { get; init; } = -1;

    public int ParameterCount { get; init; }

    public IReadOnlyList<CSharpAttribute> Attributes { get; init; } = [];

    /// <summary>True for an XML comment, <c>inheritdoc</c> included.</summary>
    public bool HasDocumentation { get; init; }

    public bool IsOverride { get; init; }

    /// <summary>False for abstract, extern and partial members and automatic properties.</summary>
    public bool HasBody { get; init; }

    /// <summary>
    /// McCabe's: 1, and 1 for each if, loop, case, switch arm, catch, <c>?:</c>, <c>??</c>, <c>&amp;&amp;</c> and <c>||</c>, lambdas and
    /// local functions included.
    /// </summary>
    public int Complexity { get; internal set; } = 1;

    /// <summary>Statements, blocks not counted; an expression body is one.</summary>
    public int StatementCount { get; internal set; }

    /// <summary>Throw statements and expressions other than of NotImplementedException.</summary>
    public int ThrowCount { get; internal set; }

    /// <summary>The body only throws NotImplementedException.</summary>
    public bool IsNotImplemented { get; internal set; }
}

/// <summary>A call, or the creation of an object.</summary>
/// <param name="Name">Dotted text without generic arguments: <c>mlContext.Data.TrainTestSplit</c>; <c>.Be</c> when the receiver is a call or another expression.</param>
/// <param name="Line">Line of the name.</param>
/// <param name="Member">Index of the containing member in <see cref="CSharpFile.Members"/>; -1 in top-level statements and field initializers.</param>
/// <param name="Arguments">Arguments in order.</param>
internal readonly record struct CSharpCall(string Name, int Line, int Member, IReadOnlyList<CSharpArgument> Arguments)
{
    /// <summary>The part after the last dot.</summary>
    public ReadOnlySpan<char> SimpleName => Name.AsSpan(Name.LastIndexOf('.') + 1);
}

/// <summary>A comparison by order: <c>metrics.Accuracy &lt; 0.8</c>.</summary>
/// <param name="Left">A literal's value, a dotted name, or the name of a call; null for any other expression.</param>
/// <param name="Operator"><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> or <c>&gt;=</c>.</param>
/// <param name="Right">The other side.</param>
/// <param name="Line">Line of the left side.</param>
/// <param name="Member">Index of the containing member in <see cref="CSharpFile.Members"/>; -1 outside.</param>
internal sealed record CSharpComparison(CSharpArgument Left, string Operator, CSharpArgument Right, int Line, int Member)
{
    /// <summary>The call whose argument it is, such as <c>Assert.True</c>; null elsewhere.</summary>
    public string? ArgumentOf { get; init; }

    /// <summary>First and last line of what an <c>if</c> on it runs, and of its <c>else</c>; 0 where there is none.</summary>
    public (int First, int Last) Then { get; init; }

    public (int First, int Last) Else { get; init; }

    /// <summary>True when the <c>if</c> or its <c>else</c> throws.</summary>
    public bool Throws { get; init; }
}

/// <summary>A <c>#nullable</c> directive: <c>enable</c>, <c>disable</c> or <c>restore</c>.</summary>
internal readonly record struct CSharpNullableDirective(string Setting, int Line);

/// <summary>A suppressed diagnostic: <c>#pragma warning disable</c> or <c>[SuppressMessage]</c>.</summary>
/// <param name="Ids">What is suppressed; empty for every warning.</param>
/// <param name="Reason">Justification or comment beside it; null when none is given.</param>
/// <param name="IsPragma">False for an attribute.</param>
/// <param name="Line">Line from 1.</param>
internal sealed record CSharpSuppression(IReadOnlyList<string> Ids, string? Reason, bool IsPragma, int Line);

/// <summary>What a C# file says, by syntax alone.</summary>
internal sealed record CSharpFile(SnapshotFile File)
{
    /// <summary>True for designer files, <c>*.g.cs</c> and a first comment that says <c>auto-generated</c>.</summary>
    public bool IsGenerated { get; init; }

    public IReadOnlyList<CSharpUsing> Usings { get; init; } = [];

    public IReadOnlyList<string> Namespaces { get; init; } = [];

    public IReadOnlyList<CSharpType> Types { get; init; } = [];

    public IReadOnlyList<CSharpMember> Members { get; init; } = [];

    public IReadOnlyList<CSharpCall> Calls { get; init; } = [];

    /// <summary>Objects created: the name is the type's; initializers count as named arguments.</summary>
    public IReadOnlyList<CSharpCall> Creations { get; init; } = [];

    /// <summary>Members that are set, in initializers too: the name ends in <c> =</c>, the one argument is the value.</summary>
    public IReadOnlyList<CSharpCall> Assignments { get; init; } = [];

    public IReadOnlyList<CSharpComparison> Comparisons { get; init; } = [];

    public IReadOnlyList<CSharpNullableDirective> NullableDirectives { get; init; } = [];

    public IReadOnlyList<CSharpSuppression> Suppressions { get; init; } = [];

    /// <summary>Uses of the operator <c>!</c> that silences nullable warnings.</summary>
    public int NullForgivingCount { get; init; }

    public int LineCount { get; init; }

    /// <summary>True when the program starts here without a Main method.</summary>
    public bool HasTopLevelStatements { get; init; }

    /// <summary>Set when only a part could be read.</summary>
    public ParseProblem? Problem { get; init; }
}
