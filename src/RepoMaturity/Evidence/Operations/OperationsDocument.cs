using RepoMaturity.Documents.Prose;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Operations;

/// <summary>What whoever is called at night must find.</summary>
internal enum OperationsTopic
{
    Deploy,
    Rollback,
    Alerts,
    Escalation,
}

/// <summary>A text for those who operate what the repository builds: a runbook, a playbook, an operations guide.</summary>
internal sealed record OperationsDocument(SnapshotFile File, ProseDocument Document)
{
    /// <summary>A text with fewer words helps nobody.</summary>
    private const int MinWords = 25;

    private const int MinSectionWords = 6;

    private static readonly string[] Names = ["runbook", "playbook", "oncall", "incidentresponse", "disasterrecovery", "rollback"];
    private static readonly string[] General = ["operations", "operation", "operating", "ops", "operationsguide", "operationalguide", "operationsmanual", "incident", "incidents", "escalation", "productionsupport"];
    private static readonly string[] Folders = ["runbook", "runbooks", "playbook", "playbooks", "oncall"];
    private static readonly string[] GeneralFolders = ["operations", "ops"];

    /// <summary>Headings of a README or a guide that make its section one.</summary>
    private static readonly string[] Headings = ["runbook*", "playbook*", "on-call*", "on call*", "incident response", "operations guide", "operations manual", "operational guide", "rollback*", "roll back*", "rolling back", "disaster recovery"];

    private static readonly (OperationsTopic Topic, string[] Words)[] Topics =
    [
        (OperationsTopic.Deploy, ["deploy*", "redeploy*", "release*", "releasing", "rollout*", "roll out*", "ship*"]),
        (OperationsTopic.Rollback, ["rollback*", "roll back*", "rolling back", "revert*", "restor*", "recover*", "undo*"]),
        (OperationsTopic.Alerts, ["alert*", "alarm*", "page", "pages", "pager*", "symptom*", "monitoring"]),
        (OperationsTopic.Escalation, ["escalat*", "on-call*", "on call*", "oncall*", "contact*", "incident*", "severit*"]),
    ];

    /// <summary>All of them, in path order; what is named generally must speak of two topics, since tensors have operations too.</summary>
    public static IReadOnlyList<OperationsDocument> Find(RepositoryEvidence evidence)
    {
        List<OperationsDocument> found = [];
        foreach (SnapshotFile file in evidence.Snapshot.Files)
        {
            if (!file.HasContent || file.Extension is not (".md" or ".markdown" or ".mdx" or ".rst" or ".txt" or ".adoc") || !evidence.Trees.IsOwn(file) || evidence.Trees.IsTest(file))
            {
                continue;
            }

            string stem = Plain(file.Name[..^file.Extension.Length]);
            string folder = Plain(file.Directory[(file.Directory.LastIndexOf('/') + 1)..]);
            bool isNamed = Names.Any(n => stem.Contains(n, StringComparison.Ordinal)) || Folders.Contains(folder);
            bool isGeneral = General.Contains(stem) || GeneralFolders.Contains(folder);
            bool isGuide = file.Directory.Length == 0 || file.Path.StartsWith("docs/", StringComparison.OrdinalIgnoreCase) || file.Path.StartsWith("doc/", StringComparison.OrdinalIgnoreCase);
            if (!(isNamed || isGeneral || isGuide) || stem.Contains("template", StringComparison.Ordinal) || stem.StartsWith("changelog", StringComparison.Ordinal)
                || ProseDocument.Of(evidence.Documents, file) is not { } document)
            {
                continue;
            }

            OperationsDocument candidate = new(file, document);
            if (isNamed || isGeneral ? ProseText.CountWords(document.Text) >= MinWords && (isNamed || candidate.IsAboutOperations) : isGuide && candidate.HasSection)
            {
                found.Add(candidate);
            }
        }

        return found;
    }

    /// <summary>The section that is about a topic, with text or code enough to act on, or null.</summary>
    public Location? SectionOn(OperationsTopic topic)
    {
        string[] words = Topics.Single(t => t.Topic == topic).Words;
        Section? section = Document.Sections.FirstOrDefault(s =>
            words.Any(w => ProseText.HasWord(s.Heading.Text, w))
            && (s.Words >= MinSectionWords || Document.CodeBlocks.Any(c => c.Line >= s.Heading.Line && c.Line <= s.EndLine)));
        return section is null ? null : new Location(File.Path, section.Heading.Line);
    }

    private bool IsAboutOperations => Topics.Count(t => t.Words.Any(w => ProseText.HasWord(Document.Text, w))) >= 2;

    private bool HasSection => Document.Sections.Any(s => s.Words >= MinWords && Headings.Any(h => ProseText.HasWord(s.Heading.Text, h)));

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
