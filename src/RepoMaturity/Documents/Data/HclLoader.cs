using RepoMaturity.Documents.Infrastructure;

namespace RepoMaturity.Documents.Data;

/// <summary>Terraform in the shape of its own JSON syntax: <c>resource.TYPE.NAME.attribute</c>. A repeated block repeats its key.</summary>
internal static class HclLoader
{
    public static DataDocument Load(string text) => new([Body(HclFile.Parse(text).Root)], null);

    private static DataNode Body(HclBlock block) => DataNode.Mapping(
        [.. block.Attributes.Select(Entry).Concat(block.Blocks.Select(Entry)).OrderBy(e => e.Line)],
        block.Line,
        1);

    private static DataEntry Entry(HclAttribute attribute) => new(attribute.Name, DataNode.Scalar(attribute.Value.Trim().Trim('"'), attribute.Line, 1), attribute.Line, 1);

    /// <summary>Labels are keys below the block's type.</summary>
    private static DataEntry Entry(HclBlock block) => new(
        block.Type,
        block.Labels.Reverse().Aggregate(Body(block), (inner, label) => DataNode.Mapping([new DataEntry(label, inner, block.Line, 1)], block.Line, 1)),
        block.Line,
        1);
}
