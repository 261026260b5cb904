namespace RepoMaturity.Tool;

/// <summary>What the process tells its caller; documented in the help.</summary>
internal static class ExitCodes
{
    /// <summary>All is fine.</summary>
    public const int Success = 0;

    /// <summary>A gate failed: <c>--fail-on</c>, <c>--min-level</c> or <c>--min-score</c>.</summary>
    public const int GateFailed = 1;

    /// <summary>Wrong use, or a wrong configuration.</summary>
    public const int WrongUse = 2;

    /// <summary>A defect of this tool.</summary>
    public const int InternalError = 3;

    /// <summary>The repository holds no file.</summary>
    public const int NothingToScan = 4;

    /// <summary>Stopped with Ctrl-C, as shells report it.</summary>
    public const int Interrupted = 130;
}
