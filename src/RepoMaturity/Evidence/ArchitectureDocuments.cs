using System.Globalization;
using System.Text.RegularExpressions;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>A record of a decision with its date, where it gives one.</summary>
internal sealed record DecisionRecord(SnapshotFile File, DateOnly? Date);

/// <summary>
/// What READMEs and documents tell of the system's architecture: sections, diagrams and decision records. The architecture of a neural network
/// is that of a model, not of a system, and is passed over.
/// </summary>
internal sealed record ArchitectureDocuments
{
    /// <summary>Sections and documents that describe it.</summary>
    public required IReadOnlyList<TrailStep> Descriptions { get; init; }

    /// <summary>Diagrams as code and pictures.</summary>
    public required IReadOnlyList<TrailStep> Diagrams { get; init; }

    /// <summary>Architecture decision records, in path order.</summary>
    public required IReadOnlyList<DecisionRecord> Decisions { get; init; }

    private const int MinSectionWords = 15;
    private const int MinDocumentWords = 40;
    private const int MaxHeadingWords = 8;

    private static readonly string[] Topics =
    [
        "architecture*", "architectural*", "system design", "solution design", "technical design", "infrastructure design", "design overview", "system overview",
        "high-level design", "high level design", "pipeline structure", "component diagram*", "system diagram*", "deployment topolog*",
    ];

    private static readonly string[] Networks =
    [
        "model architecture*", "models architecture*", "network architecture*", "net architecture*", "transformer* architecture*", "transformers", "encoder*", "decoder*", "neural", "backbone*",
        "layer architecture*", "supported architecture*", "new architecture*", "custom architecture*", "unknown model", "cpu architecture*", "gpu architecture*", "pytorch architecture*", "hyperparameter*",
    ];

    private static readonly string[] NetworkWords =
        ["attention", "convolution*", "encoder*", "decoder*", "hidden", "softmax", "embedding*", "layers", "backbone*", "residual", "dropout", "relu", "logits", "neural", "lstm", "transformer*"];

    private static readonly string[] SystemWords =
    [
        "component*", "service*", "deploy*", "server*", "api", "database*", "storage", "module*", "cluster*", "workflow*", "package*", "registry", "client*", "infrastructure", "workspace*",
        "environment*", "repositor*", "script*", "pipelines", "interface*", "folder*",
    ];

    /// <summary>Kinds of diagrams that show parts and how they work together; a pie or a Gantt chart does not.</summary>
    private static readonly string[] MermaidKinds =
        ["flowchart", "graph", "sequenceDiagram", "classDiagram", "stateDiagram", "erDiagram", "C4", "architecture", "block", "requirementDiagram", "zenuml"];

    private static readonly string[] DiagramLanguages = ["plantuml", "puml", "d2", "dot", "graphviz", "structurizr", "dsl", "nomnoml"];

    private static readonly string[] DiagramFiles =
        [".puml", ".plantuml", ".drawio", ".dio", ".mmd", ".mermaid", ".d2", ".excalidraw", ".vsdx", ".c4", ".drawio.xml", ".drawio.svg", ".drawio.png", "workspace.dsl"];

    private static readonly string[] DiagramNames =
    [
        "architecture", "architectural", "topology", "system diagram", "component diagram", "components diagram", "deployment diagram", "deploy diagram", "flow diagram", "infrastructure diagram", "data flow",
        "dataflow", "sequence diagram", "class diagram", "pipeline diagram", "cluster diagram", "context diagram", "container diagram", "block diagram", "lifecycle", "life cycle",
    ];

    private static readonly string[] DecisionFolders = ["adr", "adrs", "decisions", "decision-records", "decision_records", "architecture-decisions", "architecture-decision-records", "architectural-decisions"];

