using RepoMaturity.Reports;
using RepoMaturity.Rules;
using Spectre.Console;

namespace RepoMaturity.Tool.Terminals;

/// <summary>The located defects, grouped by file, the files with the worst first.</summary>
internal sealed class DefectList(Page page, bool verbose)
{
    private const int MostPerFile = 5;
    private const int MostFiles = 15;

    /// <summary>Writes the defects among the findings; nothing when there are none.</summary>
    public void Write(IEnumerable<Finding> findings)
    {
        Finding[] defects = [.. findings.Where(f => f is { Kind: ResultKind.Fail, Rule.IsDefect: true } && f.Severity != Severity.None)];
        if (defects.Length == 0)
        {
            return;
        }

        IGrouping<string, Finding>[] files =
        [
            .. defects.GroupBy(f => f.Location.Path)
                .OrderByDescending(g => g.Max(f => f.Severity))
                .ThenBy(g => g.Key, StringComparer.Ordinal),
        ];
        string counts = string.Join(", ", defects.GroupBy(f => f.Severity).OrderByDescending(g => g.Key).Select(g => Count(g.Count(), Word(g.Key))));
        page.Heading($"Defects: {counts} in {Count(files.Length, "file")}");
        foreach (IGrouping<string, Finding> file in files.Take(verbose ? int.MaxValue : MostFiles))
        {
            string path = file.Key.Length == 0 ? "(repository)" : ReportText.Visible(file.Key);
            page.Line("  ", new Part(TextLayout.FitEnd(path, page.Width - 2, page.Glyphs.Ellipsis), Page.Bold));
            WriteFile([.. file.OrderBy(f => f.Location.Line).ThenBy(f => f.Location.Column).ThenBy(f => f.Rule.Id, StringComparer.Ordinal)]);
        }

        if (!verbose && files.Length > MostFiles)
        {
            page.Line(new Part($"  {page.Glyphs.Ellipsis} {files.Length - MostFiles} more files (--verbose)", Page.Dim));
        }
    }

    private void WriteFile(Finding[] defects)
    {
        Finding[] shown = verbose ? defects : [.. defects.OrderByDescending(f => f.Severity).Take(MostPerFile).OrderBy(f => f.Location.Line).ThenBy(f => f.Location.Column)];
        int places = shown.Max(f => Place(f).Length);
        foreach (Finding finding in shown)
        {
            page.Wrapped(
                ["    ", Place(finding).PadLeft(places), "  ", new Part(Word(finding.Severity).PadRight(7), Look(finding.Severity)), "  "],
                ReportText.OneLine(finding.Message),
                suffix: new Part(finding.Rule.Id, Page.Accent));
        }

        if (defects.Length > shown.Length)
        {
            page.Line(new Part($"    {page.Glyphs.Ellipsis} {defects.Length - shown.Length} more (--verbose)", Page.Dim));
        }
    }

    private static string Place(Finding finding) => finding.Location switch
    {
        { Line: 0 } => "",
        { Column: 0 } location => $"{location.Line}",
        { } location => $"{location.Line}:{location.Column}",
    };

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    private static Style Look(Severity severity) => severity switch
    {
        Severity.Error => Page.Bad,
        Severity.Warning => Page.Missing,
        _ => Page.Dim,
    };

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
