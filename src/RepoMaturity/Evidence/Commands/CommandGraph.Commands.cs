using System.Collections.Immutable;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Commands;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <content>From scripts to commands, and from commands to what they start.</content>
internal sealed partial class CommandGraph
{
    private const int MaxWrappers = 12;
    private const int MaxValue = 4_096;
    private const long MaxParsed = 64L << 20;

    private static readonly string[] BuiltIns =
    [
        "set", "unset", "echo", "printf", "[", "[[", "test", "true", "false", ":", "exit", "return", "read", "local", "declare", "typeset", "readonly", "shift",
        "trap", "wait", "alias", "getopts", "ulimit", "umask", "hash", "type", "let", "break", "continue", "eval", "shopt", "if", "fi", "setlocal", "endlocal", "ECHO", "SET", "rem",
        "dirname", "basename", "pwd", "uname", "date", "nproc", "whoami", "hostname", "seq", "sleep",
    ];

    /// <summary>Functions of make that stay in a recipe's text as <c>$(name …)</c>.</summary>
    private static readonly string[] MakeFunctions =
        ["shell", "filter", "filter-out", "subst", "patsubst", "wildcard", "foreach", "addprefix", "addsuffix", "notdir", "call", "strip", "firstword", "lastword"];

    /// <summary>Tools whose tasks may name other tasks of the same file by their bare name.</summary>
    private static readonly string[] ChainingTools = ["hatch", "pdm", "poe", "rye", "taskipy"];

    /// <summary>Folder and variables of one shell process.</summary>
    private sealed class ShellState
    {
        public required string? Directory { get; set; }

        public required ImmutableDictionary<string, string> Variables { get; set; }

        public Stack<string?> Stack { get; } = new();
    }

    private void RunScript(string text, Location at, ShellOptions options, CommandWalk walk)
    {
        if (CanParse(text))
        {
            RunCommands(ShellScript.Parse(text, options), at, walk);
        }
    }

    /// <summary>Bounds what is parsed in all: a large script may be reached many times.</summary>
    private bool CanParse(string text) => IsWithin((_parsed += text.Length) <= MaxParsed);

    /// <param name="script">The commands.</param>
    /// <param name="at">Where the script's first line is written.</param>
    /// <param name="walk">What leads here.</param>
    private void RunCommands(ShellScript script, Location at, CommandWalk walk)
    {
        Dictionary<ShellScope, ShellState> states = [];
        foreach (ShellCommand command in script.Commands)
        {
            if (!HasBudget())
            {
                return;
            }

            ShellState state = StateOf(states, command.Scope, walk);
            CommandWalk here = walk with { Directory = state.Directory, Variables = state.Variables };
            List<string> words = [.. command.Words.SelectMany(w => w.Expand(here.Lookup))];
            if (words.Count == 0)
            {
                state.Variables = Assign(state.Variables, command.Assignments, here, command.IsConditional);
                continue;
            }

            if (words[0] is "export" or "declare" or "local" or "readonly")
            {
                foreach (string word in words.Skip(1).Where(CommandWords.IsAssignment))
                {
                    int equals = word.IndexOf('=', StringComparison.Ordinal);
                    state.Variables = state.Variables.SetItem(word[..equals], word.Length > MaxValue || word.Contains('$', StringComparison.Ordinal) ? CommandWalk.Ambiguous : word[(equals + 1)..]);
                }

                continue;
            }

            if (ChangesDirectory(words, state, here))
            {
                continue;
            }

            Location line = at with { Line = at.Line + command.Line };
            CommandWalk inner = here
                .Ignoring(command.FailureIgnored, at with { Line = at.Line + command.FailureIgnoredLine })
                .Step(line, command.Text) with
            {
                Variables = Assign(state.Variables, command.Assignments, here),
            };
            FollowWords(words, inner);
        }
    }

