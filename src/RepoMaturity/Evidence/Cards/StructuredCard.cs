using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Prose;

namespace RepoMaturity.Evidence.Cards;

/// <summary>Reads a card in JSON or YAML as a text: keys become headings, values their text; keys without a value are left out.</summary>
internal sealed class StructuredCard
{
    private const int MaxDepth = 12;

    private readonly List<Section> _sections = [];
    private int _nodesLeft = 5_000;
    private int _charactersLeft = ProseDocument.MaxLength;

    public static ProseDocument Read(DataNode root)
    {
        StructuredCard card = new();
        string text = card.TextOf(root, 1);
        Section[] sections = [.. card._sections.OrderBy(s => s.Heading.Line)];
        return new ProseDocument
        {
            Headings = [.. sections.Select(s => s.Heading)],
            Sections = sections,
            Links = [],
            CodeBlocks = [],
            Text = text,
        };
    }

    /// <summary>The text below a node; aliases of YAML can repeat it without end, hence the bounds.</summary>
    private string TextOf(DataNode node, int level)
    {
        if (level > MaxDepth || --_nodesLeft < 0 || _charactersLeft <= 0)
        {
            return "";
        }

        if (node.IsScalar)
        {
            _charactersLeft -= node.Text!.Length;
            return node.Text.Trim();
        }

        List<string> parts = [];
        foreach (DataEntry entry in node.Entries)
        {
            if (TextOf(entry.Value, level + 1) is { Length: > 0 } text)
            {
                string title = entry.Key.Replace('_', ' ').Replace('-', ' ');
                _sections.Add(new Section(new Heading(level, title, entry.Line, title), text, ProseText.CountWords(text), entry.Line));
                parts.Add(title);
                parts.Add(text);
                _charactersLeft -= text.Length;
            }
        }

        parts.AddRange(node.Items.Select(i => TextOf(i, level + 1)).Where(t => t.Length > 0));
        return string.Join('\n', parts);
    }
}
