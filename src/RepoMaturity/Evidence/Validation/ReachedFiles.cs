using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>How CI or an orchestrator comes to a file.</summary>
/// <param name="Run">What starts it.</param>
/// <param name="Trail">From there to the place that names the file.</param>
/// <param name="IsImported">True when a program only imports it, so that what it defines need not be called.</param>
internal sealed record Reach(Execution Run, IReadOnlyList<TrailStep> Trail, bool IsImported);

/// <summary>
/// Programs, pipeline definitions and folders that executions reach: as an argument, as a module that a program imports, or by a path that
/// a reached file names, such as <c>script_name="evaluate.py"</c> or <c>command: python evaluate.py</c>.
/// </summary>
internal sealed class ReachedFiles
{
    private const int MaxFiles = 1_000;
    private const int MaxDepth = 6;
    private const int MaxTextBytes = 1 << 18;
    private static readonly string[] Extensions = [".py", ".sh", ".yml", ".yaml", ".json", ".ipynb"];
    private static readonly char[] Separators = [' ', '\t', '"', '\'', '=', ',', ';', '(', ')', '[', ']', '{', '}', '|', '&', '<', '>', '`'];

    private readonly RepositoryEvidence _evidence;
    private readonly Dictionary<string, Reach> _reached = new(StringComparer.Ordinal);
    private readonly Queue<(string Path, int Depth)> _queue = new();
    private readonly Dictionary<string, Source<PythonModule>> _python;
    private readonly ILookup<string, SnapshotFile> _byName;
    private readonly ExecutionSignature[] _runners;
    private readonly Technology[] _engines;
    private readonly Lazy<ILookup<string, string>> _components;

    /// <param name="evidence">The repository.</param>
    /// <param name="executions">Where to start; all executions of CI and orchestrators when null.</param>
    public ReachedFiles(RepositoryEvidence evidence, IEnumerable<Execution>? executions = null)
    {
        _evidence = evidence;
        _python = evidence.Code.Python.ToDictionary(s => s.File.Path, StringComparer.Ordinal);
        _byName = evidence.Snapshot.Files.Where(f => f.HasContent && (Extensions.Contains(f.Extension) || PythonModule.IsTemplate(f))).ToLookup(f => Plain(f.Name), StringComparer.Ordinal);
        _runners = [.. evidence.Technologies.All.Where(t => t.Capabilities.Any(c => c is "program-runner" or "notebook-execution")).SelectMany(t => t.Executions)];
        _engines = [.. evidence.Technologies.WithCapability("pipeline-engine")];
        _components = new(() => evidence.Technologies.Facts("pipeline-components").Where(f => f.Strength == Strength.Configured)
            .Select(f => f.Location.Path).Distinct().ToLookup(p => RepositoryPath.Parent(p) ?? "/", StringComparer.Ordinal));
        foreach (Execution execution in executions ?? evidence.Executions)
        {
            if (execution.Executor is Executor.Ci or Executor.Orchestrator && execution.WorkingDirectory is { } folder && !execution.Name.Contains("lint", StringComparison.Ordinal))
            {
                Start(execution, folder);
            }
        }

        while (_queue.TryDequeue(out (string Path, int Depth) next) && _reached.Count < MaxFiles)
        {
            if (next.Depth < MaxDepth)
            {
                Follow(next.Path, next.Depth + 1);
            }
        }
    }

    /// <summary>Paths of all files and folders that are reached.</summary>
    public IReadOnlyCollection<string> Paths => _reached.Keys;

    /// <summary>How a file is reached, or null. A function of an imported file must be called by name in some reached program.</summary>
    public Reach? Of(string path, string? function)
    {
        if (_reached.GetValueOrDefault(path) is not { } reach)
        {
            return null;
        }

        return !reach.IsImported || function is null ? reach
            : _reached.Keys.Any(p => _python.TryGetValue(p, out Source<PythonModule> source) && source.Document.Calls.Any(c => c.Target == function || c.Target.EndsWith("." + function, StringComparison.Ordinal))) ? reach
            : null;
    }

    /// <summary>How a folder of tests around a path is reached by a script that a pipeline's definition names.</summary>
    public Reach? OfFolder(string path)
    {
        for (string? folder = path; folder is { Length: > 0 }; folder = RepositoryPath.Parent(folder))
        {
            if (_reached.GetValueOrDefault(folder) is { IsImported: false } reach)
            {
                return reach;
            }
        }

        return null;
    }