    private static ShellState StateOf(Dictionary<ShellScope, ShellState> states, ShellScope scope, CommandWalk walk)
    {
        if (!states.TryGetValue(scope, out ShellState? state))
        {
            ShellState? outer = null;
            for (ShellScope? parent = scope.Parent; parent is not null && !states.TryGetValue(parent, out outer); parent = parent.Parent)
            {
            }

            state = new ShellState { Directory = outer is null ? walk.Directory : outer.Directory, Variables = outer?.Variables ?? walk.Variables };
            states.Add(scope, state);
        }

        return state;
    }

    private static ImmutableDictionary<string, string> Assign(ImmutableDictionary<string, string> variables, IReadOnlyList<ShellAssignment> assignments, CommandWalk walk, bool isConditional = false)
    {
        foreach (ShellAssignment assignment in assignments)
        {
            string value = string.Join(' ', assignment.Value.Expand(walk.Lookup));
            if (value.Length > MaxValue)
            {
                variables = variables.SetItem(assignment.Name, CommandWalk.Ambiguous);
                continue;
            }

            bool ownFolder = value.Contains("BASH_SOURCE", StringComparison.Ordinal) || value.Contains("dirname", StringComparison.Ordinal) || value.Contains("${0%", StringComparison.Ordinal);
            if (isConditional && variables.TryGetValue(assignment.Name, out string? other) && other != value)
            {
                variables = variables.SetItem(assignment.Name, CommandWalk.Ambiguous);
            }
            else if (value.Contains("rev-parse --show-toplevel", StringComparison.Ordinal))
            {
                variables = variables.SetItem(assignment.Name, CommandWalk.Root);
            }
            else if (ownFolder)
            {
                string up = value.Contains("..", StringComparison.Ordinal) ? RepositoryPath.Parent(walk.ScriptDirectory) ?? "" : walk.ScriptDirectory;
                variables = variables.SetItem(assignment.Name, up.Length == 0 ? CommandWalk.Root : CommandWalk.Root + "/" + up);
            }
            else
            {
                variables = assignment.Value.IsLiteral || !value.Contains('$', StringComparison.Ordinal) && !value.Contains('`', StringComparison.Ordinal)
                    ? variables.SetItem(assignment.Name, value)
                    : variables.Remove(assignment.Name);
            }
        }

        return variables;
    }

