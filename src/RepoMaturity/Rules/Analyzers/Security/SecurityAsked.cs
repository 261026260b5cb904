using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Reviews;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A template of pull requests or issues asks about security, or sends reports of vulnerabilities elsewhere.</summary>
internal sealed class SecurityAsked : RepositoryAnalyzer
{
    private static readonly string[] Words = ["secure", "security", "vulnerab*", "threat*", "credentials", "secrets", "privacy", "personal data"];
    private static readonly string[] Keys = ["label", "description", "about", "name", "title", "value", "url"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        SnapshotFile[] templates = [.. ReviewTemplates.PullRequest(evidence), .. ReviewTemplates.Issue(evidence)];
        if (templates.Select(f => Asking(evidence, f)).FirstOrDefault(s => s is not null) is { } proof)
        {
            context.Pass(proof.Location, proof.Text);
        }
        else if (templates is [var first, ..])
        {
            context.Fail(new Location(first.Path), templates.Length == 1 ? "the template does not" : $"none of {templates.Length} templates does");
        }
        else
        {
            context.Fail(default, "there is no template");
        }
    }

    private static TrailStep? Asking(RepositoryEvidence evidence, SnapshotFile file)
    {
        if (file.Extension is ".yml" or ".yaml")
        {
            DataNode? asked = evidence.Documents.Data(file)?.Root is { } root ? Texts(root, 0).FirstOrDefault(n => Says(n.Text!)) : null;
            return asked is null ? null : Step(file, asked.Line, asked.Text!);
        }

        // What stands in a comment is not asked: nobody sees it once the template is filled in.
        string? line = ProseDocument.Of(evidence.Documents, file)?.Text.Split('\n').FirstOrDefault(Says);
        return line is null ? null : Step(file, 0, line);
    }

    private static TrailStep Step(SnapshotFile file, int line, string text)
    {
        string shown = text.Trim().Split('\n')[0];
        return new TrailStep(new Location(file.Path, line), shown.Length <= 80 ? shown : shown[..79] + "…");
    }

    private static bool Says(string text) => Words.Any(w => ProseText.HasWord(text, w));

    private static IEnumerable<DataNode> Texts(DataNode node, int depth) => depth > 8 ? [] :
        node.Entries.Where(e => e.Value.IsScalar && Keys.Contains(e.Key)).Select(e => e.Value)
            .Concat(node.Entries.Select(e => e.Value).Concat(node.Items).SelectMany(n => Texts(n, depth + 1)));
}
