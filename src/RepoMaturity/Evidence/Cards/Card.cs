using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Prose;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Cards;

/// <summary>What a card describes.</summary>
internal enum CardKind
{
    Model,
    Data,
}

/// <summary>A card of a model or a data set, whatever its format: text with sections, and metadata.</summary>
/// <param name="Kind">What it describes.</param>
/// <param name="File">The file that holds it.</param>
/// <param name="Line">First line when it is a section of a larger text, else 0.</param>
/// <param name="Document">The card as text; keys of JSON and YAML have become headings.</param>
internal sealed record Card(CardKind Kind, SnapshotFile File, int Line, ProseDocument Document)
{
    /// <summary>The YAML block at the start, as model hubs read it; null for other cards.</summary>
    public DataNode? Metadata => Document.FrontMatter is { IsMapping: true } metadata ? metadata : null;

    /// <summary>True for JSON and YAML.</summary>
    public bool IsStructured => File.Extension is ".json" or ".yml" or ".yaml";

    public Location Location => new(File.Path, Line);

    /// <summary>The licence as the card writes it with its line, or null: metadata first, then a section or a field of a few words.</summary>
    public (string Text, int Line)? License
    {
        get
        {
            if (Metadata?["license"] is { IsScalar: true } node)
            {
                return (node.Text!, node.Line);
            }

            Section? section = Document.Sections.Concat(Document.Fields).FirstOrDefault(s => s.Words is > 0 and <= 12 && s.Heading.Text.TrimEnd(':').ToLowerInvariant() is "license" or "licence");
            return section is null ? null : (section.Text.Trim(), section.Heading.Line);
        }
    }
}
