namespace RepoMaturity.Documents.Commands;

/// <summary>Syntax of a shell script; lines count from 0 at the start of the text.</summary>
internal abstract record ShellNode(int Line)
{
    /// <summary>Words and assignments; the commands of its <c>$(…)</c> beside it.</summary>
    internal sealed record Simple(int Line, IReadOnlyList<ShellWord> Words, IReadOnlyList<ShellAssignment> Assignments, IReadOnlyList<ShellNode> Substitutions)
        : ShellNode(Line)
    {
        public string Name => Words.Count > 0 ? Words[0].Text : "";
    }

    /// <summary><c>a | b</c>, or one command after <c>!</c>.</summary>
    internal sealed record Pipe(int Line, IReadOnlyList<ShellNode> Stages, bool IsNegated) : ShellNode(Line);

    /// <summary><c>a &amp;&amp; b || c</c>: each link after the first with the operator before it.</summary>
    internal sealed record Chain(int Line, IReadOnlyList<ChainLink> Links) : ShellNode(Line);

    /// <summary>A link of a chain; <see cref="IsOr"/> is false for the first one.</summary>
    internal readonly record struct ChainLink(ShellNode Node, bool IsOr);

    /// <summary>Commands one after the other.</summary>
    internal sealed record Sequence(int Line, IReadOnlyList<ShellNode> Items) : ShellNode(Line);

    /// <summary><c>( … )</c>, whose folder and variables end with it.</summary>
    internal sealed record Subshell(int Line, ShellNode Body) : ShellNode(Line);

    /// <summary><c>a &amp;</c>.</summary>
    internal sealed record Background(int Line, ShellNode Body) : ShellNode(Line);

    /// <summary><c>if</c>; an <c>elif</c> is an <see cref="If"/> in <see cref="Else"/>.</summary>
    internal sealed record If(int Line, ShellNode Condition, ShellNode Then, ShellNode? Else) : ShellNode(Line);

    /// <summary><c>for</c>, <c>while</c>, <c>until</c>, <c>select</c>; only the last two of them have a condition.</summary>
    internal sealed record Loop(int Line, ShellNode? Condition, ShellNode Body, string? Variable, IReadOnlyList<ShellWord> Values) : ShellNode(Line);

    /// <summary>The branches of a <c>case</c>.</summary>
    internal sealed record Case(int Line, IReadOnlyList<ShellNode> Branches) : ShellNode(Line);

    /// <summary>A definition; runs only when called.</summary>
    internal sealed record Function(int Line, string Name, ShellNode Body) : ShellNode(Line);
}
