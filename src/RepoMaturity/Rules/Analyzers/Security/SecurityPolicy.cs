using System.Text.RegularExpressions;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A security policy with a contact: <c>SECURITY.md</c> where hosts look for it, <c>security.txt</c>, or a section of the guide for contributors.</summary>
internal sealed partial class SecurityPolicy : RepositoryAnalyzer
{
    private const int MaxText = 200_000;

    /// <summary>Sentences of samples that nobody filled in.</summary>
    private static readonly string[] Samples = ["Use this section to tell people", "INSERT CONTACT", "INSERT EMAIL", "[your email", "<your email", "TODO: "];

    private static readonly string[] Places = ["report", "advisor", "security", "vulnerab", "disclos", "hackerone", "bugcrowd", "huntr", "intigriti", "msrc", "aka.ms"];
    private static readonly string[] Spoken = ["report a vulnerability", "private vulnerability reporting", "privately report", "security advisory", "security advisories"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        SnapshotFile[] policies = [.. evidence.Snapshot.Files.Where(IsPolicy).OrderBy(f => f.Directory.Length)];
        foreach (SnapshotFile file in policies)
        {
            if (ProseDocument.Of(evidence.Documents, file) is { } document && !IsSample(document.Text) && HasContact(document.Text, document.Links))
            {
                context.Pass(new Location(file.Path), "policy with a contact");
                return;
            }
        }

        if (Section(evidence) is { } section)
        {
            context.Pass(section.Location, section.Text);
        }
        else if (policies is [var first, ..])
        {
            context.Fail(new Location(first.Path), IsSample(evidence.Documents.Text(first) ?? "") ? "it is a sample that nobody filled in" : "it names nobody to report to");
        }
        else
        {
            context.Fail(default, "there is no SECURITY.md at the root, in .github or in docs");
        }
    }

    private static bool IsPolicy(SnapshotFile file) => file.HasContent
        && ((file.Directory is "" or ".github" or "docs" or ".gitlab" && file.Extension is ".md" or ".markdown" or ".rst" or ".txt" or ".adoc" or ""
                && file.Name[..^file.Extension.Length].Replace('_', '-').ToUpperInvariant() is "SECURITY" or "SECURITY-POLICY")
            || file.Path.EndsWith(".well-known/security.txt", StringComparison.Ordinal));

    private static bool IsSample(string text) => Samples.Any(s => text.Contains(s, StringComparison.OrdinalIgnoreCase));

    private static bool HasContact(string text, IEnumerable<Link> links) =>
        links.Any(l => l.Target.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || (l.Target.Contains("://", StringComparison.Ordinal) && Places.Any(p => l.Target.Contains(p, StringComparison.OrdinalIgnoreCase))))
        || Spoken.Any(s => text.Contains(s, StringComparison.OrdinalIgnoreCase))
        || Mail().Matches(text.Length <= MaxText ? text : text[..MaxText]).Any(m => !m.Value.Contains("@example.", StringComparison.OrdinalIgnoreCase));

    /// <summary>A section about reporting vulnerabilities in the README or the guide for contributors.</summary>
    private static TrailStep? Section(RepositoryEvidence evidence) => (
        from file in evidence.Snapshot.Files
        where file.HasContent && file.Directory is "" or ".github" or "docs"
            && (file.Name.StartsWith("CONTRIBUT", StringComparison.OrdinalIgnoreCase) || file.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase))
        let document = ProseDocument.Of(evidence.Documents, file)
        where document is not null
        from section in document.Sections
        where (ProseText.HasWord(section.Heading.Text, "security") || ProseText.HasWord(section.Heading.Text, "vulnerabilit*"))
            && (ProseText.HasWord(section.Text, "report*") || ProseText.HasWord(section.Text, "disclos*") || ProseText.HasWord(section.Text, "notify"))
            && ProseText.HasWord(section.Text, "vulnerabilit*") | ProseText.HasWord(section.Text, "security issue*")
            && HasContact(section.Text, document.Links.Where(l => l.Line >= section.Heading.Line && l.Line <= section.EndLine))
        select new TrailStep(new Location(file.Path, section.Heading.Line), section.Heading.Text)).FirstOrDefault();

    [GeneratedRegex(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();
}
