using System.Xml;
using System.Xml.Linq;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.CSharp;

/// <summary>XML to <see cref="MsBuildProject"/>; document types are refused, so nothing is expanded or fetched.</summary>
internal static class MsBuildReader
{
    internal const int MaxDepth = 64;
    internal const int MaxStatements = 50_000;
    private const int MaxCharacters = 8 * 1024 * 1024;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxCharacters,
    };

    public static MsBuildProject Load(SnapshotFile file, ReadOnlySpan<byte> bytes)
    {
        (XElement? root, ParseProblem? problem) = LoadXml(SourceText.Decode(bytes));
        if (root is null || root.Name.LocalName != "Project")
        {
            return new MsBuildProject(file, [], [], problem ?? new ParseProblem("not an MSBuild file: the root element is not <Project>"));
        }

        List<MsBuildStatement> statements = [];
        ReadChildren(root, [], statements);
        if (statements.Count >= MaxStatements)
        {
            problem = new ParseProblem($"more than {MaxStatements} elements, the rest was not read");
        }

        return new MsBuildProject(file, SdkNames(root), statements, problem);
    }

    /// <summary>The root element with line info, or null and the problem.</summary>
    public static (XElement? Root, ParseProblem? Problem) LoadXml(string text)
    {
        try
        {
            // XElement.Value recurses, so depth is bounded before the tree is built.
            using (XmlReader depth = XmlReader.Create(new StringReader(text), Settings))
            {
                while (depth.Read())
                {
                    if (depth.Depth > MaxDepth)
                    {
                        return (null, new ParseProblem($"nested deeper than {MaxDepth} elements", ((IXmlLineInfo)depth).LineNumber));
                    }
                }
            }

            using XmlReader reader = XmlReader.Create(new StringReader(text), Settings);
            return (XDocument.Load(reader, LoadOptions.SetLineInfo).Root, null);
        }
        catch (XmlException e)
        {
            return (null, new ParseProblem("invalid XML: " + e.Message, e.LineNumber));
        }
    }

    public static int LineOf(XObject node) => ((IXmlLineInfo)node).LineNumber;

    private static List<string> SdkNames(XElement root)
    {
        List<string> names = [];
        foreach (string sdk in (root.Attribute("Sdk")?.Value ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            names.Add(WithoutVersion(sdk));
        }

        foreach (XElement element in root.Elements().Where(e => e.Name.LocalName == "Sdk"))
        {
            if (element.Attribute("Name")?.Value is { Length: > 0 } name)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static string WithoutVersion(string sdk)
    {
        int slash = sdk.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? sdk : sdk[..slash];
    }

    private static void ReadChildren(XElement parent, IReadOnlyList<string> conditions, List<MsBuildStatement> statements)
    {
        foreach (XElement element in parent.Elements())
        {
            if (statements.Count >= MaxStatements)
            {
                return;
            }

            IReadOnlyList<string> inner = With(conditions, element);
            switch (element.Name.LocalName)
            {
                case "PropertyGroup":
                    foreach (XElement property in element.Elements())
                    {
                        statements.Add(new MsBuildPropertyStatement(property.Name.LocalName, property.Value.Trim(), LineOf(property), With(inner, property)));
                    }

                    break;
                case "ItemGroup":
                    foreach (XElement item in element.Elements())
                    {
                        ReadItem(item, With(inner, item), statements);
                    }

                    break;
                case "Import":
                    statements.Add(new MsBuildImportStatement(
                        element.Attribute("Project")?.Value ?? "", element.Attribute("Sdk")?.Value, LineOf(element), inner));
                    break;
                case "ImportGroup" or "Choose" or "When":
                    ReadChildren(element, inner, statements);
                    break;
                case "Otherwise":
                    ReadChildren(element, [.. conditions, "Otherwise"], statements);
                    break;
            }
        }
    }

    private static void ReadItem(XElement item, IReadOnlyList<string> conditions, List<MsBuildStatement> statements)
    {
        MsBuildItemAction? action = null;
        string identity = "";
        List<KeyValuePair<string, string>> metadata = [];
        foreach (XAttribute attribute in item.Attributes())
        {
            switch (attribute.Name.LocalName)
            {
                case "Include" or "Update" or "Remove":
                    action = Enum.Parse<MsBuildItemAction>(attribute.Name.LocalName);
                    identity = attribute.Value;
                    break;
                case "Condition" or "Exclude" or "Label":
                    break;
                default:
                    metadata.Add(new(attribute.Name.LocalName, attribute.Value));
                    break;
            }
        }

        if (action is null)
        {
            return;
        }

        foreach (XElement child in item.Elements())
        {
            metadata.Add(new(child.Name.LocalName, child.Value.Trim()));
        }

        foreach (string one in identity.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            statements.Add(new MsBuildItemStatement(item.Name.LocalName, action.Value, one, metadata, LineOf(item), conditions));
        }
    }

    private static IReadOnlyList<string> With(IReadOnlyList<string> conditions, XElement element) =>
        element.Attribute("Condition")?.Value.Trim() is { Length: > 0 } condition ? [.. conditions, condition] : conditions;
}