    private void Start(Execution execution, string folder)
    {
        ExecutionSignature? runner = _runners.FirstOrDefault(r => TechnologyMatcher.Matches(r, execution));
        bool isProgram = runner is not null || execution.Name is "bash" or "sh";
        bool isFirst = true;
        string? program = null;
        foreach (string argument in isProgram ? execution.Arguments.Skip(runner?.Leading.Count ?? 0) : execution.Arguments.Prepend(execution.Name))
        {
            string? path = RepositoryPath.Combine(folder, argument);
            path = isProgram && isFirst && argument.StartsWith('$') ? _evidence.ModelPrograms.FilesOf(execution).FirstOrDefault()?.Path ?? path : path;
            string? file = path is not null && _evidence.Snapshot.Find(path) is { } found && (Extensions.Contains(found.Extension) || PythonModule.IsTemplate(found)) ? path : null;
            bool isScript = argument.EndsWith(".py", StringComparison.Ordinal) || argument.EndsWith(".ipynb", StringComparison.Ordinal);

            // A tool that is given a program does not run it, and what a linter is given nothing runs.
            if (file is not null && (!isScript || (isProgram && isFirst) || argument == execution.Name))
            {
                program ??= isScript ? file : null;
                Add(file, new Reach(execution, execution.Trail, false), 0);
            }
            else if (file is null && ((isProgram && isFirst) || argument == execution.Name) && argument.Contains('.', StringComparison.Ordinal))
            {
                program ??= Module(argument);
                Add(Module(argument), new Reach(execution, execution.Trail, false), 0);
                foreach (SnapshotFile chosen in argument.Contains('$', StringComparison.Ordinal) ? _evidence.ModelPrograms.FilesOf(execution) : [])
                {
                    // `mlops.$(model).start`: which one a variable chooses.
                    Add(chosen.Path, new Reach(execution, execution.Trail, false), 0);
                }
            }

            isFirst &= argument.StartsWith('-');
        }

        foreach (string file in _engines.Where(e => e.Executions.Any(s => (s.Capabilities.Count == 0 || s.Capabilities.Contains("pipeline-engine")) && TechnologyMatcher.Matches(s, execution))).SelectMany(e => e.Configurations).SelectMany(c => c.Files))
        {
            Add(RepositoryPath.Combine(folder, file), new Reach(execution, execution.Trail, false), 0);
        }

        // A program that takes the path of a step's script from a variable of the job.
        foreach ((string name, string value) in program is null ? PipelineJob.EmptyVariables : execution.Job?.Variables ?? PipelineJob.EmptyVariables)
        {
            if (value.EndsWith(".py", StringComparison.Ordinal) && Resolve("", value) is { } script && Reads(program!, name))
            {
                Add(script, new Reach(execution, [.. execution.Trail, new TrailStep(execution.Job!.Location, $"{name} = {value}")], false), 0);
            }
        }
    }

    private void Follow(string path, int depth)
    {
        Reach reach = _reached[path];
        if (_python.TryGetValue(path, out Source<PythonModule> source))
        {
            foreach ((PythonImport import, string module) in ImportsOf(source))
            {
                Add(module, new Reach(reach.Run, [.. reach.Trail, new TrailStep(source.At(import.Line), "import " + import.Target)], true), depth);
            }

            foreach (PythonCall call in source.Document.Calls)
            {
                foreach (PythonArgument argument in call.Arguments)
                {
                    if (argument.Kind == PythonArgumentKind.String)
                    {
                        // The names of components are often put together; their folder is not.
                        foreach (string component in _components.Value[argument.Value!.Trim('.', '/')])
                        {
                            Add(component, new Reach(reach.Run, [.. reach.Trail, new TrailStep(source.At(call.Line), argument.Value!)], false), depth);
                        }

                        Mention(path, argument.Value!, new TrailStep(source.At(call.Line), call.Target), reach, depth);
                    }
                }
            }
        }
        else if (_evidence.Snapshot.Find(path) is { Size: <= MaxTextBytes } file && file.Extension is not ".ipynb" && _evidence.Documents.Text(file) is { } text)
        {
            int number = 0;
            string? code = null;
            foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
            {
                number++;
                ReadOnlySpan<char> trimmed = line.Trim();
                if (trimmed.StartsWith("code:"))
                {
                    // The folder in which the command beside it runs, as jobs and components of a cloud have it.
                    code = RepositoryPath.Combine(RepositoryPath.Parent(path) ?? "", trimmed[5..].Trim(" \"'").ToString());
                }

                if (trimmed.Length is > 0 and < 1000 && trimmed[0] != '#')
                {
                    if (code is not null && trimmed.IndexOf(".py") > 0)
                    {
                        InCode(code, trimmed.ToString(), new TrailStep(new Location(path, number), TrailText.Shorten(trimmed.ToString())), reach, depth);
                    }

                    if (trimmed.StartsWith("python") || trimmed.IndexOf(" python") >= 0)
                    {
                        string[] words = trimmed.ToString().Split(Separators, StringSplitOptions.RemoveEmptyEntries);
                        int module = Array.IndexOf(words, "-m") + 1;
                        Add(module > 0 && module < words.Length ? Module(words[module]) : null, new Reach(reach.Run, [.. reach.Trail, new TrailStep(new Location(path, number), TrailText.Shorten(trimmed.ToString()))], false), depth);
                    }

                    Mention(path, trimmed.ToString(), new TrailStep(new Location(path, number), TrailText.Shorten(trimmed.ToString())), reach, depth);
                }
            }
        }
    }

