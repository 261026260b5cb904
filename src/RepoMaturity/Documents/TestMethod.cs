using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents;

/// <summary>A test found in source, whatever the language and framework.</summary>
/// <param name="Name">Name with its class: <c>ModelTests.Predicts</c>.</param>
/// <param name="Location">The test's name, with its last line.</param>
/// <param name="AssertionCount">Statements that can fail it: its own, and those of helpers it calls; 0 when none can be seen.</param>
/// <param name="IsSkipped">True when it is switched off whatever the machine; a skip under a condition is none.</param>
/// <param name="SkipReason">The reason given, or null.</param>
/// <param name="IsStub">True when it cannot tell anything: empty, not implemented, or only a constant asserted.</param>
internal sealed record TestMethod(string Name, Location Location, int AssertionCount, bool IsSkipped, string? SkipReason, bool IsStub)
{
    /// <summary>
    /// True when it asserts nothing and leaves the verdict to a reader: it prints what it computed, compares and drops the outcome, or calls nothing that could fail. A smoke
    /// test, which only calls code that may raise, is not silent.
    /// </summary>
    public bool IsSilent { get; init; }

    /// <summary>Marks, categories and traits of the test, its class and its module, without their framework's prefix.</summary>
    public IReadOnlyList<string> Markers { get; init; } = [];

    /// <summary>True when a condition that cannot be seen here may skip it.</summary>
    public bool IsConditional { get; init; }

    /// <summary>True when it is switched on and can tell something.</summary>
    public bool IsLive => !IsStub && !IsSkipped;
}
