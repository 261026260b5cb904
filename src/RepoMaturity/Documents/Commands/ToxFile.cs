using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Commands;

/// <summary>
/// Reads tox configuration of every form (<c>tox.ini</c>, <c>setup.cfg</c>, <c>tox.toml</c>, <c>pyproject.toml</c>): environments of
/// the list and of sections, inherited commands, factors, substitutions.
/// </summary>
internal sealed class ToxFile
{
    private const int MaxEnvironments = 400;
    private const int MaxDepth = 6;
    private const int MaxSteps = 200_000;

    private readonly SnapshotFile _file;
    private readonly DataNode _root;
    private int _steps;

    private ToxFile(SnapshotFile file, DataNode root) => (_file, _root) = (file, root);

    public static TaskFile? Read(DocumentSet documents, SnapshotFile file)
    {
        DataNode? root = documents.Data(file)?.Root;
        if (file.Name == "pyproject.toml")
        {
            root = root?.At("tool", "tox");
            if (root?["legacy_tox_ini"] is { Text: { } ini } legacy)
            {
                int shift = legacy.TextLine - 1;
                string text = new string('\n', Math.Clamp(shift, 0, 100_000)) + ini;
                return IniLoader.Load(text).Root is { } inner ? new ToxFile(file, inner).ReadIni() : null;
            }
        }

        return root is null ? null
            : file.Extension == ".toml" ? new ToxFile(file, root).ReadToml()
            : file.Name == "setup.cfg" && root["tox:tox"] is null ? null
            : new ToxFile(file, root).ReadIni();
    }

    private TaskFile? ReadIni()
    {
        DataNode? core = _root["tox"] ?? _root["tox:tox"];
        List<string> names = [];
        List<string> defaults = Names(core?.TextOf("env_list") ?? core?.TextOf("envlist") ?? "");
        names.AddRange(defaults);
        Dictionary<string, DataEntry> sections = new(StringComparer.Ordinal);
        foreach (DataEntry section in _root.Entries)
        {
            if (section.Key.StartsWith("testenv:", StringComparison.Ordinal))
            {
                foreach (string name in Names(section.Key["testenv:".Length..]))
                {
                    sections.TryAdd(name, section);
                    names.Add(name);
                }
            }
        }

        if (core is null && _root["testenv"] is null && sections.Count == 0)
        {
            return null;
        }

        DataEntry? basis = _root.Entries.FirstOrDefault(e => e.Key == "testenv");
        names = [.. names.Distinct().Take(MaxEnvironments)];
        List<TaskTarget> targets = [.. names.Select(n => IniTarget(n, sections.GetValueOrDefault(n), basis))];
        if (basis is { } any)
        {
            // What stands for names such as py311 that neither the list nor a section has.
            targets.Add(IniTarget("", null, any));
        }

        return new TaskFile(_file, "tox", targets) { Defaults = ForGitHub(defaults) };
    }

