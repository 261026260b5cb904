using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Commands;

/// <summary>Reads justfiles: recipes, aliases, literal variables.</summary>
internal static class Justfile
{
    private const int MaxVariables = 500;
    private const int MaxRecipes = 5_000;

    public static TaskFile? Read(DocumentSet documents, SnapshotFile file)
    {
        List<TaskTarget> targets = [];
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        string[] lines = (documents.Text(file) ?? "").Split('\n');
        for (int i = 0; i < lines.Length && targets.Count < MaxRecipes; i++)
        {
            string line = lines[i].TrimEnd();
            if (line.Length == 0 || char.IsWhiteSpace(line[0]) || line[0] is '#' or '[')
            {
                continue;
            }

            int assign = line.IndexOf(":=", StringComparison.Ordinal);
            int colon = Colon(line);
            if (line.StartsWith("alias ", StringComparison.Ordinal) && assign > 0)
            {
                targets.Add(new TaskTarget(line[6..assign].Trim(), new Location(file.Path, i + 1)) { Needs = [line[(assign + 2)..].Trim()] });
            }
            else if (assign > 0 && colon == assign)
            {
                string name = line[..assign].Trim();
                string value = line[(assign + 2)..].Trim();
                if (variables.Count < MaxVariables && value is ['"' or '\'', .. var inner, '"' or '\''])
                {
                    variables[name[(name.LastIndexOf(' ') + 1)..]] = inner;
                }
            }
            else if (colon > 0)
            {
                targets.Add(Recipe(file, lines, ref i, line, colon, variables));
            }
        }

        return targets.Count == 0 ? null : new TaskFile(file, "just", targets) { Defaults = [targets[0].Name] };
    }

    private static TaskTarget Recipe(SnapshotFile file, string[] lines, ref int i, string head, int colon, Dictionary<string, string> variables)
    {
        string name = head[..colon].TrimStart('@').Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        List<string> needs = [];
        int hash = head.IndexOf(" #", colon, StringComparison.Ordinal);
        string dependencies = head[(colon + 1)..(hash < 0 ? head.Length : hash)];
        foreach (string need in dependencies.Replace("&&", " ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (need[0] == '(' || char.IsAsciiLetter(need[0]) || need[0] == '_')
            {
                needs.Add(need.Trim('(', ')'));
            }
        }

        Location at = new(file.Path, i + 1);
        List<TaskCommand> commands = [];
        while (i + 1 < lines.Length && (lines[i + 1].Trim().Length == 0 || char.IsWhiteSpace(lines[i + 1][0])))
        {
            int first = ++i;
            string text = lines[i].Trim();
            while (text.EndsWith('\\') && i + 1 < lines.Length)
            {
                text += "\n" + lines[++i].Trim();
            }

            if (commands is [{ Text: ['#', '!', ..] } script])
            {
                commands[0] = script with { Text = script.Text + "\n" + text };
            }
            else if (text.Length > 0 && (text[0] != '#' || (commands.Count == 0 && text.StartsWith("#!", StringComparison.Ordinal))))
            {
                string command = text.TrimStart('@', '-', ' ');
                bool ignored = text[..(text.Length - command.Length)].Contains('-', StringComparison.Ordinal);
                commands.Add(new TaskCommand(command, new Location(file.Path, first + 1)) { FailureIgnored = ignored ? "just's - prefix" : null });
            }
        }

        return new TaskTarget(name, at)
        {
            Needs = needs,
            Commands = [.. commands.Select(c => c with { Text = Fill(c.Text, variables), Options = ShellOptions.OfShebang(c.Text) })],
        };
    }

    private static string Fill(string text, Dictionary<string, string> variables)
    {
        foreach ((string name, string value) in variables)
        {
            text = text.Contains("{{", StringComparison.Ordinal)
                ? text.Replace("{{" + name + "}}", value, StringComparison.Ordinal).Replace("{{ " + name + " }}", value, StringComparison.Ordinal)
                : text;
        }

        return text;
    }

    private static int Colon(string line)
    {
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            quote = quote == '\0' && c is '"' or '\'' ? c : c == quote ? '\0' : quote;
            if (c == ':' && quote == '\0')
            {
                return i;
            }
        }

        return -1;
    }
}
