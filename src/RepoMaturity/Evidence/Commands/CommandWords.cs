using System.Buffers;

namespace RepoMaturity.Evidence;

/// <summary>Takes wrappers off a command line: <c>sudo env A=1 poetry run python -m pytest -q</c> is <c>pytest -q</c>.</summary>
internal static class CommandWords
{
    /// <summary>A program that starts the command in its arguments.</summary>
    /// <param name="Subcommands">Words one of which must follow, such as <c>run</c>; empty for none.</param>
    /// <param name="ValueOptions">Options that take the next word.</param>
    /// <param name="Operands">Words between the options and the command.</param>
    private sealed record Wrapper(string[] Subcommands, string[] ValueOptions, int Operands = 0);

    private static readonly string[] UvValues =
        ["--with", "--with-requirements", "--with-editable", "--from", "--python", "-p", "--group", "--only-group", "--no-group", "--extra", "--package", "--project", "--directory", "--env-file", "--index", "--index-url"];

    private static readonly string[] NpxValues = ["-p", "--package", "-c", "-w", "--workspace"];

    private static readonly Dictionary<string, Wrapper> Wrappers = new(StringComparer.Ordinal)
    {
        ["sudo"] = new([], ["-u", "-g", "-h", "-p", "-C"]),
        ["env"] = new([], ["-u", "-C", "-S", "--unset", "--chdir"]),
        ["time"] = new([], ["-f", "-o"]),
        ["exec"] = new([], ["-a"]),
        ["command"] = new([], []),
        ["nohup"] = new([], []),
        ["nice"] = new([], ["-n"]),
        ["ionice"] = new([], ["-c", "-n"]),
        ["stdbuf"] = new([], ["-i", "-o", "-e"]),
        ["unbuffer"] = new([], []),
        ["setarch"] = new([], [], 1),
        ["timeout"] = new([], ["-k", "-s", "--signal", "--kill-after"], 1),
        ["travis_wait"] = new([], []),
        ["travis_retry"] = new([], []),
        ["xvfb-run"] = new([], ["-s", "-n", "-e", "-f", "--server-args", "--server-num"]),
        ["conda"] = new(["run"], ["-n", "-p", "--name", "--prefix", "--cwd"]),
        ["mamba"] = new(["run"], ["-n", "-p", "--name", "--prefix"]),
        ["micromamba"] = new(["run"], ["-n", "-p", "--name", "--prefix", "-r"]),
        ["poetry"] = new(["run"], ["-C", "-P", "--directory", "--project"]),
        ["pipenv"] = new(["run"], ["--python"]),
        ["pdm"] = new(["run"], ["-p", "--project", "--venv", "-g"]),
        ["rye"] = new(["run"], ["-p", "--pyproject"]),
        ["uv"] = new(["run"], UvValues),
        ["uvx"] = new([], UvValues),
        ["pipx"] = new(["run"], ["--spec", "--python", "--pip-args", "--index-url"]),
        ["hatch"] = new(["run"], ["-e", "--env", "-p", "--project"]),
        ["pixi"] = new(["run"], ["-e", "--environment", "--manifest-path"]),
        ["npx"] = new([], NpxValues),
        ["bunx"] = new([], []),
        ["pnpm"] = new(["exec", "dlx"], ["--filter", "-F", "-C", "--dir"]),
        ["yarn"] = new(["exec", "dlx"], NpxValues),
        ["bundle"] = new(["exec"], []),
        ["mise"] = new(["exec", "x"], ["-C"]),
        ["direnv"] = new(["exec"], [], 1),
        ["xargs"] = new([], ["-n", "-P", "-I", "-L", "-d", "-s", "-a", "-E"]),
    };

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly string[] PythonValues = ["-W", "-X", "--check-hash-based-pycs"];