    /// <summary>Programs of a folder that a command names.</summary>
    private void InCode(string folder, string text, TrailStep step, Reach reach, int depth)
    {
        foreach (string word in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.EndsWith(".py", StringComparison.Ordinal) && RepositoryPath.Combine(folder, word) is { } program && _evidence.Snapshot.Find(program) is not null)
            {
                Add(program, new Reach(reach.Run, [.. reach.Trail, step], false), depth);
            }
        }
    }

    /// <summary>Modules of the repository that a module imports.</summary>
    private IEnumerable<(PythonImport Import, string Module)> ImportsOf(Source<PythonModule> source) =>
        from import in source.Document.Imports
        let target = import.Level > 0 ? RelativeTo(source.File.Path, import) : import.Module
        from module in (string?[])[Module(target), import.Symbol is null ? null : Module(target + "." + import.Symbol)]
        where module is not null
        select (import, module);

    /// <summary>True when a program itself hands a variable of the environment to a call: by its name, or as <c>settings.evaluate_script</c>.</summary>
    private bool Reads(string program, string variable) =>
        _python.TryGetValue(program, out Source<PythonModule> source) && source.Document.Calls.SelectMany(c => c.Arguments).Any(a =>
            (a.Kind == PythonArgumentKind.String && a.Value == variable)
            || (a.Kind == PythonArgumentKind.Name && a.Value![(a.Value!.LastIndexOf('.') + 1)..].Equals(variable, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Paths among the words of a text; folders only beside a test runner.</summary>
    private void Mention(string from, string text, TrailStep step, Reach reach, int depth)
    {
        if (!text.Contains('.', StringComparison.Ordinal) && !text.Contains("pytest", StringComparison.Ordinal))
        {
            return;
        }

        string folder = RepositoryPath.Parent(from) ?? "";
        foreach (string word in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            string? path = Extensions.Any(e => word.EndsWith(e, StringComparison.Ordinal)) ? Resolve(folder, word)
                : text.Contains("pytest", StringComparison.Ordinal) && _evidence.Snapshot.HasDirectory(word.TrimEnd('/')) ? word.TrimEnd('/')
                : null;
            Add(path, new Reach(reach.Run, [.. reach.Trail, step], false), depth);
        }
    }

    private void Add(string? path, Reach reach, int depth)
    {
        if (path is { Length: > 0 } && (!_reached.TryGetValue(path, out Reach? known) || (known.IsImported && !reach.IsImported)) && _evidence.Trees.IsOwnPath(path))
        {
            _reached[path] = reach;
            _queue.Enqueue((path, depth));
        }
    }

    /// <summary>The file that a path names from a folder, from the root, or by its ending alone when there is only one, or one nearest.</summary>
    private string? Resolve(string folder, string word)
    {
        string plain = word.StartsWith("./", StringComparison.Ordinal) ? word[2..] : word;
        foreach (string from in (ReadOnlySpan<string>)[folder, ""])
        {
            if (RepositoryPath.Combine(from, plain) is { } path && _evidence.Snapshot.Find(path) is not null)
            {
                return path;
            }
        }

        string ending = "/" + plain.TrimStart('.', '/');
        SnapshotFile[] files = [.. _byName[plain[(plain.LastIndexOf('/') + 1)..]].Where(f => ("/" + Plain(f.Path)).EndsWith(ending, StringComparison.Ordinal))];
        if (files.Length > 1)
        {
            // `code: ../../src` beside `command: python register.py`: the one that lies nearest.
            int near = files.Max(f => f.Path.AsSpan().CommonPrefixLength(folder));
            files = near == 0 ? [] : [.. files.Where(f => f.Path.AsSpan().CommonPrefixLength(folder) == near)];
        }

        return files.Length == 1 ? files[0].Path : null;
    }

    /// <summary>The file of a module by its dotted name, when it is one of the repository.</summary>
    private string? Module(string name)
    {
        if (name.Length == 0 || name[0] == '-' || name.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        string path = "/" + name.Replace('.', '/');
        string simple = path[(path.LastIndexOf('/') + 1)..];
        return _byName[simple + ".py"].FirstOrDefault(f => ("/" + Plain(f.Path)).EndsWith(path + ".py", StringComparison.Ordinal))?.Path
            ?? _byName["__init__.py"].FirstOrDefault(f => ("/" + f.Path).EndsWith(path + "/__init__.py", StringComparison.Ordinal))?.Path;
    }

    /// <summary>The name that a template's file has once it is filled.</summary>
    private static string Plain(string name) => name.EndsWith(".tmpl", StringComparison.Ordinal) ? name[..^".tmpl".Length] : name;

    private static string RelativeTo(string path, PythonImport import)
    {
        string? folder = path;
        for (int i = 0; i < import.Level && folder is not null; i++)
        {
            folder = RepositoryPath.Parent(folder);
        }

        string package = (folder ?? "").Replace('/', '.');
        return import.Module.Length == 0 ? package : package.Length == 0 ? import.Module : package + "." + import.Module;
    }
}
