using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Evidence;

/// <summary>How many of some tests a set of executions selects.</summary>
/// <param name="Selected">Tests that are selected for sure.</param>
/// <param name="Hidden">Tests of which a variable or a condition decides.</param>
/// <param name="First">The first run with a test that it selects.</param>
/// <param name="FirstHidden">The first run with a test that it may select.</param>
internal sealed record TestRuns(int Selected, int Hidden, (Execution Run, KnownTest Test)? First, (Execution Run, KnownTest Test)? FirstHidden)
{
    public static TestRuns Of(RepositoryEvidence evidence, IReadOnlyList<KnownTest> tests, IEnumerable<Execution> executions)
    {
        bool?[] states = new bool?[tests.Count];
        Array.Fill(states, false);
        (Execution, KnownTest)? first = null;
        (Execution, KnownTest)? hidden = null;
        foreach (Execution execution in executions.DistinctBy(e => $"{e.Name}\n{e.WorkingDirectory}\n{string.Join('\n', e.Arguments)}"))
        {
            TestSelection selection = new(evidence.Snapshot, execution);
            for (int i = 0; i < states.Length; i++)
            {
                bool? selected = states[i] is true ? false : selection.Selects(tests[i].Test);
                selected = selected is true && tests[i].Test.IsConditional ? null : selected;
                if (selected is true)
                {
                    states[i] = true;
                    first ??= (execution, tests[i]);
                }
                else if (selected is null)
                {
                    states[i] = null;
                    hidden ??= (execution, tests[i]);
                }
            }
        }

        return new TestRuns(states.Count(s => s is true), states.Count(s => s is null), first, hidden);
    }

    /// <summary>Executions in CI of what runs tests.</summary>
    public static IEnumerable<Execution> Runners(RepositoryEvidence evidence, bool enforced) => evidence.Technologies.Facts("test-runner")
        .Where(f => f.Strength == Strength.Enforced || (!enforced && f.Strength == Strength.Run))
        .Select(f => f.Execution)
        .OfType<Execution>();
}
