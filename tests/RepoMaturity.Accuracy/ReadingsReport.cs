using System.Globalization;

namespace RepoMaturity.Accuracy;

/// <summary>Writes what people said of verdicts that they read, and whether the tool still says the same.</summary>
internal static class ReadingsReport
{
    /// <summary>Writes verdicts to be read, with the columns of readings.tsv and the message beside them.</summary>
    public static void WriteDraw(TextWriter writer, IEnumerable<(ReadVerdict Verdict, string Message)> drawn)
    {
        writer.WriteLine($"{VerdictReading.Header}\tmessage");
        foreach ((ReadVerdict v, string message) in drawn)
        {
            writer.WriteLine($"{v.Repository}\t{v.Commit}\t{v.Rule}\t{v.Kind}\t{v.Place}\t\t\t{message}");
        }
    }

    /// <summary>
    /// Precision of each kind: the share of right readings among right and wrong ones. "Now" leaves out the wrong ones that the tool no
    /// longer says; these, and right ones that it no longer says, are what a change of the rules did.
    /// </summary>
    public static void Write(TextWriter writer, IReadOnlyList<VerdictReading> readings, string repositories, TextWriter progress)
    {
        HashSet<string> read = [.. readings.Select(r => r.Verdict.Repository)];
        VerdictPool pool = VerdictPool.Scan(repositories, read.Contains, progress);
        HashSet<(string, string)> clones = [.. pool.All.Select(v => (v.Verdict.Repository, v.Verdict.Commit))];
        HashSet<(string, string, string, string)> said = [.. pool.All.Select(v => Key(v.Verdict))];
        bool Scanned(VerdictReading r) => clones.Contains((r.Verdict.Repository, r.Verdict.Commit));
        bool Said(VerdictReading r) => !Scanned(r) || said.Contains(Key(r.Verdict));

        writer.WriteLine("| kind | read | right | wrong | arguable | precision | wrong now | precision now |");
        writer.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach ((string kind, VerdictReading[] rows) in readings.GroupBy(r => r.Verdict.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.ToArray())).Append(("all", [.. readings])))
        {
            int right = rows.Count(r => r.Judgement == "right");
            int wrong = rows.Count(r => r.Judgement == "wrong");
            int left = rows.Count(r => r.Judgement == "wrong" && Said(r));
            writer.WriteLine($"| {kind} | {rows.Length} | {right} | {wrong} | {rows.Length - right - wrong} | {Share(right, wrong)} | {left} | {Share(right, left)} |");
        }

        WriteList(writer, "Read as wrong, and still said", readings.Where(r => r.Judgement == "wrong" && Scanned(r) && Said(r)));
        WriteList(writer, "Read as right, and no longer said", readings.Where(r => r.Judgement == "right" && !Said(r)));
        foreach (string name in readings.Where(r => !Scanned(r)).Select(r => $"{r.Verdict.Repository} at {r.Verdict.Commit}").Distinct())
        {
            writer.WriteLine($"Not held against the tool: no clone of {name}.");
        }
    }

    /// <summary>Several fails of a rule are told apart by their file, not by their line; what else proves the same verdict is the same verdict.</summary>
    private static (string Repository, string Rule, string Kind, string Path) Key(ReadVerdict v) =>
        (v.Repository, v.Rule, v.Kind, v.Kind == "fail" ? v.Place.Split(':')[0] : "");

    private static string Share(int right, int wrong) => right + wrong == 0 ? "" : ((double)right / (right + wrong)).ToString("0.000", CultureInfo.InvariantCulture);

    private static void WriteList(TextWriter writer, string title, IEnumerable<VerdictReading> rows)
    {
        writer.WriteLine($"\n## {title}\n");
        foreach (VerdictReading r in rows)
        {
            writer.WriteLine($"- {r.Verdict.Repository} {r.Verdict.Rule} {r.Verdict.Kind} {r.Verdict.Place}: {r.Reason}");
        }
    }
}
