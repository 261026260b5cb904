using System.Globalization;
using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Cards;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Queries;

/// <summary>
/// <c>card: model</c> or <c>card: data</c> with <c>section: [words]</c>, <c>without: [words]</c>, <c>words: 15</c>, <c>figures: true</c>,
/// <c>key: [metadata]</c>: at least four of five cards have such a section or field, or such a key in their metadata. Without <c>section</c> and <c>key</c> a card is enough.
/// </summary>
internal sealed class CardQuery : Query
{
    private const double Share = 0.8;
    private readonly CardKind _kind;
    private readonly IReadOnlyList<string> _sections;
    private readonly IReadOnlyList<string> _without;
    private readonly IReadOnlyList<string> _keys;
    private readonly int _words;
    private readonly bool _figures;

    public CardQuery(QueryNode node)
    {
        _kind = node.Choice("card", CardKind.Model);
        _sections = node.Texts("section");
        _without = node.Texts("without");
        _keys = node.Texts("key");
        _words = (int)(node.Number("words") ?? 1);
        _figures = node.Flag("figures");
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        Card[] cards = [.. evidence.Cards.Where(c => c.Kind == _kind)];
        if (cards.Length == 0)
        {
            return QueryResult.No(_kind == CardKind.Model ? "there is no model card" : "there is no data card");
        }

        Match[] matches = [.. cards.Select(MatchOf).OfType<Match>()];
        return matches.Length >= Share * cards.Length ? QueryResult.Yes(matches)
            : cards.Length == 1 ? QueryResult.No($"{cards[0].File.Path} says nothing of it")
            : QueryResult.No($"{matches.Length} of {cards.Length} cards do, {cards.First(c => matches.All(m => m.Location.Path != c.File.Path)).File.Path} does not");
    }

    private Match? MatchOf(Card card)
    {
        if (_sections.Count == 0 && _keys.Count == 0)
        {
            return new Match(card.Location, card.File.Path, [new TrailStep(card.Location, "")]);
        }

        Section? section = card.Document.Sections.Concat(card.Document.Fields).FirstOrDefault(s =>
            s.Words >= _words && !Placeholder.IsAll(s.Text) && (!_figures || ProseText.HasFigure(s.Text)) && _sections.Any(w => ProseText.HasWord(s.Heading.Text, w))
            && !IsExcluded(card, s));
        if (section is not null)
        {
            return Match.At(new Location(card.File.Path, section.Heading.Line), section.Heading.Text);
        }

        string? key = _keys.FirstOrDefault(k => card.Metadata?[k] is { Kind: not DataNodeKind.Null } node && (!_figures || HasNumber(node)));
        return key is null ? null : Match.At(new Location(card.File.Path, card.Metadata![key]!.Line), key);
    }

    /// <summary>A key of JSON or YAML speaks of what the key above it names: <c>evaluation_data: {dataset: …}</c>.</summary>
    private bool IsExcluded(Card card, Section section) =>
        _without.Any(w => ProseText.HasWord(section.Heading.Text, w)
            || (card.IsStructured && card.Document.Sections.TakeWhile(s => s != section).LastOrDefault(s => s.Heading.Level < section.Heading.Level) is { } outer
                && ProseText.HasWord(outer.Heading.Text, w)));

    /// <summary>True when some value below the node is a number.</summary>
    private static bool HasNumber(DataNode node) =>
        double.TryParse(node.Text, CultureInfo.InvariantCulture, out _) || node.Entries.Any(e => HasNumber(e.Value)) || node.Items.Any(HasNumber);
}
