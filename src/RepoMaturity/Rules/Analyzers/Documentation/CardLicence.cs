using RepoMaturity.Documents.Prose;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Cards;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>
/// A model card whose licence is none of those in the licence files nearest to it. Silent about licences that are not known by their text,
/// and about data, which often has a licence of its own.
/// </summary>
internal sealed class CardLicence : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        context.NotApplicable("no model card and licence file can be compared");
        SnapshotFile[] all = [.. evidence.Snapshot.Files.Where(f => f.HasContent && LicenseText.IsLicenseFile(f.Name))];
        foreach (Card card in evidence.Cards.Where(c => c.Kind == CardKind.Model))
        {
            if (card.License is not { } stated || Id(stated.Text) is not { } id)
            {
                continue;
            }

            SnapshotFile[] files = Nearest(all, card.File.Directory);
            string?[] licences = [.. files.Select(f => LicenseText.Detect(evidence.Documents.Text(f) ?? ""))];
            if (licences.Length == 0 || licences.Any(l => l is null))
            {
                continue;
            }

            if (licences.Any(l => Agree(id, l!)))
            {
                context.Pass(new Location(card.File.Path, stated.Line), id, new TrailStep(new Location(card.File.Path, stated.Line), id), new TrailStep(new Location(files[0].Path), licences[0]!));
            }
            else
            {
                context.Fail(
                    new Location(card.File.Path, stated.Line),
                    $"the card says {id}, {files[0].Path} is {licences[0]}",
                    new TrailStep(new Location(card.File.Path, stated.Line), id),
                    new TrailStep(new Location(files[0].Path), licences[0]!));
            }
        }
    }

    private static SnapshotFile[] Nearest(SnapshotFile[] all, string directory)
    {
        for (string? folder = directory; folder is not null; folder = RepositoryPath.Parent(folder))
        {
            SnapshotFile[] found = [.. all.Where(f => f.Directory == folder)];
            if (found.Length > 0)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>The id of a licence that LICENSE texts are known of, or null: <c>MIT</c>, <c>Apache 2.0</c>, <c>The MIT License</c>.</summary>
    private static string? Id(string text)
    {
        string plain = text.ToLowerInvariant().Replace("the ", "", StringComparison.Ordinal).Replace(" license", "", StringComparison.Ordinal).Replace(" licence", "", StringComparison.Ordinal)
            .Replace("version ", "", StringComparison.Ordinal).Trim(' ', '.').Replace(' ', '-');
        return plain is "other" or "unknown" ? null : CardVocabulary.Licenses.Contains(plain) ? plain : null;
    }

    /// <summary>A family's name agrees with each of its members: <c>gpl</c> with <c>gpl-3.0</c>.</summary>
    private static bool Agree(string card, string file) => card == file || file.StartsWith(card + "-", StringComparison.Ordinal) && card is "bsd" or "gpl" or "lgpl" or "cc";
}
