using System.Text;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Commands;

/// <summary>Reads makefiles: variables, explicit rules, includes. Both branches of a conditional count; pattern rules are left out.</summary>
internal sealed class Makefile
{
    private const int MaxIncludes = 8;
    private const int MaxTargets = 5_000;
    private const int MaxExpansion = 16_000;
    private const int MaxLookups = 2_000;

    private static readonly string[] Directives =
        ["ifeq", "ifneq", "ifdef", "ifndef", "else", "endif", "endef", "unexport", "vpath", "undefine", "private"];

    private readonly DocumentSet _documents;
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Rule> _rules = new(StringComparer.Ordinal);
    private readonly List<Rule> _order = [];
    private readonly HashSet<string> _ignored = new(StringComparer.Ordinal);
    private bool _ignoreAll;
    private bool _oneShell;

    private Makefile(DocumentSet documents) => _documents = documents;

    public static TaskFile? Read(DocumentSet documents, SnapshotFile file)
    {
        Makefile make = new(documents);
        make.ReadFile(file, 0);
        List<TaskTarget> targets = [.. make._order.Select(make.ToTarget)];
        string? goal = make._variables.GetValueOrDefault(".DEFAULT_GOAL") ?? targets.FirstOrDefault(t => !t.Name.StartsWith('.') || t.Name.Contains('/', StringComparison.Ordinal))?.Name;
        return targets.Count == 0 ? null : new TaskFile(file, "make", targets) { Defaults = goal is null ? [] : [goal], Variables = make._variables };
    }

    /// <summary>Text with <c>$(NAME)</c> put in where the value is known; <c>$$</c> becomes <c>$</c>, functions stay as written.</summary>
    public static string Expand(string text, Func<string, string?> lookup)
    {
        int budget = MaxLookups;
        return Expand(text, lookup, 0, ref budget);
    }

    private static string Expand(string text, Func<string, string?> lookup, int depth, ref int budget)
    {
        if (!text.Contains('$', StringComparison.Ordinal) || depth > MaxIncludes)
        {
            return text;
        }

        StringBuilder result = new();
        for (int i = 0; i < text.Length && result.Length < MaxExpansion; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            char next = text[++i];
            if (next == '$')
            {
                // Two dollars are one for the shell, which must not take it for make's own again.
                result.Append(depth == 0 ? "$" : "$$");
                continue;
            }

            int close = next is '(' or '{' ? text.IndexOf(next == '(' ? ')' : '}', i) : i;
            string name = close < 0 ? "" : next is '(' or '{' ? text[(i + 1)..close] : next.ToString();
            if (name.Length > 0 && --budget > 0 && lookup(name) is { } value)
            {
                result.Append(Expand(value, n => n == name ? null : lookup(n), depth + 1, ref budget));
                i = close;
            }
            else
            {
                result.Append('$').Append(next);
            }
        }

        return result.ToString();
    }

    private void ReadFile(SnapshotFile file, int depth)
    {
        if (_documents.Text(file) is not { } text)
        {
            return;
        }

        string[] lines = text.Split('\n');
        List<Rule> current = [];
        bool define = false;
        for (int i = 0; i < lines.Length && _order.Count < MaxTargets; i++)
        {
            int first = i;
            string line = lines[i].TrimEnd('\r');
            if (define)
            {
                define = !line.StartsWith("endef", StringComparison.Ordinal);
                continue;
            }

            bool recipe = line.StartsWith('\t') && current.Count > 0;
            while (line.EndsWith('\\') && i + 1 < lines.Length)
            {
                string more = lines[++i].TrimEnd('\r');
                line = recipe ? line + "\n" + more : line[..^1] + " " + more.Trim();
            }

            if (recipe)
            {
                string command = line.Trim();
                foreach (Rule rule in current)
                {
                    if (command.Length > 0 && command[0] != '#')
                    {
                        rule.Lines.Add((command, new Location(file.Path, first + 1)));
                    }
                }

                continue;
            }

            int hash = line.IndexOf('#', StringComparison.Ordinal);
            line = (hash < 0 || (hash > 0 && line[hash - 1] == '\\') ? line : line[..hash]).Trim();
            string word = line[..(line.IndexOf(' ', StringComparison.Ordinal) is > 0 and int space ? space : line.Length)];
            if (line.Length == 0 || Directives.Contains(word))
            {
                continue;
            }

            if (word == "define")
            {
                define = true;
            }
            else if (word is "include" or "-include" or "sinclude")
            {
                Include(file, line[word.Length..], depth);
            }
            else if (word is "export" or "override" && !line.Contains('=', StringComparison.Ordinal))
            {
                continue;
            }
            else if (!Assign(word is "export" or "override" ? line[word.Length..].TrimStart() : line))
            {
                current = ReadRule(line, new Location(file.Path, first + 1)) ?? current;
            }
        }
    }

