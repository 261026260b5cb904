using RepoMaturity.Documents.Manifests;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A licence file at the root, and a README or manifest that names it.</summary>
internal sealed class LicenceNamed : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Snapshot.Files.FirstOrDefault(f => LicenseText.IsLicenseFile(f.Name) && f.Directory is "" or "LICENSES") is not { } license)
        {
            context.Fail(new Location(""), "there is no LICENSE file at the root");
            return;
        }

        TrailStep proof = new(new Location(license.Path), license.HasContent && LicenseText.Detect(evidence.Documents.Text(license) ?? "") is { } id ? id : "licence file");
        if ((InReadme(evidence) ?? InManifest(evidence) ?? InProject(evidence) ?? InClassifiers(evidence)) is { } named)
        {
            context.Pass(named.Location, named.Text, named, proof);
        }
        else
        {
            context.Fail(new Location(license.Path), "neither README nor manifest names the licence");
        }
    }

    private static TrailStep? InReadme(RepositoryEvidence evidence)
    {
        foreach (SnapshotFile file in evidence.Snapshot.Files.Where(f => f.HasContent && f.Directory.Length == 0 && f.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase)))
        {
            if (ProseDocument.Of(evidence.Documents, file) is not { } document)
            {
                continue;
            }

            if (document.Sections.FirstOrDefault(s => Names(s.Heading.Text)) is { } section)
            {
                return new TrailStep(new Location(file.Path, section.Heading.Line), section.Heading.Text);
            }

            if (document.Links.FirstOrDefault(l => Names(l.Text) || Names(l.Target)) is { } link)
            {
                return new TrailStep(new Location(file.Path, link.Line, link.Column), link.Text.Length > 0 ? link.Text : link.Target);
            }

            if (Names(document.Text))
            {
                return new TrailStep(new Location(file.Path), "licence named");
            }
        }

        return null;
    }

    private static TrailStep? InManifest(RepositoryEvidence evidence) => evidence.Manifests.All
        .Where(m => evidence.Trees.IsOwn(m.File))
        .Select(m => m.Package)
        .OfType<PackageMetadata>()
        .Where(p => p.License is { Length: > 0 })
        .Select(p => (TrailStep?)new TrailStep(p.Location, "licence " + (p.License!.Length <= 40 ? p.License : p.License[..40] + "…")))
        .FirstOrDefault();

    /// <summary>Projects of .NET, which may take the licence of their packages from <c>Directory.Build.props</c>.</summary>
    private static TrailStep? InProject(RepositoryEvidence evidence) =>
    (
        from project in evidence.OwnProjects
        from property in (string[])["PackageLicenseExpression", "PackageLicenseFile"]
        let value = project.Value(property)
        where value is not null
        select (TrailStep?)new TrailStep(value.Location, "licence " + value.Value)).FirstOrDefault();

    /// <summary>Python packages name their licence among the classifiers too: <c>License :: OSI Approved :: MIT License</c>.</summary>
    private static TrailStep? InClassifiers(RepositoryEvidence evidence)
    {
        foreach (string name in (string[])["pyproject.toml", "setup.cfg", "setup.py"])
        {
            string text = evidence.Snapshot.Find(name) is { HasContent: true } file ? evidence.Documents.Text(file) ?? "" : "";
            int at = text.IndexOf("License ::", StringComparison.Ordinal);
            if (at >= 0)
            {
                return new TrailStep(new Location(name, text.AsSpan(0, at).Count('\n') + 1), "licence classifier");
            }
        }

        return null;
    }

    private static bool Names(string text) =>
        ProseText.HasWord(text.Replace("Contributor License Agreement", "", StringComparison.OrdinalIgnoreCase), "licen*") || ProseText.HasWord(text, "unlicense") || text.Contains("许可", StringComparison.Ordinal);
}
