using RepoMaturity.Documents.Commands;

namespace RepoMaturity.Evidence;

/// <content>From make, tox, nox and their kin to the commands of their tasks.</content>
internal sealed partial class CommandGraph
{
    private static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    /// <summary>Tools that put what follows a task's name behind its command.</summary>
    private static readonly string[] ForwardingTools = ["pixi", "pdm", "rye", "pipenv", "poe"];

    /// <summary>One start of a task runner.</summary>
    /// <param name="File">Its task file.</param>
    /// <param name="Directory">Folder the tasks run in.</param>
    /// <param name="Variables">Variables given on the command line.</param>
    /// <param name="Arguments">Arguments for the task itself.</param>
    private sealed record TaskRun(TaskFile File, string? Directory, IReadOnlyDictionary<string, string> Variables, IReadOnlyList<string> Arguments)
    {
        public HashSet<string> Done { get; } = new(StringComparer.Ordinal);
    }

    private void FollowMake(IReadOnlyList<string> words, CommandWalk walk)
    {
        Emit(ExecutionKind.Command, "make", words.Skip(1), walk);
        string? file = null;
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        List<string> targets = [];
        for (int i = 1; i < words.Count; i++)
        {
            string word = words[i];
            if (word is "-n" or "--dry-run" or "--just-print" or "-q" or "--question" or "-t" or "--touch" or "--version" or "--help")
            {
                return;
            }

            if (word is "-i" or "--ignore-errors")
            {
                walk = walk.Ignoring("make -i", walk.Trail[^1].Location);
            }
            else if (word is "-C" or "--directory" or "-f" or "--file" or "--makefile" && i + 1 < words.Count)
            {
                string value = words[++i];
                file = word is "-C" or "--directory" ? file : value;
                walk = word is "-C" or "--directory" ? walk with { Directory = walk.Resolve(value) } : walk;
            }
            else if (word.StartsWith("--directory=", StringComparison.Ordinal) || (word.StartsWith("-C", StringComparison.Ordinal) && word.Length > 2))
            {
                walk = walk with { Directory = walk.Resolve(word[(word[1] == '-' ? 12 : 2)..]) };
            }
            else if (word is "-I" or "-o" or "-W" || (word is "-j" or "-l" && i + 1 < words.Count && words[i + 1].All(char.IsAsciiDigit)))
            {
                i++;
            }
            else if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and int equals)
            {
                variables[word[..equals].TrimEnd(':', '+', '?')] = word[(equals + 1)..];
            }
            else if (!word.StartsWith('-'))
            {
                targets.Add(word);
            }
        }

        if (walk.Directory is not { } directory)
        {
            Unfollowed(string.Join(' ', words), "the working directory cannot be told", walk);
            return;
        }

        string? path = file is null ? null : walk.Resolve(file);
        if ((path is not null ? _tasks.At("make", path) : file is null ? _tasks.Find("make", directory) : null) is not { } tasks)
        {
            Unfollowed(string.Join(' ', words), file is null ? "no makefile in its folder" : "its makefile is not in this repository", walk);
            return;
        }

