using RepoMaturity.Documents.Prose;

namespace RepoMaturity.Documents.Commands;

/// <summary>A command that a text for people tells them to type.</summary>
/// <param name="Words">Program and arguments.</param>
/// <param name="Line">Line in the document, from 1.</param>
internal sealed record DocumentedCommand(IReadOnlyList<ShellWord> Words, int Line)
{
    public string Program => Words[0].Text;

    public override string ToString() => string.Join(' ', Words.Select(w => w.Text));
}

/// <summary>Reads the code blocks of a text as a shell session.</summary>
internal static class CommandBlock
{
    private static readonly string[] Languages =
        ["", "bash", "sh", "shell", "console", "shell-session", "shellsession", "zsh", "terminal", "commandline", "text", "bash session"];

    /// <summary>
    /// True for a block that may hold commands of a POSIX shell; without a language any block may. Windows shells are left out, since
    /// their paths are written otherwise.
    /// </summary>
    public static bool MayBeShell(CodeBlock block) => Languages.Contains(block.Language) && !block.Text.Contains(":\\", StringComparison.Ordinal);

    /// <summary>The commands of a block in order; of a session with prompts only what was typed.</summary>
    public static IEnumerable<DocumentedCommand> Read(CodeBlock block)
    {
        if (!MayBeShell(block))
        {
            return [];
        }

        // Lines stay where they are, so that places stay true.
        string[] lines = block.Text.ReplaceLineEndings("\n").Split('\n');
        bool isSession = lines.Any(l => Prompt(l) > 0);
        bool continues = false;
        for (int i = 0; i < lines.Length; i++)
        {
            int prompt = Prompt(lines[i]);
            lines[i] = prompt > 0 ? lines[i][prompt..] : isSession && !continues ? "" : lines[i];
            continues = lines[i].EndsWith('\\');
        }

        return ShellScript.Parse(string.Join('\n', lines)).Commands
            .Where(c => c.Words.Count > 0)
            .Select(c => new DocumentedCommand(c.Words, block.Line + c.Line));
    }

    /// <summary>Length of <c>$ </c>, <c>% </c>, <c>&gt; </c> or <c>(env) user@host:~$ </c> at the start, or 0.</summary>
    private static int Prompt(string line)
    {
        int start = line.Length - line.TrimStart().Length;
        ReadOnlySpan<char> text = line.AsSpan(start);
        if (text is ['$' or '%' or '>', ' ', ..])
        {
            return start + 2;
        }

        int dollar = text.IndexOf("$ ");
        return dollar > 0 && (text[0] == '(' || text[..dollar].Contains('@')) && text[..dollar].IndexOfAny('"', '\'', '=') < 0 ? start + dollar + 2 : 0;
    }
}
