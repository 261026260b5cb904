using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Tells what own programs do with a model: by their names and sub-commands, else by what they call.</summary>
internal sealed class ModelPrograms(RepositoryEvidence evidence)
{
    private static readonly string[] TrainingWords = ["train", "training", "retrain", "finetune", "fit"];

    private static readonly string[] PredictingWords =
        ["predict", "prediction", "predictions", "predictor", "inference", "infer", "detect", "generate", "sample", "serve", "serving", "transcribe", "translate", "classify", "score", "scoring"];

    /// <summary>What measures a model in training does not use it as its users do.</summary>
    private static readonly string[] MeasuringWords = ["evaluate", "evaluation", "eval", "val", "validate", "validation", "test", "tests", "benchmark", "metrics"];

    private static readonly string[] WithoutEffect = ["--help", "-h", "--dry-run", "--version"];

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, ModelUse> _known = new(StringComparer.Ordinal);

    private readonly Lazy<ILookup<string, Source<PythonModule>>> _modules = new(() => evidence.Code.Python.ToLookup(s => s.File.Path, StringComparer.Ordinal));

    /// <summary>What an execution in CI does with a model.</summary>
    public ModelUse Of(Execution execution)
    {
        if (execution.Kind != ExecutionKind.Command || execution.Arguments.Any(WithoutEffect.Contains))
        {
            return ModelUse.None;
        }

        SnapshotFile[] files = [.. FilesOf(execution)];
        bool isOwn = files.Length > 0 || evidence.OwnNames.Contains(execution.Name) || execution is { Name: "dotnet", Arguments: ["run", ..] };
        ModelUse command = isOwn ? ByArguments(execution.Arguments) : ModelUse.None;
        return command != ModelUse.None ? command
            : files.Length > 0 ? files.Aggregate(ModelUse.None, (use, file) => use | Of(file))
            : IsLocalRequest(execution) ? ModelUse.Requests
            : ModelUse.None;
    }

    /// <summary>What the words of a command do that a test starts: they name an own program by its path or its end.</summary>
    public ModelUse OfWords(string[] words)
    {
        string? script = words.FirstOrDefault(w => w.EndsWith(".py", StringComparison.Ordinal));
        int module = Array.IndexOf(words, "-m");
        SnapshotFile[] files = script is not null ? [.. Find(script.TrimStart('.', '/'), anywhere: true)]
            : module >= 0 && module + 1 < words.Length ? [.. Find(words[module + 1].Replace('.', '/') + ".py", anywhere: true)]
            : [];
        return files.Length == 0 || words.Any(WithoutEffect.Contains) ? ModelUse.None
            : ByArguments(words) is not ModelUse.None and var command ? command
            : files.Aggregate(ModelUse.None, (use, file) => use | Of(file));
    }

    /// <summary>Own programs that a command starts; a variable in the path stands for any text.</summary>
    public IEnumerable<SnapshotFile> FilesOf(Execution execution)
    {
        if (execution.Name is "python" or "python3")
        {
            string? script = execution.Arguments.FirstOrDefault(a => !a.StartsWith('-'));
            if (script is null || !script.EndsWith(".py", StringComparison.Ordinal))
            {
                return [];
            }

            SnapshotFile[] files = execution.WorkingDirectory is { } directory && RepositoryPath.Combine(directory, script) is { } path ? [.. Find(path, anywhere: false)] : [];
            return files.Length == 0 && script[0] == '$' ? Downloaded(script) : files;
        }

        return execution.Name.Contains('.', StringComparison.Ordinal) && !execution.Name.EndsWith("sh", StringComparison.Ordinal) ? Find(execution.Name.Replace('.', '/') + ".py", anywhere: true) : [];
    }

    /// <summary>Own modules of a dotted name.</summary>
    public IEnumerable<SnapshotFile> ModulesOf(string module) => module.Length == 0 ? [] : Find(module.Replace('.', '/') + ".py", anywhere: true);

