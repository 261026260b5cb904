using System.Text;

namespace RepoMaturity.Documents.Commands;

/// <summary>
/// PowerShell and batch scripts, best effort: commands by lines and separators, backslashes kept. Neither shell stops when a program
/// fails, so only the last command, or one whose exit code is checked, decides.
/// </summary>
internal static class WindowsShell
{
    private static readonly string[] Keywords =
        ["if", "else", "elseif", "foreach", "for", "while", "try", "catch", "finally", "function", "param", "switch", "do", "rem", "return", "throw", "goto", "in"];

    public static ShellScript Parse(string text, bool isPowerShell)
    {
        List<ShellCommand> commands = [];
        ShellScope scope = new(null);
        text = text.Length > ShellScript.MaxLength ? text[..ShellScript.MaxLength] : text;
        char continuation = isPowerShell ? '`' : '^';
        string[] lines = text.Split('\n');
        bool comment = false;
        for (int i = 0; i < lines.Length && commands.Count < ShellFlow.MaxCommands; i++)
        {
            int first = i;
            StringBuilder logical = new(lines[i].Trim());
            while (logical.Length > 0 && logical[^1] == continuation && i + 1 < lines.Length)
            {
                logical.Length--;
                logical.Append(' ').Append(lines[++i].Trim());
            }

            string line = logical.ToString();
            if (isPowerShell && (comment || line.StartsWith("<#", StringComparison.Ordinal)))
            {
                comment = !line.Contains("#>", StringComparison.Ordinal);
                continue;
            }

            if (!line.StartsWith('#') && !line.StartsWith("::", StringComparison.Ordinal) && !line.StartsWith("rem ", StringComparison.OrdinalIgnoreCase))
            {
                Split(line.TrimStart('@'), first, isPowerShell, scope, commands);
            }
        }

        return new ShellScript(Judge(commands));
    }

    private static void Split(string line, int number, bool isPowerShell, ShellScope scope, List<ShellCommand> commands)
    {
        List<ShellWord> words = [];
        StringBuilder word = new();
        bool quoted = false;
        char quote = '\0';
        foreach (char c in line.Append('\n'))
        {
            if (quote != '\0')
            {
                quote = c == quote || c == '\n' ? '\0' : quote;
                if (quote != '\0')
                {
                    word.Append(c);
                }

                continue;
            }

            if (c is '"' || (c is '\'' && isPowerShell))
            {
                quote = c;
                quoted = true;
            }
            else if (char.IsWhiteSpace(c) || c is '|' or '&' or ';' or '{' or '}' || (c is '(' or ')' && word.Length == 0))
            {
                EndWord();
                if (c is '|' or ';' or '{' or '}' or '\n' || (c is '&' && (words.Count > 0 || !isPowerShell)))
                {
                    EndCommand();
                }
            }
            else
            {
                word.Append(c);
            }
        }

        void EndWord()
        {
            if (word.Length > 0 || quoted)
            {
                string text = word.ToString();
                words.Add(new ShellWord([new ShellPart(text, quoted) { IsExpansion = text.AsSpan().IndexOfAny("$%") >= 0, Variable = VariableOf(text) }]));
                word.Clear();
                quoted = false;
            }
        }

        void EndCommand()
        {
            while (words.Count > 0 && (Keywords.Contains(words[0].Text, StringComparer.OrdinalIgnoreCase) || words[0].Text is "call" or "." or "start"))
            {
                bool isWrapper = words[0].Text is "call" or "." or "start";
                words.RemoveAt(0);
                if (!isWrapper)
                {
                    words.Clear();
                }
            }

            // Attributes and typed parameters of PowerShell are no commands.
            if (words.Count > 0 && (words[0].Text.StartsWith('[') || words[0].Text.StartsWith("param(", StringComparison.OrdinalIgnoreCase)))
            {
                words.Clear();
            }

            if (words.Count > 0)
            {
                commands.Add(new ShellCommand([.. words], [], number, scope));
                words.Clear();
            }
        }
    }

    private static string? VariableOf(string text) => text switch
    {
        ['%', .. var name, '%'] => name,
        ['$', 'e' or 'E', 'n' or 'N', 'v' or 'V', ':', .. var name] => name,
        ['$', .. var name] when name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') => name,
        _ => null,
    };

    private static IReadOnlyList<ShellCommand> Judge(List<ShellCommand> commands)
    {
        for (int i = 0; i < commands.Count - 1; i++)
        {
            string next = commands[i + 1].Text;
            bool isChecked = next.StartsWith("exit", StringComparison.OrdinalIgnoreCase) && !next.EndsWith(" 0", StringComparison.Ordinal);
            if (!isChecked)
            {
                commands[i] = commands[i] with { FailureIgnored = "not the last command of the script", FailureIgnoredLine = commands[i].Line };
            }
        }

        return commands;
    }
}
