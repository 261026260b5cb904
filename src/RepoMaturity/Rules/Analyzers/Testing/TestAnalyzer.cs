using RepoMaturity.Documents;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>A defect of tests: one finding for each file, at its first place and with the number of the others.</summary>
internal abstract class TestAnalyzer : RepositoryAnalyzer
{
    public sealed override void Analyze(AnalysisContext context)
    {
        if (context.Evidence.Tests.Count == 0)
        {
            context.NotApplicable("there are no tests");
        }

        foreach (IGrouping<string, TestMethod> file in context.Evidence.Tests.Where(IsDefect).GroupBy(t => t.Location.Path, StringComparer.Ordinal))
        {
            int others = file.Count() - 1;
            context.Fail(file.First().Location, file.First().Name + (others > 0 ? $" and {others} more in this file" : ""));
        }
    }

    protected abstract bool IsDefect(TestMethod test);
}

/// <summary>Tests that print or compute and assert nothing; smoke tests, which fail when the code raises, are not meant.</summary>
internal sealed class SilentTests : TestAnalyzer
{
    protected override bool IsDefect(TestMethod test) => test.IsSilent && !test.IsStub;
}

/// <summary>Tests that are empty, or that assert a constant.</summary>
internal sealed class StubTests : TestAnalyzer
{
    protected override bool IsDefect(TestMethod test) => test.IsStub;
}

/// <summary>Tests that are switched off without a word.</summary>
internal sealed class SkippedTests : TestAnalyzer
{
    protected override bool IsDefect(TestMethod test) => test.IsSkipped && !test.IsStub && test.SkipReason is null;
}