    /// <summary>What a program does, by its name, else by what it calls.</summary>
    public ModelUse Of(SnapshotFile file) => _known.GetOrAdd(file.Path, _ =>
    {
        if (evidence.Trees.IsTest(file))
        {
            return ModelUse.None;
        }

        string[] words = TestKinds.Words(Path.GetFileNameWithoutExtension(file.Name));
        ModelUse named = ByWords(words);
        if (named != ModelUse.None || words.Any(MeasuringWords.Contains) || _modules.Value[file.Path].FirstOrDefault() is not { Document: not null } source)
        {
            return named;
        }

        return evidence.ModelUses.OfProgram(source).Aggregate(ModelUse.None, (use, step) => use | step.Use);
    });

    /// <summary><c>train</c>, <c>--train</c>, <c>--predict-file x</c>; <c>--train-data x</c> says nothing.</summary>
    private static ModelUse ByArguments(IReadOnlyList<string> arguments)
    {
        foreach (string argument in arguments)
        {
            string word = argument.TrimStart('-');
            string[] words = word.AsSpan().IndexOfAny("/.=$") < 0 ? TestKinds.Words(word) : [];
            if (words is [var only] && TrainingWords.Contains(only))
            {
                return ModelUse.Trains;
            }

            if (words is [var first, ..] && PredictingWords.Contains(first) && (words.Length == 1 || argument.StartsWith('-')))
            {
                return ModelUse.Predicts;
            }
        }

        return ModelUse.None;
    }

    private static ModelUse ByWords(string[] words) =>
        (words.Any(TrainingWords.Contains) ? ModelUse.Trains : ModelUse.None) | (words.Any(PredictingWords.Contains) ? ModelUse.Predicts : ModelUse.None);

    private IEnumerable<SnapshotFile> Find(string path, bool anywhere)
    {
        string glob = VariableText.ToGlob(path);
        IEnumerable<SnapshotFile> files = glob != path
            ? evidence.Snapshot.Files.Where(f => f.Extension == ".py" && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(anywhere ? "*" + glob : glob, f.Path, ignoreCase: false))
            : anywhere ? evidence.Snapshot.Named(path[(path.LastIndexOf('/') + 1)..]).Where(f => f.Path == path || f.Path.EndsWith("/" + path, StringComparison.Ordinal))
            : evidence.Snapshot.Find(path) is { } file ? [file] : [];
        return files.Where(evidence.Trees.IsOwn);
    }

    /// <summary>A program of an artefact that an earlier job made of the repository: <c>$(ArtifactsDirectory)/code/mlops/deploy.py</c>; the longest ending that one file has.</summary>
    private IEnumerable<SnapshotFile> Downloaded(string script)
    {
        string[] parts = script.Split('/');
        return parts.Length < 2 ? [] : Enumerable.Range(1, parts.Length - 1)
            .Select(n => string.Join('/', parts[n..]))
            .Where(e => !e.Contains('$', StringComparison.Ordinal))
            .Select(e => evidence.Snapshot.Named(parts[^1]).Where(f => evidence.Trees.IsOwn(f) && (f.Path == e || f.Path.EndsWith("/" + e, StringComparison.Ordinal))).Take(2).ToArray())
            .FirstOrDefault(f => f.Length == 1) ?? [];
    }

    private static bool IsLocalRequest(Execution execution) =>
        execution.Name is "curl" or "wget" or "http" or "https" or "Invoke-RestMethod" or "Invoke-WebRequest"
        && execution.Arguments.Any(a => a.Contains("localhost", StringComparison.Ordinal) || a.Contains("127.0.0.1", StringComparison.Ordinal) || a.Contains("0.0.0.0", StringComparison.Ordinal));
}

/// <summary>Text with variables of shells and hosts.</summary>
internal static partial class VariableText
{
    /// <summary>Each variable as <c>*</c>: <c>mlops.${{ inputs.model }}.train</c> is <c>mlops.*.train</c>.</summary>
    public static string ToGlob(string text) => text.Contains('$', StringComparison.Ordinal) ? Variable().Replace(text, "*") : text;

    [System.Text.RegularExpressions.GeneratedRegex(@"\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+", System.Text.RegularExpressions.RegexOptions.NonBacktracking)]
    private static partial System.Text.RegularExpressions.Regex Variable();
}
