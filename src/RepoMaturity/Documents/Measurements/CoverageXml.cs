using System.Xml;

namespace RepoMaturity.Documents.Measurements;

/// <summary>Coverage in XML, read forward only. JaCoCo names a document type, so it is skipped instead of refused: nothing of it is expanded or fetched.</summary>
internal static class CoverageXml
{
    private const int MaxDepth = 64;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        MaxCharactersInDocument = DocumentSet.MaxParsedBytes,
    };

    public static CoverageReport Read(string text)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new StringReader(text.TrimStart()), Settings);
            reader.MoveToContent();
            return reader.LocalName switch
            {
                "coverage" when reader.GetAttribute("clover") is null => ReadCobertura(reader),
                "report" => ReadJacoco(reader),
                _ => CoverageReader.Unknown(((IXmlLineInfo)reader).LineNumber),
            };
        }
        catch (XmlException e)
        {
            return CoverageReport.Wrong("invalid XML: " + e.Message, e.LineNumber);
        }
    }

    /// <summary>Sums stand at the root; older writers give lines only, which stand below their class and once more below its methods.</summary>
    private static CoverageReport ReadCobertura(XmlReader reader)
    {
        (string? covered, string? valid) = (reader.GetAttribute("lines-covered"), reader.GetAttribute("lines-valid"));
        LineHits hits = new();
        string file = "";
        while (Next(reader))
        {
            if (reader.LocalName == "class")
            {
                file = reader.GetAttribute("filename") ?? "";
            }
            else if (reader.LocalName == "line" && valid is null)
            {
                hits.Add(file, reader.GetAttribute("number") ?? "", reader.GetAttribute("hits"));
            }
        }

        return valid is null
            ? CoverageReport.Of("Cobertura", hits.Covered, hits.Total)
            : CoverageReport.Of("Cobertura", CoverageReader.Number(covered), CoverageReader.Number(valid));
    }

    /// <summary>Counters stand at every level; those of the report itself are its sums.</summary>
    private static CoverageReport ReadJacoco(XmlReader reader)
    {
        int covered = 0;
        int missed = 0;
        while (Next(reader))
        {
            if (reader is { LocalName: "counter", Depth: 1 } && reader.GetAttribute("type") == "LINE")
            {
                covered = CoverageReader.Number(reader.GetAttribute("covered"));
                missed = CoverageReader.Number(reader.GetAttribute("missed"));
            }
        }

        return CoverageReport.Of("JaCoCo", covered, covered < 0 || missed < 0 ? -1 : covered + missed);
    }

    /// <summary>Moves to the next element.</summary>
    private static bool Next(XmlReader reader)
    {
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
            {
                throw new XmlException($"nested deeper than {MaxDepth} elements", null, ((IXmlLineInfo)reader).LineNumber, 1);
            }

            if (reader.NodeType == XmlNodeType.Element)
            {
                return true;
            }
        }

        return false;
    }
}
