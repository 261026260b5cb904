namespace RepoMaturity.Documents.Commands;

/// <summary>What the shell was told when it started.</summary>
/// <param name="ErrExit"><c>-e</c>: the script stops at the first command that fails.</param>
/// <param name="PipeFail"><c>-o pipefail</c>: a pipeline fails when any of its commands does.</param>
internal readonly record struct ShellOptions(bool ErrExit, bool PipeFail = false)
{
    /// <summary>Options of a <c>#!</c> line; none without one.</summary>
    public static ShellOptions OfShebang(string script)
    {
        string line = script.StartsWith("#!", StringComparison.Ordinal) ? script.AsSpan(0, script.AsSpan().IndexOf('\n') is >= 0 and int end ? end : script.Length).ToString() : "";
        ShellOptions options = default;
        return options.With(line.Split((char[])[' ', '\r'], StringSplitOptions.RemoveEmptyEntries).Skip(1));
    }

    /// <summary>These options after arguments as <c>set</c> and <c>bash</c> take them: <c>-euo pipefail</c>, <c>+e</c>.</summary>
    public ShellOptions With(IEnumerable<string> arguments)
    {
        bool errExit = ErrExit;
        bool pipeFail = PipeFail;
        bool named = false;
        bool on = true;
        foreach (string argument in arguments)
        {
            if (named)
            {
                errExit = argument == "errexit" ? on : errExit;
                pipeFail = argument == "pipefail" ? on : pipeFail;
                named = false;
            }
            else if (argument is ['-' or '+', not '-', ..] && argument.AsSpan(1).IndexOfAnyExceptInRange('A', 'z') < 0)
            {
                on = argument[0] == '-';
                errExit = argument.Contains('e', StringComparison.Ordinal) ? on : errExit;
                named = argument.EndsWith('o');
            }
        }

        return new(errExit, pipeFail);
    }
}

/// <summary>A shell process or a subshell: folder and variables that end with it.</summary>
internal sealed class ShellScope(ShellScope? parent)
{
    public ShellScope? Parent { get; } = parent;
}

/// <summary>A simple command that the script may run.</summary>
/// <param name="Words">Program and arguments; empty when there are only assignments.</param>
/// <param name="Assignments">Assignments before the program.</param>
/// <param name="Line">Line in the text, from 0.</param>
/// <param name="Scope">The subshell it runs in.</param>
internal sealed record ShellCommand(IReadOnlyList<ShellWord> Words, IReadOnlyList<ShellAssignment> Assignments, int Line, ShellScope Scope)
{
    /// <summary>Why its failure does not fail the script, or null when it does.</summary>
    public string? FailureIgnored { get; init; }

    /// <summary>Line from 0 where <see cref="FailureIgnored"/> is decided.</summary>
    public int FailureIgnoredLine { get; init; }

    /// <summary>True in a branch, a loop, or right of <c>&amp;&amp;</c> and <c>||</c>: it may not run at all.</summary>
    public bool IsConditional { get; init; }

    /// <summary>The command as written, without quotes.</summary>
    public string Text => string.Join(' ', Words.Select(w => w.Text));
}

/// <summary>A script as the list of simple commands it may run, in order, functions put in where they are called.</summary>
internal sealed record ShellScript(IReadOnlyList<ShellCommand> Commands)
{
    /// <summary>Characters above this many are not read.</summary>
    internal const int MaxLength = 1 << 20;

    public static ShellScript Parse(string text, ShellOptions options = default) =>
        new(ShellFlow.Commands(ShellParser.Parse(text.Length > MaxLength ? text[..MaxLength] : text), options));
}
