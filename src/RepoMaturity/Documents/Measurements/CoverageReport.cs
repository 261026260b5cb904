namespace RepoMaturity.Documents.Measurements;

/// <summary>What a report of test coverage says in all.</summary>
/// <param name="Format">Its format, such as <c>Cobertura</c>.</param>
/// <param name="Covered">Lines that a test ran.</param>
/// <param name="Total">Lines that could be run; more than none when there is no problem.</param>
/// <param name="Problem">Why it could not be read, or null.</param>
internal sealed record CoverageReport(string Format, int Covered, int Total, ParseProblem? Problem = null)
{
    public static CoverageReport Of(string format, int covered, int total) =>
        total <= 0 ? Wrong($"the {format} report counts no line; give one that measures lines")
        : covered < 0 || covered > total ? Wrong($"the {format} report counts {covered} of {total} lines as covered, which cannot be")
        : new CoverageReport(format, covered, total);

    public static CoverageReport Wrong(string message, int line = 1) => new("", 0, 0, new ParseProblem(message, line));
}
