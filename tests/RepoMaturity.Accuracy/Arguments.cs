namespace RepoMaturity.Accuracy;

/// <summary>Something given is wrong; the message says what to do.</summary>
internal sealed class AccuracyException(string message) : Exception(message);

/// <summary>What the command line says.</summary>
internal sealed record Arguments(string Labels, string Repositories, string? Json, bool Fit)
{
    private const string Usage = "use: --labels FILE --repositories DIR [--json OUT] [--fit]";

    public static Arguments Parse(IReadOnlyList<string> args)
    {
        Dictionary<string, string?> given = new(StringComparer.Ordinal);
        for (int i = 0; i < args.Count; i++)
        {
            bool takesValue = args[i] is "--labels" or "--repositories" or "--json";
            if (!takesValue && args[i] != "--fit")
            {
                throw new AccuracyException($"'{args[i]}' is not known here; {Usage}");
            }

            given[args[i]] = !takesValue ? null : ++i < args.Count ? args[i] : throw new AccuracyException($"{args[^1]} needs a value; {Usage}");
        }

        string Needed(string name) => given.GetValueOrDefault(name) ?? throw new AccuracyException($"{name} is missing; {Usage}");
        return new Arguments(Needed("--labels"), Needed("--repositories"), given.GetValueOrDefault("--json"), given.ContainsKey("--fit"));
    }
}