    /// <summary>The command inside a wrapper, or null when the words are no wrapper.</summary>
    public static IReadOnlyList<string>? Unwrap(IReadOnlyList<string> words)
    {
        string name = NameOf(words[0]);
        if (IsPython(name))
        {
            return PythonModule(words);
        }

        if (name == "find")
        {
            int exec = IndexOf(words, w => w is "-exec" or "-execdir");
            return exec < 0 ? null : NonEmpty([.. words.Skip(exec + 1).TakeWhile(w => w is not (";" or "+"))]);
        }

        if (name == "uv" && words is [_, "tool", "run", ..])
        {
            return NonEmpty(Versionless(After(words, 3, UvValues, 0)));
        }

        if (name == "dotnet" && words is [_, "tool", "run", ..])
        {
            return NonEmpty([.. words.Skip(3).Where((w, i) => w != "--" || i > 1)]);
        }

        if (!Wrappers.TryGetValue(name, out Wrapper? wrapper))
        {
            return null;
        }

        int start = 1;
        if (wrapper.Subcommands.Length > 0)
        {
            start = Skip(words, 1, wrapper.ValueOptions);
            if (start >= words.Count || !wrapper.Subcommands.Contains(words[start]))
            {
                return null;
            }

            start++;
        }

        // uv run -m pytest and rye run -m are python -m.
        int module = name is "uv" ? IndexOf(words, w => w is "-m" or "--module", start) : -1;
        if (module > 0 && module == Skip(words, start, wrapper.ValueOptions, stopAt: "-m", stopAtLong: "--module"))
        {
            return NonEmpty(["python", "-m", .. words.Skip(module + 1)]);
        }

        List<string> inner = After(words, start, wrapper.ValueOptions, wrapper.Operands);
        return NonEmpty(name is "uvx" or "pipx" or "npx" or "bunx" ? Versionless(inner)
            : name is "uv" && inner is [var script, ..] && script.EndsWith(".py", StringComparison.Ordinal) ? ["python", .. inner]
            : inner);
    }

    /// <summary>The program without folder and extension: <c>.venv/bin/python3.11</c> is <c>python</c>.</summary>
    public static string NameOf(string word)
    {
        string name = word[(word.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        foreach (string extension in (ReadOnlySpan<string>)[".exe", ".cmd", ".bat", ".sh", ".ps1"])
        {
            if (name.Length > extension.Length && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                name = name[..^extension.Length];
            }
        }

        string bare = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        return bare is "python" or "pip" ? bare
            : name == "py.test" ? "pytest"
            : name is "py" or "$PYTHON" or "${PYTHON}" or "$(PYTHON)" ? "python" : name;
    }

    public static bool IsPython(string name) => name is "python" or "pypy" or "ipython";

    /// <summary>Index of the first word from <paramref name="start"/> that is no option, nor the value of one.</summary>
    public static int Skip(IReadOnlyList<string> words, int start, ReadOnlySpan<string> valueOptions, string? stopAt = null, string? stopAtLong = null)
    {
        int i = start;
        while (i < words.Count && words[i].StartsWith('-') && words[i].Length > 1 && words[i] != stopAt && words[i] != stopAtLong)
        {
            if (words[i] == "--")
            {
                return i + 1;
            }

            i += valueOptions.Contains(words[i]) ? 2 : 1;
        }

        return i;
    }

    private static List<string> After(IReadOnlyList<string> words, int start, string[] valueOptions, int operands)
    {
        int i = Skip(words, start, valueOptions);
        while (i < words.Count && IsAssignment(words[i]))
        {
            i++;
        }

        i += operands;
        i += i < words.Count && words[i] == "--" ? 1 : 0;
        return [.. words.Skip(i)];
    }

    public static bool IsAssignment(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && (equals + 1 == word.Length || word[equals + 1] != '=') && word.AsSpan(0, equals).IndexOfAnyExcept(NameCharacters) < 0;
    }

    private static IReadOnlyList<string>? PythonModule(IReadOnlyList<string> words)
    {
        for (int i = 1; i < words.Count && words[i].StartsWith('-'); i++)
        {
            if (words[i] == "-m" || (words[i] is ['-', not '-', .., 'm'] && words[i].Length <= 4))
            {
                return i + 1 < words.Count ? [ModuleName(words[i + 1]), .. words.Skip(i + 2)] : null;
            }

            i += PythonValues.Contains(words[i]) ? 1 : 0;
        }

        return null;
    }

    /// <summary>Modules that are started under another name than their program.</summary>
    private static string ModuleName(string module) => module switch
    {
        "pre_commit" => "pre-commit",
        "pip_audit" => "pip-audit",
        "py.test" => "pytest",
        _ => module.EndsWith(".__main__", StringComparison.Ordinal) ? module[..^9] : module,
    };

    /// <summary><c>ruff@0.4</c>, <c>black==24.1</c>: the program without its version; a scope's <c>@</c> stays.</summary>
    private static List<string> Versionless(List<string> words)
    {
        if (words.Count > 0 && words[0].AsSpan().IndexOfAny("@=<>[") is > 0 and int at)
        {
            words[0] = words[0][..at];
        }

        return words;
    }

    private static IReadOnlyList<string>? NonEmpty(List<string> words) => words.Count > 0 ? words : null;

    private static int IndexOf(IReadOnlyList<string> words, Func<string, bool> test, int start = 0)
    {
        for (int i = start; i < words.Count; i++)
        {
            if (test(words[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
