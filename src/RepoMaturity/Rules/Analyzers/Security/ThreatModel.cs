using RepoMaturity.Documents.Prose;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A threat model or the document of a security review; teams may keep theirs out of the repository on purpose.</summary>
internal sealed class ThreatModel : RepositoryAnalyzer
{
    private const int MinWords = 25;
    private static readonly string[] Names = ["threatmodel", "securityreview", "securityassessment", "securityaudit", "securitydesign", "securityarchitecture", "penetrationtest", "pentest"];
    private static readonly string[] Headings = ["threat model*", "security review*", "security assessment*", "trust boundar*", "attack surface"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Snapshot.Files.Select(f => Of(evidence, f)).FirstOrDefault(s => s is not null) is { } proof)
        {
            context.Pass(proof.Location, proof.Text);
        }
        else
        {
            context.Open("no threat model or review document is in the repository; if it is kept elsewhere, look there");
        }
    }

    private static TrailStep? Of(RepositoryEvidence evidence, SnapshotFile file)
    {
        if (file.Extension is not (".md" or ".markdown" or ".rst" or ".adoc" or ".pdf" or ".docx" or ".drawio" or ".puml" or ".svg" or ".json" or ".yaml" or ".yml" or ".tm7")
            || !file.HasContent || file.Size == 0 || !evidence.Trees.IsOwn(file) || evidence.Trees.IsTest(file))
        {
            return null;
        }

        string stem = new([.. file.Name[..^file.Extension.Length].Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
        if (stem.Contains("template", StringComparison.Ordinal))
        {
            return null;
        }

        bool isNamed = Names.Any(n => stem.Contains(n, StringComparison.Ordinal));
        TrailStep whole = new(new Location(file.Path), isNamed && !stem.Contains("threat", StringComparison.Ordinal) ? "security review" : "threat model");
        switch (file.Extension)
        {
            case ".tm7":
                return whole;
            case ".pdf" or ".docx" or ".drawio" or ".puml" or ".svg" or ".json" or ".yaml" or ".yml":
                return (isNamed && !file.Path.StartsWith(".github/", StringComparison.Ordinal)) || file.Name is "threagile.yaml" or "threagile.yml" ? whole : null;
            case ".md" or ".rst" or ".adoc" or ".markdown" when isNamed || IsGuide(file):
                ProseDocument? document = ProseDocument.Of(evidence.Documents, file);
                if (isNamed && document is not null && ProseText.CountWords(document.Text) >= MinWords)
                {
                    return whole;
                }

                Section? section = document?.Sections.FirstOrDefault(s => s.Words >= MinWords && Headings.Any(h => ProseText.HasWord(s.Heading.Text, h)));
                return section is null ? null : new TrailStep(new Location(file.Path, section.Heading.Line), section.Heading.Text);
            default:
                return null;
        }
    }

    /// <summary>Texts in which a threat model is that of the software; elsewhere it may be that of an attack on models.</summary>
    private static bool IsGuide(SnapshotFile file) =>
        file.Name.StartsWith("SECURITY", StringComparison.OrdinalIgnoreCase) || file.Name.StartsWith("ARCHITECTURE", StringComparison.OrdinalIgnoreCase)
        || file.Path.Contains("security/", StringComparison.OrdinalIgnoreCase);
}
