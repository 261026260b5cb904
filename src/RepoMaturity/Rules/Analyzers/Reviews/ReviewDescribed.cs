using RepoMaturity.Documents.Prose;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Something says how changes are reviewed: owners, a template, or a section of a guide for contributors.</summary>
internal sealed class ReviewDescribed : RepositoryAnalyzer
{
    private const int MinWords = 15;

    private static readonly string[] Files = ["contributing", "contribute", "contribution", "contributions", "development", "developing", "developers", "developer", "review", "readme", "governance"];
    private static readonly string[] About = ["code review*", "peer review*", "review process"];
    private static readonly string[] Near = ["pull request*", "merge request*", "PR", "PRs", "submit*", "contributing*", "contribute", "contribution*", "workflow", "review", "reviewing"];

    /// <summary>How somebody else looks at a change; to "review our guidelines" is to read them.</summary>
    private static readonly string[] Words = ["reviewed", "reviewer", "reviewers", "reviews", "for review", "will review", "must review", "code review*", "peer review*", "review feedback", "approv*"];

    public override void Analyze(AnalysisContext context)
    {
        if ((ReviewPrepared.ProofOf(context.Evidence) ?? Described(context.Evidence)) is { } proof)
        {
            context.Pass(proof.Location, proof.Text);
        }
        else
        {
            context.Fail(default, "");
        }
    }

    /// <summary>The shortest section that says so, since the whole guide says it too.</summary>
    private static TrailStep? Described(RepositoryEvidence evidence) => (
        from file in evidence.Snapshot.Files
        where file.HasContent && IsGuide(file) && evidence.Trees.IsOwn(file)
        let document = ProseDocument.Of(evidence.Documents, file)
        where document is not null
        from section in document.Sections
        where section.Words >= MinWords
            && (About.Any(w => ProseText.HasWord(section.Heading.Text, w))
                || (Near.Any(w => ProseText.HasWord(section.Heading.Text, w)) && Words.Any(w => ProseText.HasWord(section.Text, w))))
        orderby section.Words
        select new TrailStep(new Location(file.Path, section.Heading.Line), section.Heading.Text)).FirstOrDefault();

    private static bool IsGuide(SnapshotFile file)
    {
        string stem = file.Name[..^file.Extension.Length];
        return file.Extension is ".md" or ".rst" or ".txt" or ".adoc" or ""
            && (file.Directory is "" or ".github" || file.Path.StartsWith("docs/", StringComparison.OrdinalIgnoreCase) || file.Path.StartsWith("doc/", StringComparison.OrdinalIgnoreCase))
            && Files.Any(f => stem.StartsWith(f, StringComparison.OrdinalIgnoreCase) || stem.Contains("code-review", StringComparison.OrdinalIgnoreCase) || stem.Contains("code_review", StringComparison.OrdinalIgnoreCase));
    }
}