    private static bool ChangesDirectory(List<string> words, ShellState state, CommandWalk walk)
    {
        switch (words[0])
        {
            case "cd" or "chdir" or "pushd" or "Set-Location" or "Push-Location":
                string? target = words.Skip(1).FirstOrDefault(w => w is not ("--" or "/d" or "/D" or "-P" or "-L" or "-Path"));
                state.Stack.Push(state.Directory);
                state.Directory = target is null ? null
                    : target == "-" && state.Stack.Count > 1 ? state.Stack.ElementAt(1)
                    : target is "-" ? null
                    : walk.Resolve(target);
                return true;
            case "popd" or "Pop-Location":
                state.Directory = state.Stack.TryPop(out string? before) ? before : null;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Shell built-ins, questions about a program, and what is no command at all.</summary>
    private static bool IsNoProgram(IReadOnlyList<string> words, CommandWalk walk) =>
        BuiltIns.Contains(words[0])
        || words[0].StartsWith('-')
        || words is ["command", "-v" or "-V", ..]
        || words is [_, "--version" or "--help" or "-V"]
        || (walk.Tasks?.Tool == "make" && MakeFunctions.Contains(words[0]));

    /// <summary>Follows one command whose own step is on the trail already.</summary>
    private void FollowWords(IReadOnlyList<string> words, CommandWalk walk)
    {
        for (int i = 0; words.Count > 0 && i < MaxWrappers && HasBudget(); i++)
        {
            int assignments = words.TakeWhile(CommandWords.IsAssignment).Count();
            words = assignments > 0 ? [.. words.Skip(assignments)] : words;
            if (words.Count == 0 || IsNoProgram(words, walk) || FollowOwnTask(words, walk) || FollowScript(words, walk))
            {
                return;
            }

            string name = CommandWords.NameOf(words[0]);
            if (name is "coverage" or "slipcover" or "kernprof" or "kcov")
            {
                Emit(ExecutionKind.Command, name, words.Skip(1), walk);
                if (name == "coverage" && words is [_, "run", ..])
                {
                    FollowWords(["python", .. words.Skip(2).Where(w => w is not ("-p" or "-a" or "--parallel-mode" or "--append" or "--branch") && !w.StartsWith("--", StringComparison.Ordinal))], walk);
                }

                return;
            }

            if (FollowRunner(name, words, walk))
            {
                return;
            }

            if (CommandWords.Unwrap(words) is not { } inner)
            {
                FollowProgram(name, words, walk);
                return;
            }

            words = inner;
        }
    }

    /// <summary>Runners with tasks of their own come before the tools they could start: <c>pdm run lint</c> is a script when one has that name.</summary>
    private bool FollowRunner(string name, IReadOnlyList<string> words, CommandWalk walk)
    {
        switch (name)
        {
            case "pdm" or "rye" or "pipenv" or "pixi" or "hatch":
                int run = CommandWords.Skip(words, 1, ["-e", "--env", "-p", "--project", "--manifest-path", "-C"]);
                bool isRun = run < words.Count && (words[run] is "run" or "test" or "lint" || name == "pdm");
                int task = run >= words.Count ? run : words[run] == "run" ? CommandWords.Skip(words, run + 1, ["-e", "--environment", "-p"]) : run;
                string prefix = name == "hatch" && ValueOf(words.Take(run).ToList(), "-e") is { } environment ? environment + ":" : "";
                return isRun && task < words.Count && FollowNamed(name, prefix + words[task], words, walk, isOptional: true);
            case "npm" or "yarn" or "pnpm" or "bun":
                return FollowNpm(name, words, walk);
            case "poe":
                return words.Count > 1 && FollowNamed("poe", words[CommandWords.Skip(words, 1, ["-C", "--directory"]) is var p && p < words.Count ? p : 1], words, walk);
            case "task":
                Emit(ExecutionKind.Command, "task", words.Skip(1), walk);
                foreach (string named in words.Skip(1).TakeWhile(w => w != "--").Where(w => !w.StartsWith('-') && !w.Contains('=', StringComparison.Ordinal)).DefaultIfEmpty("default"))
                {
                    if (!FollowNamed("task", named, [], walk, isOptional: true) && !FollowNamed("taskipy", named, [], walk, isOptional: true))
                    {
                        Unfollowed(named, "no task of this name", walk);
                    }
                }

                return true;
            case "mise":
                return words is [_, "run" or "r", var mised, ..] && FollowNamed("mise", mised, words, walk);
            case "make" or "gmake" or "mingw32-make":
                FollowMake(words, walk);
                return true;
            case "just":
                FollowJust(words, walk);
                return true;
            case "tox":
                FollowTox(words, walk);
                return true;
            case "nox":
                FollowNox(words, walk);
                return true;
            case "invoke" or "inv":
                FollowInvoke(words, walk);
                return true;
            default:
                return false;
        }
    }

    private bool FollowNpm(string name, IReadOnlyList<string> words, CommandWalk walk)
    {
        string[] values = ["--prefix", "-C", "--cwd", "--filter", "-F", "-w", "--workspace", "--dir"];
        string? folder = ValueOf(words, "--prefix") ?? ValueOf(words, "--cwd") ?? ValueOf(words, "--dir");
        walk = folder is not null ? walk with { Directory = walk.Resolve(folder) }
            : (ValueOf(words, "--filter") ?? ValueOf(words, "-F") ?? ValueOf(words, "-w") ?? ValueOf(words, "--workspace")) is { } workspace ? walk with { Directory = WorkspaceOf(workspace, walk) }
            : walk;
        int verb = CommandWords.Skip(words, 1, values);
        if (verb >= words.Count)
        {
            return false;
        }

        bool runs = words[verb] is "run" or "run-script";
        int script = runs ? CommandWords.Skip(words, verb + 1, values) : verb;
        return words[verb] switch
        {
            _ when runs => script < words.Count && FollowNamed("npm", words[script], words, walk),
            "test" or "t" or "start" => FollowNamed("npm", words[verb] == "t" ? "test" : words[verb], words, walk),
            _ => name != "npm" && FollowNamed("npm", words[verb], words, walk, isOptional: true),
        };
    }

    /// <summary>The folder of a workspace by its path or by the name of its package.</summary>
    private string? WorkspaceOf(string workspace, CommandWalk walk)
    {
        if (walk.Resolve(workspace) is { } path && Snapshot.Find(path + "/package.json") is not null)
        {
            return path;
        }

        return Snapshot.Files.FirstOrDefault(f => f.Name == "package.json" && f.HasContent && !f.Path.Contains("node_modules/", StringComparison.Ordinal)
            && _documents.Data(f)?.Root?.TextOf("name") == workspace)?.Directory ?? walk.Directory;
    }

    private void FollowProgram(string name, IReadOnlyList<string> words, CommandWalk walk)
    {
        if (words[0].StartsWith("$_", StringComparison.Ordinal))
        {
            // An element of a PowerShell pipeline, no program.
            return;
        }

        if (words[0].StartsWith('$') && name.StartsWith('$'))
        {
            Unfollowed(words[0], "the program is a variable", walk);
            return;
        }

        if (name.Length == 0 || name.AsSpan().ContainsAny('\n', '\0'))
        {
            return;
        }

        switch (name)
        {
            case "bash" or "sh" or "zsh" or "dash" or "ash":
                FollowShell(words, walk);
                return;
            case "pwsh" or "powershell":
                int file = words.TakeWhile(w => !w.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)).Count();
                if (file < words.Count && FollowScript([.. words.Skip(file)], walk))
                {
                    return;
                }

                break;
            case "cmd" when words.Count > 2:
                FollowWords([.. words.Skip(2)], walk);
                return;
        }

        Emit(ExecutionKind.Command, name, words.Skip(1), walk);
        switch (name)
        {
            case "pre-commit" or "prek":
                FollowPreCommitRun(words, walk);
                break;
            case "lefthook":
                FollowLefthookRun(words, walk);
                break;
            case "lint-staged":
                FollowLintStaged(walk);
                break;
            case "docker" or "podman" or "buildah" or "docker-compose":
                FollowDocker(words, walk);
                break;
            case "ray" or "anyscale" or "az":
                FollowJob(name, words, walk);
                break;
            case "python" or "Rscript" or "node":
                int script = CommandWords.Skip(words, 1, ["-W", "-X", "-c"]);
                if (script < words.Count && !words.Contains("-c") && words[script] is var path && path.EndsWith(".py", StringComparison.Ordinal)
                    && walk.Resolve(path) is { } resolved && Snapshot.Find(resolved) is null)
                {
                    Unfollowed(path, "is not in this repository", walk);
                }

                break;
        }
    }

    /// <summary><c>bash -c "…"</c>, <c>bash -e script.sh</c>.</summary>
    private void FollowShell(IReadOnlyList<string> words, CommandWalk walk)
    {
        int operand = CommandWords.Skip(words, 1, ["-o", "+o", "-O", "--rcfile", "--init-file"]);
        IEnumerable<string> flags = words.Take(operand).Skip(1);
        ShellOptions options = default(ShellOptions).With(flags);
        if (operand >= words.Count)
        {
            return;
        }

        if (flags.Any(f => f is ['-', not '-', ..] && f.Contains('c', StringComparison.Ordinal)))
        {
            if (Enter(walk, "inline " + words[operand], out CommandWalk inner))
            {
                RunScript(words[operand], walk.Trail.Count > 0 ? walk.Trail[^1].Location : default, options, inner);
            }
        }
        else
        {
            FollowScriptFile(words[operand], [.. words.Skip(operand + 1)], options, walk, required: true);
        }
    }

    /// <summary>True when the command is a script of the repository, or a path into it that leads nowhere.</summary>
    private bool FollowScript(IReadOnlyList<string> words, CommandWalk walk)
    {
        string path = words[0];
        if (path is "source" or ".")
        {
            return words.Count > 1 && (FollowScriptFile(words[1], [.. words.Skip(2)], default(ShellOptions) with { ErrExit = true }, walk, required: false) || true);
        }

        bool isScriptName = path.AsSpan().IndexOf('.') >= 0 && CommandWords.NameOf(path) != path && path.AsSpan().IndexOfAny("/\\") < 0 && path.EndsWith("sh", StringComparison.Ordinal) is false;
        return (path.AsSpan().IndexOfAny("/\\") >= 0 || isScriptName) && FollowScriptFile(path, [.. words.Skip(1)], null, walk, required: !isScriptName);
    }

    /// <param name="path">As written.</param>
    /// <param name="arguments">Arguments of the script.</param>
    /// <param name="options">Options of the shell; null to take those of the <c>#!</c> line.</param>
    /// <param name="walk">What leads here.</param>
    /// <param name="required">Report a path that does not lead to a file.</param>
    private bool FollowScriptFile(string path, IReadOnlyList<string> arguments, ShellOptions? options, CommandWalk walk, bool required)
    {
        string? resolved = walk.Resolve(path);
        SnapshotFile? file = resolved is null ? null : Snapshot.Find(resolved);
        if (file is not { HasContent: true })
        {
            bool isTool = path[0] is '/' or '~' || path.Contains("/bin/", StringComparison.Ordinal) || path.Contains("\\Scripts\\", StringComparison.OrdinalIgnoreCase) || path.Contains("node_modules/", StringComparison.Ordinal) || path.StartsWith("bin/", StringComparison.Ordinal);
            // A program in a hidden folder was installed there, one without an extension beside the code was downloaded: ./.dotnet/dotnet, ./osv-scanner.
            string name = path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
            isTool |= CommandWords.NameOf(path) == name && (path == "./" + name || path.Split('/', '\\')[..^1].Any(f => f is ['.', not '.', ..]));
            if (!required || isTool || path[0] is '$' or '-')
            {
                return false;
            }

            Unfollowed(path, file is not null ? "is a link, which is not followed"
                : walk.Directory is null ? "the working directory cannot be told"
                : resolved is null ? "leads out of the repository"
                : "is not in this repository", walk);
            return true;
        }

        if (_documents.Bytes(file) is not { } bytes || SourceText.IsBinary(bytes))
        {
            return false;
        }

        string text = SourceText.Decode(bytes);
        string first = text.StartsWith("#!", StringComparison.Ordinal) ? text[..(text.IndexOf('\n', StringComparison.Ordinal) is > 0 and int end ? end : text.Length)] : "";
        bool isPython = file.Extension == ".py" || first.Contains("python", StringComparison.Ordinal);
        if (isPython || (first.Length > 0 && !first.Contains("sh", StringComparison.Ordinal)))
        {
            Emit(ExecutionKind.Command, isPython ? "python" : file.Name, isPython ? [file.Path, .. arguments] : arguments, walk);
            return true;
        }

        if (file.Extension is ".sh" or ".ps1" or ".cmd" or ".bat")
        {
            // With its extension, so that lint.sh is told from a program called lint.
            Emit(ExecutionKind.Command, file.Name, arguments, walk);
        }

        if (!CanParse(text) || !Enter(walk, "script " + file.Path, out CommandWalk inner))
        {
            return true;
        }

        Dictionary<string, string> parameters = new(StringComparer.Ordinal) { ["@"] = string.Join(' ', arguments), ["*"] = string.Join(' ', arguments) };
        for (int i = 0; i < Math.Min(9, arguments.Count); i++)
        {
            parameters[(i + 1).ToString()] = arguments[i];
        }

        inner = inner with { ScriptDirectory = file.Directory, Variables = Over(inner.Variables, parameters) };
        Location at = new(file.Path, 1);
        RunCommands(
            file.Extension is ".ps1" or ".psm1" ? WindowsShell.Parse(text, isPowerShell: true)
                : file.Extension is ".cmd" or ".bat" ? WindowsShell.Parse(text, isPowerShell: false)
                : ShellScript.Parse(text, options ?? ShellOptions.OfShebang(text)),
            at,
            inner);
        return true;
    }
}
