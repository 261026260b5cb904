using System.Globalization;
using RepoMaturity.Documents.Data;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Cards;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Figures of <c>model-index</c> held against the output of the evaluation that is kept in the repository.</summary>
internal sealed class CardMetricsAgree : RepositoryAnalyzer
{
    private static readonly string[] Outputs =
        ["metrics.json", "eval_results.json", "all_results.json", "test_results.json", "evaluation.json", "scores.json", "results.json", "eval_metrics.json", "test_metrics.json"];

    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        (Card Card, string Type, DataNode Value)[] figures =
            [.. evidence.Cards.Where(c => c.Kind == CardKind.Model).SelectMany(c => CardMetadata.Figures(c).Select(f => (c, f.Type, f.Value)))];
        if (figures.Length == 0)
        {
            context.Fail(evidence.Cards.FirstOrDefault(c => c.Kind == CardKind.Model)?.Location ?? new Location(""), "no card has figures in model-index");
            return;
        }

        (string Key, double Value, TrailStep Step)[] measured =
        [
            .. evidence.Snapshot.Files.Where(f => f.HasContent && Outputs.Contains(f.Name) && evidence.Trees.IsOwn(f))
                .SelectMany(f => Numbers(evidence.Documents.Data(f)?.Root, 0).Select(n => (n.Key, n.Value, new TrailStep(n.Node.In(f), $"{n.Key}: {n.Node.Text}")))),
        ];
        bool compared = false;
        foreach ((Card card, string type, DataNode value) in figures)
        {
            var same = measured.Where(m => m.Key == Plain(type)).ToArray();
            if (same.Length == 0 || !TryNumber(value, out double stated))
            {
                continue;
            }

            compared = true;
            TrailStep place = new(value.In(card.File), $"{type}: {value.Text}");
            if (same.FirstOrDefault(m => Agree(stated, m.Value)) is { Key: not null } agreed)
            {
                context.Pass(place.Location, place.Text, place, agreed.Step);
            }
            else
            {
                context.Fail(place.Location, $"{type} is {value.Text} in the card and {same[0].Value.ToString(CultureInfo.InvariantCulture)} in {same[0].Step.Location.Path}", place, same[0].Step);
            }
        }

        if (!compared)
        {
            context.Open("no output of the evaluation is kept in the repository that the card's figures could be held against");
        }
    }

    private static IEnumerable<(string Key, double Value, DataNode Node)> Numbers(DataNode? node, int depth) =>
        node is null || depth > 6 ? []
        : node.Entries.SelectMany(e => TryNumber(e.Value, out double number) ? [(Plain(e.Key), number, e.Value)] : Numbers(e.Value, depth + 1))
            .Concat(node.Items.SelectMany(i => Numbers(i, depth + 1)));

    private static bool TryNumber(DataNode node, out double number) =>
        double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>Equal but for rounding and for per cent.</summary>
    private static bool Agree(double a, double b) => Near(a, b) || Near(a, b * 100) || Near(a * 100, b);

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 0.006 * Math.Max(Math.Abs(a), Math.Abs(b));

    private static string Plain(string name)
    {
        string plain = name.ToLowerInvariant();
        foreach (string prefix in (string[])["eval_", "test_", "validation_", "val_"])
        {
            plain = plain.StartsWith(prefix, StringComparison.Ordinal) ? plain[prefix.Length..] : plain;
        }

        return new string([.. plain.Where(char.IsLetterOrDigit)]);
    }
}