    private void Include(SnapshotFile file, string names, int depth)
    {
        if (depth >= MaxIncludes)
        {
            return;
        }

        foreach (string name in Expand(names, _variables.GetValueOrDefault).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // The path counts from the folder make runs in, which is usually that of the outermost file.
            string? path = RepositoryPath.Combine(file.Directory, name);
            if (path is not null && _documents.Snapshot.Find(path) is { HasContent: true } included && included.Path != file.Path)
            {
                ReadFile(included, depth + 1);
            }
        }
    }

    private bool Assign(string line)
    {
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            return false;
        }

        int end = equals;
        while (end > 0 && line[end - 1] is ':' or '?' or '+' or '!')
        {
            end--;
        }

        string name = line[..end].Trim();
        if (name.Length == 0 || name.AsSpan().IndexOfAny(" \t:$") >= 0)
        {
            return false;
        }

        string value = line[(equals + 1)..].Trim();
        switch (line[equals - 1])
        {
            case '!':
                _variables.Remove(name);
                break;
            case '?':
                _variables.TryAdd(name, value);
                break;
            case '+':
                _variables[name] = _variables.TryGetValue(name, out string? old) && old.Length + value.Length < MaxExpansion ? old + " " + value : value;
                break;
            default:
                _variables[name] = value;
                break;
        }

        return true;
    }

    /// <summary>The rules that the recipe below belongs to; empty for targets that are left out, null when the line is no rule.</summary>
    private List<Rule>? ReadRule(string line, Location at)
    {
        line = Expand(line, _variables.GetValueOrDefault);
        int colon = Colon(line);
        if (colon <= 0)
        {
            return null;
        }

        string rest = line[(colon + 1)..].TrimStart(':').Trim();
        int semicolon = rest.IndexOf(';', StringComparison.Ordinal);
        string needs = semicolon < 0 ? rest : rest[..semicolon];
        string[] names = line[..colon].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        string[] prerequisites = [.. needs.Split((char[])[' ', '\t', '|'], StringSplitOptions.RemoveEmptyEntries)];
        switch (names)
        {
            case [".IGNORE"]:
                _ignoreAll |= prerequisites.Length == 0;
                _ignored.UnionWith(prerequisites);
                return [];
            case [".ONESHELL"]:
                _oneShell = true;
                return [];
        }

        if (needs.Contains('=', StringComparison.Ordinal))
        {
            return [];
        }

        List<Rule> rules = [];
        foreach (string name in names)
        {
            if (name.Contains('%', StringComparison.Ordinal) || (name[0] == '.' && name.Length > 1 && char.IsAsciiLetterUpper(name[1])))
            {
                continue;
            }

            if (!_rules.TryGetValue(name, out Rule? rule))
            {
                rule = new Rule(name, at);
                _rules.Add(name, rule);
                _order.Add(rule);
            }

            rule.Needs.AddRange(prerequisites);
            if (semicolon >= 0 && rest[(semicolon + 1)..].Trim() is { Length: > 0 } inline)
            {
                rule.Lines.Add((inline, at));
            }

            rules.Add(rule);
        }

        return rules;
    }

    private static int Colon(string line)
    {
        int depth = 0;
        for (int i = 0; i < line.Length; i++)
        {
            depth += line[i] is '(' or '{' ? 1 : line[i] is ')' or '}' ? -1 : 0;
            if (line[i] == ':' && depth <= 0)
            {
                return i;
            }
        }

        return -1;
    }

    private TaskTarget ToTarget(Rule rule)
    {
        string? ignored = _ignoreAll || _ignored.Contains(rule.Name) ? ".IGNORE" : null;
        ShellOptions options = default(ShellOptions).With(_variables.GetValueOrDefault(".SHELLFLAGS", "").Split(' '));
        List<TaskCommand> commands = [];
        foreach ((string text, Location at) in rule.Lines)
        {
            string command = text.TrimStart('@', '-', '+', ' ');
            commands.Add(new TaskCommand(command, at)
            {
                FailureIgnored = ignored ?? (text[..(text.Length - command.Length)].Contains('-', StringComparison.Ordinal) ? "make's - prefix" : null),
                Options = options,
            });
        }

        if (_oneShell && commands.Count > 1)
        {
            StringBuilder script = new();
            int line = commands[0].Location.Line;
            foreach (TaskCommand command in commands)
            {
                for (; line < command.Location.Line; line++)
                {
                    script.Append('\n');
                }

                script.Append(command.Text);
                line += command.Text.AsSpan().Count('\n');
            }

            commands = [commands[0] with { Text = script.ToString() }];
        }

        return new TaskTarget(rule.Name, rule.Location) { Needs = [.. rule.Needs.Distinct()], Commands = commands };
    }

    private sealed record Rule(string Name, Location Location)
    {
        public List<string> Needs { get; } = [];

        public List<(string Text, Location At)> Lines { get; } = [];
    }
}
