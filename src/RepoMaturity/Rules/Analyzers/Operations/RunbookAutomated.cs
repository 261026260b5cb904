using RepoMaturity.Documents.Commands;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Operations;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A step of a runbook starts a script, a target or a workflow that the repository holds.</summary>
internal sealed class RunbookAutomated : RepositoryAnalyzer
{
    private static readonly string[] Interpreters = ["bash", "sh", "zsh", "python", "python3", "pwsh", "source"];
    private static readonly Dictionary<string, string[]> Runners = new(StringComparer.Ordinal)
    {
        ["make"] = ["Makefile", "GNUmakefile", "makefile"],
        ["just"] = ["justfile", "Justfile", ".justfile"],
        ["task"] = ["Taskfile.yml", "Taskfile.yaml"],
        ["invoke"] = ["tasks.py"],
        ["inv"] = ["tasks.py"],
        ["nox"] = ["noxfile.py"],
        ["npm"] = ["package.json"],
        ["poe"] = ["pyproject.toml"],
    };

    public override void Analyze(AnalysisContext context)
    {
        IReadOnlyList<OperationsDocument> documents = context.Evidence.Operations;
        if (documents.Count == 0)
        {
            context.Fail(default, "there is no runbook");
        }
        else if (documents.SelectMany(d => Steps(context.Evidence, d)).FirstOrDefault() is { Count: > 0 } trail)
        {
            context.Pass(trail[0].Location, trail[0].Text, trail);
        }
        else
        {
            context.Fail(new Location(documents[0].File.Path), "its steps start nothing that the repository holds");
        }
    }

    private static IEnumerable<IReadOnlyList<TrailStep>> Steps(RepositoryEvidence evidence, OperationsDocument document)
    {
        foreach (DocumentedCommand command in document.Document.CodeBlocks.SelectMany(CommandBlock.Read))
        {
            if (Target(evidence, document.File, command) is { } target)
            {
                yield return [new TrailStep(new Location(document.File.Path, command.Line), command.ToString()), new TrailStep(new Location(target), "")];
            }
        }

        foreach (var link in document.Document.Links)
        {
            if (Resolve(evidence, document.File, link.Target) is { } path && (path.StartsWith(".github/workflows/", StringComparison.Ordinal) || path.EndsWith(".sh", StringComparison.Ordinal) || path.EndsWith(".ps1", StringComparison.Ordinal)))
            {
                yield return [new TrailStep(new Location(document.File.Path, link.Line), link.Text), new TrailStep(new Location(path), "")];
            }
        }
    }

    private static string? Target(RepositoryEvidence evidence, SnapshotFile file, DocumentedCommand command)
    {
        string[] words = [.. command.Words.Select(w => w.Text)];
        if (words is ["gh", "workflow", "run", var name, ..])
        {
            return evidence.Pipelines.FirstOrDefault(p => p.File.Name == name || (p.File.Path.StartsWith(".github/", StringComparison.Ordinal) && evidence.Documents.Data(p.File)?.Root?.TextOf("name") == name))?.File.Path;
        }

        if (Runners.TryGetValue(words[0], out string[]? names))
        {
            return words.Length > 1 ? names.FirstOrDefault(n => evidence.Snapshot.Find(n) is not null) : null;
        }

        string? script = Interpreters.Contains(words[0]) ? words.Skip(1).FirstOrDefault(w => !w.StartsWith('-')) : words[0].Contains('/', StringComparison.Ordinal) ? words[0] : null;
        return script is null ? null : Resolve(evidence, file, script);
    }

    private static string? Resolve(RepositoryEvidence evidence, SnapshotFile file, string target) =>
        new[] { RepositoryPath.Combine("", target), RepositoryPath.Combine(file.Directory, target) }.FirstOrDefault(p => p is { Length: > 0 } && evidence.Snapshot.Find(p) is not null);
}
