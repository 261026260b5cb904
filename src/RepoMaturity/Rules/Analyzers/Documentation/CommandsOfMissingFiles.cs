using System.Buffers;
using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// Commands in READMEs that name a file which is nowhere in the repository. Silent where the file may come from elsewhere: made by an
/// earlier command, ignored by git, a placeholder, or behind a folder, archive or machine that cannot be seen.
/// </summary>
internal sealed class CommandsOfMissingFiles : RepositoryAnalyzer
{
    private static readonly string[] Interpreters = ["python", "python3", "ipython", "bash", "sh", "zsh", "source", ".", "Rscript", "torchrun", "streamlit", "papermill"];
    private static readonly SearchValues<char> Placeholders = SearchValues.Create("<>{}[]*?:$%|@ \\,");
    private const int MaxCommands = 500;
    private static readonly string[] SubCommands = ["run", "launch"];
    private static readonly string[] Extensions = [".py", ".sh", ".R", ".ipynb", ".txt", ".yml", ".yaml", ".toml", ".csproj", ".sln", ".cfg", ".json"];

    /// <summary>After these a reader stands on another machine or in a folder whose content nobody sees from here.</summary>
    private static readonly string[] Leaving =
    [
        "ssh", "unzip", "tar", "7z", "gunzip", "cookiecutter", "copier", "pushd", "dvc", "kaggle", "gdown", "git-lfs", "huggingface-cli", "hf", "gsutil", "azcopy", "aws",
        "scp", "rsync", "svn", "hg", "databricks", "django-admin", "npx", "kedro", "zenml",
    ];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Trees.TemplateProof.Count > 0)
        {
            context.NotApplicable("the README of a template speaks of repositories made from it");
            return;
        }

        RepositoryLinks links = new(evidence);
        bool any = false;
        foreach (SnapshotFile file in evidence.Snapshot.Files.Where(f => f.HasContent && IsReadme(f) && evidence.Trees.IsOwn(f) && !evidence.Trees.IsTest(f)))
        {
            if (ProseDocument.Of(evidence.Documents, file) is { } document)
            {
                any |= document.CodeBlocks.Any(CommandBlock.MayBeShell);
                Walk(context, links, file, document);
            }
        }

        if (!any)
        {
            context.NotApplicable("no README has commands");
        }
    }

    private static bool IsReadme(SnapshotFile file) =>
        file.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase) && file.Extension is ".md" or ".rst" or ".markdown" or ".txt" or "" && !file.Path.Contains('{', StringComparison.Ordinal);

    private static void Walk(AnalysisContext context, RepositoryLinks links, SnapshotFile file, ProseDocument document)
    {
        string folder = file.Directory;
        int left = MaxCommands;
        HashSet<string> named = new(StringComparer.OrdinalIgnoreCase);
        foreach (CodeBlock block in document.CodeBlocks)
        {
            if (!CommandBlock.MayBeShell(block))
            {
                named.UnionWith(Names(block.Text));
                continue;
            }

            foreach (DocumentedCommand command in CommandBlock.Read(block))
            {
                if (--left < 0 || Leaves(context.Evidence, links, command, ref folder))
                {
                    return;
                }

                if (FileOf(command) is not { } path)
                {
                    named.UnionWith(command.Words.SelectMany(w => Names(w.Text)));
                }
                else if (!named.Contains(path[(path.LastIndexOf('/') + 1)..]) && Defect(context.Evidence, links, file, folder, path) is { } message && !IsMadeByReader(document, path))
                {
                    context.Fail(new Location(file.Path, command.Line), $"'{command}': {message}");
                }
            }
        }
    }

    /// <summary>Follows <c>cd</c>; true when what comes after cannot be judged.</summary>
    private static bool Leaves(RepositoryEvidence evidence, RepositoryLinks links, DocumentedCommand command, ref string folder)
    {
        string program = command.Program;
        string second = command.Words.Count > 1 ? command.Words[1].Text : "";
        if (program == "cd")
        {
            string? target = RepositoryPath.Combine(folder, second);
            if (target is not null && evidence.Snapshot.HasDirectory(target))
            {
                folder = target;
                return false;
            }

            string last = second.TrimEnd('/')[(second.TrimEnd('/').LastIndexOf('/') + 1)..];
            bool isRoot = evidence.OwnNames.Contains(last) || second is ".." or "../" or "../..";
            folder = isRoot ? "" : folder;
            return !isRoot && evidence.Snapshot.HasDirectory(second.Trim('/', '.')) is false;
        }

        return Leaving.Contains(program)
            || (program is "docker" or "podman" or "nvidia-docker" or "kubectl" or "singularity" && second is "run" or "exec" or "shell")
            || (program == "git" && second == "clone" && !command.Words.Skip(2).Any(w => evidence.OwnNames.Contains(CloneName(w.Text))));
    }

    private static string CloneName(string url)
    {
        string name = url.TrimEnd('/')[(url.TrimEnd('/').LastIndexOf('/') + 1)..];
        return name.EndsWith(".git", StringComparison.Ordinal) ? name[..^4] : name;
    }

    /// <summary>The file that a command reads, or null when it names none that can be judged.</summary>
    private static string? FileOf(DocumentedCommand command)
    {
        string program = command.Program;
        string[] words = [.. command.Words.Select(w => w.Text)];
        string? path = program switch
        {
            "pip" or "pip3" or "uv" => After(words, "-r", "--requirement"),
            "python" or "python3" when words.Contains("-m") => words.Contains("pip") ? After(words, "-r", "--requirement") : null,
            "conda" or "mamba" or "micromamba" when words.Contains("env") => After(words, "-f", "--file"),
            "docker" or "docker-compose" => After(words, "-f", "--file"),
            "jupyter" when words.Length == 3 => words[2],
            "dotnet" => After(words, "--project") ?? words.Skip(2).FirstOrDefault(w => w.EndsWith(".csproj", StringComparison.Ordinal) || w.EndsWith(".sln", StringComparison.Ordinal)),
            "accelerate" or "deepspeed" => words.Skip(1).FirstOrDefault(w => w.EndsWith(".py", StringComparison.Ordinal)),
            _ when program.StartsWith("./", StringComparison.Ordinal) => program,
            _ when Interpreters.Contains(program) => words.Skip(1).SkipWhile(SubCommands.Contains).FirstOrDefault(),
            _ => null,
        };
        bool judged = path is not null
            && command.Words.Any(w => w.Text == path && w.IsLiteral)
            && path[0] is not ('-' or '/' or '~')
            && path.AsSpan().IndexOfAny(Placeholders) < 0
            && !path.Contains("..", StringComparison.Ordinal)
            && !path.Contains("path/to", StringComparison.OrdinalIgnoreCase)
            && !path.Contains("your", StringComparison.OrdinalIgnoreCase)
            && !path.Contains("my_", StringComparison.OrdinalIgnoreCase)
            && !path.Contains("/bin/", StringComparison.Ordinal)
            && Extensions.Contains(Path.GetExtension(path));
        return judged ? path : null;
    }

    private static string? After(string[] words, params string[] options)
    {
        int at = Array.FindIndex(words, w => options.Contains(w));
        return at >= 0 && at + 1 < words.Length ? words[at + 1] : null;
    }

    /// <summary>Looked for where the reader may stand: the folder reached by <c>cd</c>, the README's own, the root; and then anywhere.</summary>
    private static string? Defect(RepositoryEvidence evidence, RepositoryLinks links, SnapshotFile file, string folder, string path)
    {
        string? other = null;
        foreach (string start in (string[])[folder, file.Directory, ""])
        {
            string? candidate = RepositoryPath.Combine(start, path);
            switch (links.Look(candidate))
            {
                case PathVerdict.Found or PathVerdict.Unknown:
                    return null;
                case PathVerdict.OtherCase:
                    other ??= links.SpellingOf(candidate!);
                    break;
            }
        }

        string plain = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        bool mayBeTheReadersOwn = !plain.Contains('/', StringComparison.Ordinal) && evidence.Traits.Has("library") && !plain.StartsWith("requirements", StringComparison.Ordinal);
        return other is not null ? $"differs only by capitals from {other}"
            : mayBeTheReadersOwn || links.ExistsAnywhere(plain) ? null
            : $"'{path}' is not in the repository";
    }

    /// <summary>True when the text tells the reader to write the file.</summary>
    private static bool IsMadeByReader(ProseDocument document, string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        return document.Text.Split('\n').Any(l => l.Contains(name, StringComparison.OrdinalIgnoreCase)
            && (ProseText.HasWord(l, "creat*") || ProseText.HasWord(l, "sav*") || ProseText.HasWord(l, "writ*") || ProseText.HasWord(l, "download*") || ProseText.HasWord(l, "copy")
                || ProseText.HasWord(l, "generat*") || ProseText.HasWord(l, "example") || ProseText.HasWord(l, "your") || ProseText.HasWord(l, "add*")));
    }

    private static IEnumerable<string> Names(string text) =>
        text.Split([' ', '\n', '\t', '"', '\'', '=', '/', '(', ')', ',', ':', '>', '<', '`'], StringSplitOptions.RemoveEmptyEntries).Where(w => w.Contains('.', StringComparison.Ordinal));
}
