using System.Globalization;
using RepoMaturity.Documents.Data;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Measurements;

/// <summary>Reads reports of test coverage; the format is recognised by content, since names are anybody's choice.</summary>
internal static class CoverageReader
{
    internal const string Known = "Cobertura XML (coverage.py and coverlet write it), JaCoCo XML, lcov, coverage.py JSON and coverlet JSON";

    private static readonly string[] Names =
    [
        "coverage.xml", "cobertura.xml", "cobertura-coverage.xml", "coverage.cobertura.xml", "jacoco.xml", "jacocoTestReport.xml",
        "lcov.info", "coverage.info", "coverage.json",
    ];

    /// <summary>True for the names that tools give their reports.</summary>
    public static bool IsReport(SnapshotFile file) => file.HasContent && Names.Contains(file.Name);

    public static CoverageReport Read(ReadOnlyMemory<byte> bytes)
    {
        string text = SourceText.Decode(bytes.Span);
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        return start.StartsWith("<") ? CoverageXml.Read(text)
            : start.StartsWith("{") ? ReadJson(bytes.Span)
            : start.StartsWith("TN:") || start.StartsWith("SF:") ? ReadLcov(text)
            : Unknown();
    }

    internal static CoverageReport Unknown(int line = 1) => CoverageReport.Wrong($"no report of test coverage; known are {Known}", line);

    private static CoverageReport ReadJson(ReadOnlySpan<byte> bytes)
    {
        DataDocument document = JsonLoader.Load(bytes);
        if (document.Problem is { } problem)
        {
            return CoverageReport.Wrong(problem.Message, problem.Line);
        }

        return document.Root is { } root && root["meta"] is not null && root["totals"] is { } totals
            ? CoverageReport.Of("coverage.py", Number(totals.TextOf("covered_lines")), Number(totals.TextOf("num_statements")))
            : ReadCoverlet(document.Root!);
    }

    /// <summary>Module, file, class, method, then lines with their hits; a line may stand in several methods.</summary>
    private static CoverageReport ReadCoverlet(DataNode root)
    {
        LineHits hits = new();
        bool isCoverlet = false;
        foreach (DataEntry file in root.Entries.SelectMany(module => module.Value.Entries))
        {
            foreach (DataEntry method in file.Value.Entries.SelectMany(type => type.Value.Entries))
            {
                isCoverlet |= method.Value["Lines"] is not null;
                foreach (DataEntry line in method.Value["Lines"]?.Entries ?? [])
                {
                    hits.Add(file.Key, line.Key, line.Value.Text);
                }
            }
        }

        return isCoverlet ? CoverageReport.Of("coverlet", hits.Covered, hits.Total) : Unknown(root.Line);
    }

    /// <summary>Records of a file: <c>SF:</c> its name, <c>DA:</c> a line and its hits, <c>LF:</c> and <c>LH:</c> the sums when there are no lines.</summary>
    private static CoverageReport ReadLcov(string text)
    {
        LineHits hits = new();
        int found = 0;
        int hit = 0;
        int number = 0;
        string file = "";
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = raw.Trim();
            string value = line.Length > 3 ? line[3..].ToString() : "";
            bool isRight = true;
            if (line.StartsWith("SF:"))
            {
                file = value;
            }
            else if (line.StartsWith("DA:"))
            {
                string[] parts = value.Split(',');
                isRight = parts.Length > 1 && hits.Add(file, parts[0], parts[1]);
            }
            else if (line.StartsWith("LF:"))
            {
                isRight = Number(value) >= 0;
                found += Number(value);
            }
            else if (line.StartsWith("LH:"))
            {
                isRight = Number(value) >= 0;
                hit += Number(value);
            }

            if (!isRight)
            {
                return CoverageReport.Wrong($"'{line[..3]}' needs numbers as lcov writes them", number);
            }
        }

        return hits.Total > 0 ? CoverageReport.Of("lcov", hits.Covered, hits.Total) : CoverageReport.Of("lcov", hit, found);
    }

    /// <summary>A count; -1, which no report accepts, for what is none.</summary>
    internal static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}

/// <summary>Lines by file: covered when any record hits them.</summary>
internal sealed class LineHits
{
    private readonly Dictionary<(string File, string Line), bool> _lines = [];

    public int Total => _lines.Count;

    public int Covered => _lines.Values.Count(hit => hit);

    /// <summary>Adds a record of a line.</summary>
    /// <returns>False when line or hits are no number; nothing is added then.</returns>
    public bool Add(string file, string line, string? hits)
    {
        if (CoverageReader.Number(line) < 0 || !long.TryParse(hits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count))
        {
            return false;
        }

        _lines[(file, line)] = count > 0 || _lines.GetValueOrDefault((file, line));
        return true;
    }
}
