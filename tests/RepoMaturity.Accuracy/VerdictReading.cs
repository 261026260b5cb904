using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RepoMaturity.Rules;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;

namespace RepoMaturity.Accuracy;

/// <summary>A verdict as it stands in readings.tsv: of one rule on one repository, at one place.</summary>
/// <param name="Repository">The clone's folder, <c>owner__name</c>.</param>
/// <param name="Commit">Full id of the commit that was scanned.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="Kind">Its result kind, as the JSON report writes it.</param>
/// <param name="Place"><c>path:line</c>, or empty.</param>
internal sealed record ReadVerdict(string Repository, string Commit, string Rule, string Kind, string Place);

/// <summary>A verdict with what a person who read the repository says of it.</summary>
/// <param name="Verdict">What was read.</param>
/// <param name="Judgement"><c>right</c>, <c>wrong</c> or <c>arguable</c>.</param>
/// <param name="Reason">The line that decides it.</param>
internal sealed record VerdictReading(ReadVerdict Verdict, string Judgement, string Reason)
{
    public const string Header = "repository\tcommit\trule\tkind\tplace\treading\treason";

    private const int Columns = 7;

    /// <exception cref="AccuracyException">The header or a row is not as readings.tsv asks; names the line.</exception>
    public static IReadOnlyList<VerdictReading> Load(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines is not [Header, ..])
        {
            throw new AccuracyException($"{path}:1: the header must be: {Header}");
        }

        return [.. lines.Skip(1).Select((line, i) => Parse(line, $"{path}:{i + 2}"))];
    }

    private static VerdictReading Parse(string line, string place) => line.Split('\t') switch
    {
        { Length: not Columns } cells => throw new AccuracyException($"{place}: {cells.Length} columns, {Columns} are needed"),
        [.., "right" or "wrong" or "arguable", _] cells => new VerdictReading(new ReadVerdict(cells[0], cells[1], cells[2], cells[3], cells[4]), cells[5], cells[6]),
        var cells => throw new AccuracyException($"{place}: '{cells[5]}' is no reading; use right, wrong or arguable"),
    };
}

/// <summary>The verdicts of today's rules on clones, to be drawn for reading or held against what was read.</summary>
internal sealed class VerdictPool
{
    private VerdictPool(IReadOnlyList<(ReadVerdict Verdict, string Message)> all) => All = all;

    public IReadOnlyList<(ReadVerdict Verdict, string Message)> All { get; }

    /// <summary>Scans the commit of each clone <c>owner__name</c> in a folder.</summary>
    public static VerdictPool Scan(string directory, Func<string, bool> wanted, TextWriter progress, string rules = "")
    {
        RuleCatalog builtIn = BuiltInRules.Load();
        RuleCatalog catalog = builtIn.Only(builtIn.Rules.Where(r => r.Id.StartsWith(rules, StringComparison.Ordinal)));
        List<(ReadVerdict, string)> all = [];
        foreach (string clone in Directory.GetDirectories(directory, "*__*").Where(d => wanted(Path.GetFileName(d))).Order(StringComparer.Ordinal))
        {
            progress.WriteLine(Path.GetFileName(clone));
            using RepositorySnapshot snapshot = SnapshotReader.Open(clone, "HEAD");
            DateOnly day = DateOnly.FromDateTime(snapshot.Commit!.AuthorDate.UtcDateTime);
            all.AddRange(RepositoryScanner.Scan(snapshot, catalog, new ScanOptions { AsOf = day }).Findings.Select(f => (
                new ReadVerdict(Path.GetFileName(clone), snapshot.Commit.Id, f.Rule.Id, Kind(f.Kind), f.Location.Path.Length > 0 ? f.Location.ToString() : ""),
                f.Message.ReplaceLineEndings(" ").Replace('\t', ' '))));
        }

        return new VerdictPool(all);
    }

    /// <summary>
    /// Draws verdicts by a seed: one of each rule and kind in turn, so that neither frequent rules nor frequent kinds nor repositories with
    /// many findings crowd out the others.
    /// </summary>
    public IEnumerable<(ReadVerdict Verdict, string Message)> Draw(int count, int seed) => All
        .GroupBy(v => (v.Verdict.Rule, v.Verdict.Kind))
        .SelectMany(cell => cell
            .GroupBy(v => v.Verdict.Repository)
            .OrderBy(r => Order(seed, $"{cell.Key} {r.Key}"))
            .Select((r, round) => (Verdict: r.MinBy(v => Order(seed, v.ToString())), Round: round, Cell: Order(seed, cell.Key.ToString()))))
        .OrderBy(d => d.Round).ThenBy(d => d.Cell)
        .Take(count)
        .Select(d => d.Verdict);

    private static string Kind(ResultKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static ulong Order(int seed, string text) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed} {text}"))));
}