    /// <summary>With tox-gh-actions' own mapping, plain <c>tox</c> runs only the environments that are mapped.</summary>
    private List<string> ForGitHub(List<string> defaults)
    {
        if (_root.At("gh-actions", "python") is not { Text: { } mapping })
        {
            return defaults;
        }

        List<string> factors = [.. mapping.Split('\n').SelectMany(l => Names(l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..]))];
        List<string> mapped = [.. defaults.Where(e => factors.Any(f => f.Split('-').All(e.Split('-').Contains)))];
        return mapped.Count > 0 ? mapped : defaults;
    }

    private TaskTarget IniTarget(string name, DataEntry? own, DataEntry? basis)
    {
        DataNode? Setting(string key) => own?.Value[key] ?? basis?.Value[key];
        List<TaskCommand> commands = [];
        foreach (string key in (ReadOnlySpan<string>)["commands_pre", "commands", "commands_post"])
        {
            if (Setting(key) is { Text: { } text } node)
            {
                AddLines(text, node.Line, name, commands, 0);
            }
        }

        DataEntry at = own ?? basis ?? _root.Entries[0];
        return new TaskTarget(name, new Location(_file.Path, at.Line))
        {
            Commands = commands,
            Directory = Directory(Setting("changedir")?.Text ?? Setting("change_dir")?.Text),
            FailureIgnored = Setting("ignore_outcome") is { IsTrue: true } ? "ignore_outcome = true" : null,
        };
    }

    private void AddLines(string text, int line, string environment, List<TaskCommand> commands, int depth)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int first = i;
            string command = lines[i].Trim();
            while (command.EndsWith('\\') && i + 1 < lines.Length)
            {
                command = command[..^1].TrimEnd() + " " + lines[++i].Trim();
            }

            if (++_steps > MaxSteps || command.Length == 0 || command[0] == '#' || !Applies(ref command, environment))
            {
                continue;
            }

            if (Reference(command) is { } reference)
            {
                if (depth < MaxDepth)
                {
                    AddLines(reference.Text!, reference.Line, environment, commands, depth + 1);
                }

                continue;
            }

            Add(Substitute(command, environment, 0), line + first, commands);
        }
    }

    private void Add(string command, int line, List<TaskCommand> commands)
    {
        bool dash = command.StartsWith('-') && command.Length > 1 && command[1] != '-';
        bool inverted = command.StartsWith("! ", StringComparison.Ordinal);
        command = dash ? command[1..].TrimStart() : inverted ? command[2..] : command;
        commands.Add(new TaskCommand(command, new Location(_file.Path, line))
        {
            FailureIgnored = dash ? "tox's - prefix" : inverted ? "! inverts the exit code" : null,
        });
    }

    /// <summary><c>py38,lint: command</c> applies to environments with one of the factors; takes the condition off.</summary>
    private static bool Applies(ref string command, string environment)
    {
        int colon = command.IndexOf(": ", StringComparison.Ordinal);
        if (colon <= 0)
        {
            return true;
        }

        ReadOnlySpan<char> condition = command.AsSpan(0, colon);
        foreach (char c in condition)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not (',' or '-' or '!' or '_' or '.' or '{' or '}' or ' '))
            {
                return true;
            }
        }

        if (condition.Contains(' ') && !condition.Contains(','))
        {
            return true;
        }

        string[] factors = environment.Split('-');
        bool applies = Names(condition.ToString()).Any(alternative =>
            alternative.Split('-').All(f => f.StartsWith('!') ? !factors.Contains(f[1..]) : factors.Contains(f)));
        command = command[(colon + 2)..].Trim();
        return applies;
    }

    /// <summary>The setting that a whole line <c>{[section]key}</c> names.</summary>
    private DataNode? Reference(string command)
    {
        if (command is not ['{', '[', .. var inner, '}'] || inner.IndexOf(']', StringComparison.Ordinal) is not (> 0 and var close))
        {
            return null;
        }

        return _root.At(inner[..close], inner[(close + 1)..]) is { Text: not null } found ? found : null;
    }

    private string Substitute(string text, string environment, int depth)
    {
        if (!text.Contains('{', StringComparison.Ordinal) || depth > MaxDepth || ++_steps > MaxSteps)
        {
            return text;
        }

        System.Text.StringBuilder result = new();
        for (int i = 0; i < text.Length && result.Length < 16_000; i++)
        {
            int close = text[i] == '{' ? Close(text, i) : -1;
            if (close < 0)
            {
                result.Append(text[i]);
                continue;
            }

            string inner = text[(i + 1)..close];
            string[] parts = inner.Split(':', 3);
            string? value = parts[0] switch
            {
                "posargs" => inner.Length > 8 ? Substitute(inner[8..], environment, depth + 1) : "",
                "envname" or "env_name" => environment,
                "toxinidir" or "tox_root" => ".",
                "envpython" or "env_python" => "python",
                "/" => "/",
                "env" => parts.Length == 3 ? Substitute(parts[2], environment, depth + 1) : null,
                _ => inner.StartsWith('[') && Reference("{" + inner + "}") is { Text: { } referred } ? Substitute(referred.Trim(), environment, depth + 1) : null,
            };
            result.Append(value ?? text[i..(close + 1)]);
            i = close;
        }

        return result.ToString().Trim();
    }

    private static int Close(string text, int open)
    {
        int level = 0;
        for (int i = open; i < text.Length; i++)
        {
            level += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            if (level == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private TaskFile? ReadToml()
    {
        DataNode? environments = _root["env"];
        DataNode? basis = _root["env_run_base"];
        if (environments is null && basis is null)
        {
            return null;
        }

        List<string> defaults = [.. (_root["env_list"]?.OneOrMany() ?? []).Select(n => n.Text).OfType<string>()];
        List<TaskTarget> targets = [];
        foreach (string name in defaults.Concat((environments?.Entries ?? []).Select(e => e.Key)).Distinct().Take(MaxEnvironments))
        {
            targets.Add(TomlTarget(name, environments?[name], basis));
        }

        if (basis is not null)
        {
            targets.Add(TomlTarget("", null, basis));
        }

        return new TaskFile(_file, "tox", targets) { Defaults = defaults };
    }

    private TaskTarget TomlTarget(string name, DataNode? own, DataNode? basis)
    {
        DataNode? Setting(string key) => own?[key] ?? basis?[key];
        List<TaskCommand> commands = [];
        foreach (DataNode line in ((string[])["commands_pre", "commands", "commands_post"]).SelectMany(k => Setting(k)?.Items ?? []))
        {
            if (line.IsSequence)
            {
                List<string> words = [.. line.Items.SelectMany(Words).Select(w => Substitute(w, name, 0)).Where(w => w.Length > 0)];
                bool dash = words is ["-", ..];
                words = dash ? words[1..] : words;
                commands.Add(new TaskCommand(string.Join(' ', words), line.In(_file)) { Words = words, FailureIgnored = dash ? "tox's - prefix" : null });
            }
            else if (line.Text is { } text)
            {
                Add(Substitute(text, name, 0), line.Line, commands);
            }
        }

        return new TaskTarget(name, (own ?? basis ?? _root).In(_file) with { Column = 0 })
        {
            Commands = commands,
            Directory = Directory(Setting("change_dir")?.Text),
            FailureIgnored = Setting("ignore_outcome") is { IsTrue: true } ? "ignore_outcome = true" : null,
        };
    }

    /// <summary>A word, or the default of <c>{ replace = "posargs", default = ["tests"] }</c>.</summary>
    private static IEnumerable<string> Words(DataNode item) =>
        item.Text is { } text ? [text] : item["default"] is { } fallback ? fallback.OneOrMany().Select(d => d.Text).OfType<string>() : [];

    private string? Directory(string? written)
    {
        if (written is null)
        {
            return null;
        }

        string path = Substitute(written.Trim(), "", 0);
        return path.Contains('{', StringComparison.Ordinal) ? null : RepositoryPath.Combine(_file.Directory, path);
    }

    /// <summary>Names of a list with commas, lines and braces: <c>py{38,39}-{a,b}</c> gives four.</summary>
    private static List<string> Names(string list)
    {
        List<string> names = [];
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= list.Length; i++)
        {
            char c = i < list.Length ? list[i] : '\n';
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if ((c is ',' or '\n' && depth <= 0) || (char.IsWhiteSpace(c) && depth <= 0))
            {
                Multiply(list[start..i].Trim(), names, 0);
                start = i + 1;
            }
        }

        return names;
    }

    private static void Multiply(string pattern, List<string> names, int depth)
    {
        int open = pattern.IndexOf('{', StringComparison.Ordinal);
        int close = open < 0 ? -1 : pattern.IndexOf('}', open);
        if (pattern.Length == 0 || names.Count >= MaxEnvironments || pattern[0] == '#')
        {
            return;
        }

        if (close < 0 || depth > MaxDepth)
        {
            names.Add(pattern);
            return;
        }

        foreach (string choice in pattern[(open + 1)..close].Split(','))
        {
            Multiply(pattern[..open] + choice.Trim() + pattern[(close + 1)..], names, depth + 1);
        }
    }
}
