using RepoMaturity.Evidence.Cards;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Text that a template left in a card; code is not looked at.</summary>
internal sealed class CardPlaceholders : RepositoryAnalyzer
{
    private const int MaxPlaces = 100;

    public override void Analyze(AnalysisContext context)
    {
        context.NotApplicable("there is no card");
        foreach (Card card in context.Evidence.Cards)
        {
            int left = MaxPlaces;
            int number = 0;
            bool inCode = false;
            int end = card.Line == 0 ? int.MaxValue : card.Document.Sections.Select(s => s.EndLine).DefaultIfEmpty(int.MaxValue).Max();
            foreach (ReadOnlySpan<char> raw in (context.Evidence.Documents.Text(card.File) ?? "").AsSpan().EnumerateLines())
            {
                number++;
                inCode ^= raw.TrimStart().StartsWith("```");
                if (left > 0 && !inCode && number >= card.Line && number <= end && Placeholder.In(raw.Trim().ToString()) is { } found)
                {
                    left--;
                    string section = card.Document.Sections.LastOrDefault(s => s.Heading.Line <= number)?.Heading.Text ?? "";
                    context.Fail(new Location(card.File.Path, number), section.Length == 0 ? $"'{found}'" : $"'{found}' in section '{section}'");
                }
            }

            if (left == MaxPlaces)
            {
                context.Pass(card.Location, "no placeholder");
            }
        }
    }
}
