namespace RepoMaturity.Evidence;

/// <summary>Tells options from paths, so that the value of an option is not taken for a folder of tests.</summary>
internal static class PytestArguments
{
    private static readonly string[] WithValue =
    [
        "-m", "-k", "-p", "-c", "-o", "-W", "-n", "-r", "--cov", "--cov-report", "--cov-config", "--cov-fail-under", "--rootdir", "--confcutdir", "--basetemp", "--ignore", "--ignore-glob",
        "--deselect", "--junitxml", "--junit-xml", "--maxfail", "--durations", "--timeout", "--tb", "--log-level", "--log-cli-level", "--import-mode", "--dist", "--numprocesses", "--color",
        "--filter", "--framework", "-f", "--configuration", "--logger", "-l", "--results-directory", "--collect", "--settings", "-s", "--verbosity", "-v", "--arch", "-a", "--runtime", "--property",
    ];

    // pytest's -s, -v, -l and -f take nothing.
    private static readonly string[] FlagsOfPytest = ["-s", "-v", "-l", "-f", "-a"];

    /// <summary>The option at <paramref name="at"/> with its value, which may be the next word; an empty option for a word that is none.</summary>
    public static (string Option, string? Value) Split(IReadOnlyList<string> arguments, bool hasOptions, ref int at)
    {
        string word = arguments[at];
        if (word.Length < 2 || word[0] != '-' || !hasOptions)
        {
            return word.StartsWith('-') ? (word, null) : ("", word);
        }

        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            return (word[..equals], word[(equals + 1)..]);
        }

        // `-m` of `-mslow`; dotnet's long options never begin with one dash and these letters alone.
        if (word.Length > 2 && word[1] is 'm' or 'k' && word[0] == '-' && word[1] != '-' && word.Length > 2)
        {
            return (word[..2], word[2..]);
        }

        bool takes = Array.IndexOf(WithValue, word) >= 0 && at + 1 < arguments.Count && (Array.IndexOf(FlagsOfPytest, word) < 0 || !LooksLikePath(arguments[at + 1]));
        return takes ? (word, arguments[++at]) : (word, null);
    }

    private static bool LooksLikePath(string word) => word.StartsWith('-') || word.AsSpan().IndexOfAny("/.") >= 0 || word.StartsWith("test", StringComparison.OrdinalIgnoreCase);
}