    private static readonly Lazy<Regex> DateLine = new(() => new Regex(
        @"^\W*(?:date|decided|last updated|status)\b[^\n]{0,40}?(?<date>(?:19|20)\d\d-[01]\d-[0-3]\d)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.Multiline));

    /// <summary>Reads the documents for people: READMEs, guides at the root and folders of documentation.</summary>
    public static ArchitectureDocuments Find(RepositoryEvidence evidence)
    {
        List<TrailStep> descriptions = [];
        List<TrailStep> diagrams = [];
        List<DecisionRecord> decisions = [];
        SnapshotFile[] own = [.. evidence.Snapshot.Files.Where(f => f.HasContent && evidence.Trees.IsOwn(f) && !evidence.Trees.IsTest(f))];
        diagrams.AddRange(own.Where(f => DiagramFiles.Any(e => f.Name.EndsWith(e, StringComparison.OrdinalIgnoreCase))).Select(f => new TrailStep(new Location(f.Path), "diagram")));
        foreach (SnapshotFile file in own.Where(IsDocument).OrderBy(f => f.Path.Count('/')).ThenBy(f => f.Path, StringComparer.Ordinal))
        {
            if (ProseDocument.Of(evidence.Documents, file) is not { } document)
            {
                continue;
            }

            if (IsDecision(file, document))
            {
                decisions.Add(new DecisionRecord(file, DateOf(document, evidence.Documents.Text(file) ?? "")));
                continue;
            }

            Section[] sections = [.. document.Sections.Where(s => IsTopic(s.Heading.Text) && !SpeaksOfNetwork(s.Text))];
            descriptions.AddRange(sections.Where(s => s.Words >= MinSectionWords).Select(s => new TrailStep(new Location(file.Path, s.Heading.Line), s.Heading.Text)));
            if (sections.Length == 0 && IsTopic(Words(file.Name)) && ProseText.CountWords(document.Text) >= MinDocumentWords && !SpeaksOfNetwork(document.Text))
            {
                descriptions.Add(new TrailStep(new Location(file.Path), "document"));
            }

            diagrams.AddRange(document.CodeBlocks.Where(IsDiagram).Select(c => new TrailStep(new Location(file.Path, c.Line), c.Language + " diagram")));
            diagrams.AddRange(document.Links
                .Where(l => l.IsImage && !IsBadge(l) && !l.Target.StartsWith("attachment:", StringComparison.Ordinal) && (sections.Any(s => l.Line >= s.Heading.Line && l.Line <= s.EndLine) || ShowsArchitecture(l)))
                .Select(l => new TrailStep(new Location(file.Path, l.Line, l.Column), l.Target.Length <= 80 ? l.Target : l.Target[..79] + "…")));
        }

        return new ArchitectureDocuments { Descriptions = descriptions, Diagrams = diagrams, Decisions = decisions };
    }

    /// <summary>Text for people. Instructions for agents and the pages of a website are none.</summary>
    private static bool IsDocument(SnapshotFile file)
    {
        if (file.Extension is not (".md" or ".markdown" or ".mdx" or ".rst" or ".adoc" or ".txt") || file.Path.StartsWith('.'))
        {
            return false;
        }

        int depth = file.Path.Count('/');
        string name = file.Name.ToUpperInvariant();
        return (depth <= 1 && name.StartsWith("README", StringComparison.Ordinal))
            || name.Contains("ARCHITECTURE", StringComparison.Ordinal)
            || (depth == 0 && (name.StartsWith("DESIGN", StringComparison.Ordinal) || name.StartsWith("DEV", StringComparison.Ordinal) || name.StartsWith("CONTRIBUTING", StringComparison.Ordinal)))
            || (depth > 0 && file.Extension != ".txt" && file.Directory.Split('/') is var folders
                && (folders[0].StartsWith("doc", StringComparison.OrdinalIgnoreCase) || folders.Any(f => f is "docs" or "architecture" or "design" || DecisionFolders.Contains(f))));
    }

    /// <summary>A long heading names the architecture on the way to something else.</summary>
    private static bool IsTopic(string heading) => ProseText.CountWords(heading) <= MaxHeadingWords && Topics.Any(t => ProseText.HasWord(heading, t)) && !Networks.Any(n => ProseText.HasWord(heading, n));

    private static bool SpeaksOfNetwork(string text)
    {
        int network = NetworkWords.Count(w => ProseText.HasWord(text, w));
        return network >= 2 && network > SystemWords.Count(w => ProseText.HasWord(text, w));
    }

    private static bool IsDiagram(CodeBlock block) =>
        DiagramLanguages.Contains(block.Language)
        || (block.Language == "mermaid" && block.Text.Split('\n').Select(l => l.TrimStart()).FirstOrDefault(l => l.Length > 0 && !l.StartsWith("%%", StringComparison.Ordinal) && !l.StartsWith("---", StringComparison.Ordinal)
            && !l.StartsWith("title:", StringComparison.Ordinal)) is { } first && MermaidKinds.Any(k => first.StartsWith(k, StringComparison.Ordinal)));

    private static bool IsBadge(Link link) =>
        link.Target.Contains("badge", StringComparison.OrdinalIgnoreCase) || link.Target.Contains("shields.io", StringComparison.OrdinalIgnoreCase) || link.Target.Contains("/status/", StringComparison.Ordinal)
        || link.Text.Contains("logo", StringComparison.OrdinalIgnoreCase) || link.Target.Contains("logo", StringComparison.OrdinalIgnoreCase) || link.Target.Contains("icon", StringComparison.OrdinalIgnoreCase);

    /// <summary>A picture whose name or alternative text says that it shows the parts of a system.</summary>
    private static bool ShowsArchitecture(Link link)
    {
        string words = Words(link.Target[(link.Target.LastIndexOf('/') + 1)..]) + " | " + link.Text;
        return DiagramNames.Any(n => ProseText.HasWord(words, n)) && !Networks.Any(n => ProseText.HasWord(words, n));
    }

    /// <summary>The words of a file's name: <c>solution_architecture.md</c> and <c>InfrastructureDesign.md</c>.</summary>
    private static string Words(string name)
    {
        string stem = name.LastIndexOf('.') is > 0 and int dot ? name[..dot] : name;
        return string.Concat(stem.Select((c, i) => c is '_' or '-' or '.' or '+' ? " " : i > 0 && char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(stem[i - 1]) ? " " + c : c.ToString()));
    }

    /// <summary>A numbered file of a folder of decisions that says what was decided.</summary>
    private static bool IsDecision(SnapshotFile file, ProseDocument document)
    {
        bool isNamed = file.Name.StartsWith("adr-", StringComparison.OrdinalIgnoreCase) || file.Name.StartsWith("adr_", StringComparison.OrdinalIgnoreCase)
            || (file.Directory.Split('/').Any(d => DecisionFolders.Contains(d.ToLowerInvariant())) && char.IsAsciiDigit(file.Name[0]));
        return isNamed
            && !file.Name.Contains("template", StringComparison.OrdinalIgnoreCase)
            && document.Headings.Any(h => ProseText.HasWord(h.Text, "decision*") || ProseText.HasWord(h.Text, "status") || ProseText.HasWord(h.Text, "context*"));
    }

    private static DateOnly? DateOf(ProseDocument document, string text)
    {
        IEnumerable<string> written = DateLine.Value.Matches(text[..Math.Min(text.Length, 4_000)]).Select(m => m.Groups["date"].Value);
        return written.Append(document.FrontMatter?.TextOf("date") ?? "")
            .Select(d => DateOnly.TryParseExact(d, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : (DateOnly?)null)
            .Max();
    }
}