        FollowTargets(new TaskRun(tasks, directory, variables, []), targets, walk);
    }

    private void FollowJust(IReadOnlyList<string> words, CommandWalk walk)
    {
        Emit(ExecutionKind.Command, "just", words.Skip(1), walk);
        int operand = CommandWords.Skip(words, 1, ["-f", "--justfile", "-d", "--working-directory", "--set"]);
        string? path = ValueOf(words, "--justfile") ?? ValueOf(words, "-f");
        TaskFile? tasks = path is not null ? walk.Resolve(path) is { } at ? _tasks.At("just", at) : null : walk.Directory is { } directory ? _tasks.Find("just", directory) : null;
        if (tasks is null)
        {
            Unfollowed(string.Join(' ', words), "no justfile in its folder", walk);
            return;
        }

        // Words after a recipe's name are its arguments unless they are recipes themselves.
        List<string> names = [.. words.Skip(operand).Where((w, i) => !CommandWords.IsAssignment(w) && (i == 0 || tasks.Find(w) is not null))];
        FollowTargets(new TaskRun(tasks, tasks.File.Directory, NoVariables, []), names, walk);
    }

    private void FollowTox(IReadOnlyList<string> words, CommandWalk walk)
    {
        Emit(ExecutionKind.Command, "tox", words.Skip(1), walk);
        List<string> own = [.. words.TakeWhile(w => w != "--")];
        if (own.Any(w => w is "-l" or "--listenvs" or "--notest" or "-n" or "--showconfig" or "list" or "l" or "config" or "c" or "--version" or "devenv" or "--devenv"))
        {
            return;
        }

        string? file = ValueOf(own, "-c") ?? ValueOf(own, "--conf");
        string? path = file is null ? null : walk.Resolve(file);
        TaskFile? tasks = path is not null ? _tasks.At("tox", path) ?? _tasks.Find("tox", path) : walk.Directory is { } directory ? _tasks.Find("tox", directory) : null;
        if (tasks is null)
        {
            Unfollowed(string.Join(' ', words), walk.Directory is null ? "the working directory cannot be told" : "no tox configuration in its folder", walk);
            return;
        }

        List<string> names = [];
        for (int i = 1; i < own.Count; i++)
        {
            string? list = own[i] is "-e" or "--env" or "-e=" && i + 1 < own.Count ? own[++i]
                : own[i].StartsWith("-e", StringComparison.Ordinal) && own[i].Length > 2 ? own[i][2..].TrimStart('=')
                : own[i].StartsWith("--env=", StringComparison.Ordinal) ? own[i][6..]
                : null;
            names.AddRange((list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }

        if (names.Count == 0 && ValueOf(own, "-f") is { } factor)
        {
            names.AddRange(tasks.Targets.Where(t => t.Name.Split('-').Contains(factor)).Select(t => t.Name));
        }

        if (names.Count == 0 && walk.Lookup("TOXENV") is { } chosen)
        {
            names.AddRange(chosen.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }

        names = names.Contains("ALL") ? [.. tasks.Targets.Select(t => t.Name).Where(n => n.Length > 0)] : names;
        TaskRun run = new(tasks, tasks.File.Directory, NoVariables, [.. words.Skip(own.Count + 1)]);
        foreach (string name in names.Count > 0 ? names : tasks.Defaults.Count > 0 ? tasks.Defaults : ["py"])
        {
            if ((tasks.Find(name) ?? (IsPythonName(name) ? tasks.Find("") : null)) is { } target)
            {
                FollowTarget(run, target, walk);
            }
            else
            {
                Unfollowed(name, name.Contains('$', StringComparison.Ordinal) ? "the environment's name is a variable" : "no tox environment of this name", walk);
            }
        }
    }

    /// <summary>Names that tox takes without a section: <c>py</c>, <c>py311</c>, <c>pypy3</c>, <c>3.12</c>.</summary>
    private static bool IsPythonName(string name) => name.StartsWith("py", StringComparison.Ordinal) || name.StartsWith("3.", StringComparison.Ordinal);

    private void FollowNox(IReadOnlyList<string> words, CommandWalk walk)
    {
        Emit(ExecutionKind.Command, "nox", words.Skip(1), walk);
        string? file = ValueOf(words, "-f") ?? ValueOf(words, "--noxfile");
        TaskFile? tasks = file is not null && walk.Resolve(file) is { } path ? _tasks.At("nox", path) : walk.Directory is { } directory ? _tasks.Find("nox", directory) : null;
        if (tasks is null)
        {
            Unfollowed(string.Join(' ', words), "no noxfile.py in its folder", walk);
            return;
        }

        if (words.Any(w => w is "-l" or "--list" or "--list-sessions"))
        {
            return;
        }

        List<string> names = [];
        bool inSessions = false;
        foreach (string word in words.Skip(1).TakeWhile(w => w != "--"))
        {
            if (word.StartsWith('-'))
            {
                int equals = word.IndexOf('=', StringComparison.Ordinal);
                inSessions = equals < 0 && word is "-s" or "-e" or "--session" or "--sessions";
                if (equals > 0 && word[..equals] is "--session" or "--sessions" or "-s" or "-e")
                {
                    names.Add(word[(equals + 1)..]);
                }
                else if (word.StartsWith("-s", StringComparison.Ordinal) && !inSessions && word.Length > 2 && word[2] != '-')
                {
                    names.Add(word[2..]);
                }
            }
            else if (inSessions)
            {
                names.Add(word);
            }
        }

        TaskRun run = new(tasks, tasks.File.Directory, NoVariables, []);
        foreach (string name in names.Count > 0 ? names : tasks.Defaults)
        {
            string plain = name.Split('(')[0];
            int dash = plain.LastIndexOf('-');
            if ((tasks.Find(plain) ?? (dash > 0 ? tasks.Find(plain[..dash]) : null)) is { } target)
            {
                FollowTarget(run, target, walk);
            }
            else
            {
                Unfollowed(name, name.Contains('$', StringComparison.Ordinal) ? "the session's name is a variable" : "no nox session of this name", walk);
            }
        }
    }

    private void FollowInvoke(IReadOnlyList<string> words, CommandWalk walk)
    {
        Emit(ExecutionKind.Command, "invoke", words.Skip(1), walk);
        if (walk.Directory is { } directory && _tasks.Find("invoke", directory) is { } tasks)
        {
            foreach (TaskTarget target in words.Skip(1).Select(w => tasks.Find(w.Replace('_', '-'))).OfType<TaskTarget>())
            {
                FollowTarget(new TaskRun(tasks, tasks.File.Directory, NoVariables, []), target, walk);
            }
        }
        else
        {
            Unfollowed(string.Join(' ', words), "no tasks.py in its folder", walk);
        }
    }

    /// <summary>A task of a table by its name; false when it is optional and there is none.</summary>
    private bool FollowNamed(string tool, string name, IReadOnlyList<string> words, CommandWalk walk, bool isOptional = false)
    {
        TaskFile? tasks = walk.Directory is { } directory ? _tasks.Find(tool, directory) : null;
        if (tasks?.Find(name) is not { } target)
        {
            if (!isOptional)
            {
                Unfollowed(words.Count > 0 ? string.Join(' ', words) : name, walk.Directory is null ? "the working directory cannot be told" : "no script of this name", walk);
            }

            return !isOptional;
        }

        // An environment may have the task's name: pixi run -e lint lint.
        IEnumerable<string> arguments = ForwardingTools.Contains(tool) ? words.SkipWhile((w, i) => w != name || i == 0 || words[i - 1] is "-e" or "--environment").Skip(1).Where(w => w != "--") : [];
        TaskRun run = new(tasks, tasks.File.Directory, NoVariables, [.. arguments]);
        foreach (string around in tool == "npm" ? (string[])["pre" + name, name, "post" + name] : [name])
        {
            if (tasks.Find(around) is { } found)
            {
                FollowTarget(run, found, walk);
            }
        }

        return true;
    }

    /// <summary>A task's command that names another task of its own file.</summary>
    private bool FollowOwnTask(IReadOnlyList<string> words, CommandWalk walk)
    {
        if (walk.Tasks is not { } own || !ChainingTools.Contains(own.Tool))
        {
            return false;
        }

        TaskTarget? target = own.Find(words[0]) ?? (own.Tool == "hatch" ? own.Targets.FirstOrDefault(t => t.Name.EndsWith(":" + words[0], StringComparison.Ordinal)) : null);
        if (target is null || walk.Open.Contains(KeyOf(own, target)))
        {
            return false;
        }

        FollowTarget(new TaskRun(own, own.File.Directory, NoVariables, []), target, walk);
        return true;
    }

    private void FollowTargets(TaskRun run, List<string> names, CommandWalk walk)
    {
        foreach (string name in names.Count > 0 ? names : run.File.Defaults)
        {
            if (run.File.Find(name) is { } target)
            {
                FollowTarget(run, target, walk);
            }
            else
            {
                Unfollowed(name, $"no target of this name in {run.File.File.Path}", walk);
            }
        }
    }

    private void FollowTarget(TaskRun run, TaskTarget target, CommandWalk walk)
    {
        string key = KeyOf(run.File, target);
        _called.Add(key);
        if (!run.Done.Add(target.Name) || !Enter(walk, key, out CommandWalk inner))
        {
            return;
        }

        inner = inner.Ignoring(target.FailureIgnored, target.Location);
        foreach (string need in target.Needs)
        {
            if (run.File.Find(need) is { } needed)
            {
                FollowTarget(run, needed, inner.Step(target.Location, $"{target.Name}: {need}"));
            }
        }

        inner = inner with { Directory = target.Directory ?? run.Directory, Tasks = run.File };
        foreach (TaskCommand command in target.Commands)
        {
            CommandWalk at = inner.Ignoring(command.FailureIgnored, command.Location);
            if (command.Words is { } words)
            {
                FollowWords(words, at.Step(command.Location, command.Text));
            }
            else
            {
                RunScript(Fill(run, target, command.Text), command.Location, command.Options, at);
            }
        }
    }

    private static string Fill(TaskRun run, TaskTarget target, string text) => run.File.Tool switch
    {
        "make" => Makefile.Expand(text, name => name switch
        {
            "MAKE" => "make",
            "@" => target.Name,
            "<" => target.Needs.Count > 0 ? target.Needs[0] : null,
            "^" => string.Join(' ', target.Needs),
            "CURDIR" or "PWD" => ".",
            _ => run.Variables.GetValueOrDefault(name) ?? run.File.Variables.GetValueOrDefault(name),
        }),
        _ when run.Arguments.Count > 0 && ForwardingTools.Contains(run.File.Tool) && !text.Contains("{args", StringComparison.Ordinal) && target.Commands.Count == 1 =>
            text.TrimEnd() + " " + string.Join(' ', run.Arguments.Select(a => "'" + a.Replace("'", "'\\''", StringComparison.Ordinal) + "'")),
        _ => FillArguments(text),
    };

    /// <summary><c>{args:default}</c> of hatch, <c>{args}</c> of pdm, <c>{{.CLI_ARGS}}</c> of Task.</summary>
    private static string FillArguments(string text)
    {
        text = text.Replace("{{.CLI_ARGS}}", "", StringComparison.Ordinal);
        int at = text.IndexOf("{args", StringComparison.Ordinal);
        int end = at < 0 ? -1 : text.IndexOf('}', at);
        return end < 0 ? text : text[..at] + (text[at + 5] == ':' ? text[(at + 6)..end] : "") + text[(end + 1)..];
    }
}
