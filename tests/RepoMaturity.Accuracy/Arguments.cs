using System.Globalization;

namespace RepoMaturity.Accuracy;

/// <summary>Something given is wrong; the message says what to do.</summary>
internal sealed class AccuracyException(string message) : Exception(message);

/// <summary>What the command line asks for: exactly one of <see cref="Labels"/>, <see cref="Readings"/> and <see cref="Draw"/> is given.</summary>
/// <param name="Repositories">Folder of the clones.</param>
/// <param name="Labels">File of labels to compare with.</param>
/// <param name="Readings">File of verdicts that people read, to compare with.</param>
/// <param name="Draw">How many verdicts to draw for reading.</param>
/// <param name="Seed">What the draw depends on.</param>
/// <param name="Rules">What the ids of drawn rules begin with.</param>
/// <param name="Json">Where the comparison with labels is written.</param>
/// <param name="Fit">Whether thresholds are fitted on the labels.</param>
internal sealed record Arguments(string Repositories, string? Labels, string? Readings, int? Draw, int Seed, string Rules, string? Json, bool Fit)
{
    private const string Usage = """
        use: --repositories DIR --labels FILE [--json OUT] [--fit]
             --repositories DIR --readings FILE
             --repositories DIR --draw COUNT [--seed NUMBER] [--rules RM2]
        """;

    private static readonly string[] WithValue = ["--repositories", "--labels", "--readings", "--draw", "--seed", "--rules", "--json"];

    public static Arguments Parse(IReadOnlyList<string> args)
    {
        Dictionary<string, string?> given = new(StringComparer.Ordinal);
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            given[name] = name == "--fit" ? null
                : !WithValue.Contains(name) ? throw new AccuracyException($"'{name}' is not known here; {Usage}")
                : ++i < args.Count ? args[i] : throw new AccuracyException($"{name} needs a value; {Usage}");
        }

        int? Number(string name) => given.GetValueOrDefault(name) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw new AccuracyException($"{name} needs a whole number, not '{text}'; {Usage}");
        string[] modes = [.. new[] { "--labels", "--readings", "--draw" }.Where(given.ContainsKey)];
        return modes.Length != 1 ? throw new AccuracyException($"give one of --labels, --readings and --draw; {Usage}") : new Arguments(
            given.GetValueOrDefault("--repositories") ?? throw new AccuracyException($"--repositories is missing; {Usage}"),
            given.GetValueOrDefault("--labels"),
            given.GetValueOrDefault("--readings"),
            Number("--draw"),
            Number("--seed") ?? 1,
            given.GetValueOrDefault("--rules") ?? "",
            given.GetValueOrDefault("--json"),
            given.ContainsKey("--fit"));
    }
}
