using RepoMaturity.Documents;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>How much of own code or of the tests executions look at, by their folder and the paths among their arguments.</summary>
internal static class ExecutionScope
{
    /// <summary>Share in [0, 1] of the bytes of own source that lie in the scope of at least one execution; 1 when there is no source.</summary>
    public static double OfCode(RepositoryEvidence evidence, IEnumerable<Execution> executions)
    {
        List<string> scopes = Scopes(evidence, executions);
        long all = 0;
        long covered = 0;
        foreach (SnapshotFile file in evidence.Code.Files)
        {
            if (!evidence.Trees.IsTest(file))
            {
                all += file.Size;
                covered += scopes.Any(s => RepositoryPath.IsWithin(file.Path, s)) ? file.Size : 0;
            }
        }

        return all == 0 ? 1 : (double)covered / all;
    }

    /// <summary>Share in [0, 1] of the tests that lie in the scope of at least one execution; 1 when there are none.</summary>
    public static double OfTests(RepositoryEvidence evidence, IEnumerable<Execution> executions)
    {
        ILookup<bool, Execution> runs = executions.ToLookup(e => Scenarios.Runners.Contains(e.Name));
        List<string> scopes = Scopes(evidence, runs[false]);
        List<string> scenarios = Scopes(evidence, runs[true]);
        IReadOnlyList<TestMethod> tests = evidence.Tests;
        return tests.Count == 0 ? 1
            : (double)tests.Count(t => (t.Location.Path!.EndsWith(Scenarios.Extension, StringComparison.Ordinal) ? scenarios : scopes).Any(s => RepositoryPath.IsWithin(t.Location.Path, s))) / tests.Count;
    }

    /// <summary>The folder of what CI runs as a program or tests, and the folders and files that it names; what CI only lints or formats does not run.</summary>
    public static IEnumerable<string> Run(CommandGraph commands, RepositorySnapshot snapshot, IReadOnlyList<Technology> technologies)
    {
        ExecutionSignature[] runners = [.. technologies.Where(t => t.Capabilities.Any(c => c is "program-runner" or "test-runner" or "notebook-execution")).SelectMany(t => t.Executions)];
        return commands.Executions
            .Where(e => e is { Executor: Executor.Ci, WorkingDirectory: not null } && runners.Any(r => TechnologyMatcher.Matches(r, e)))
            .SelectMany(e => Operands(e).Select(a => Named(snapshot, e.WorkingDirectory!, a)).OfType<string>().Append(e.WorkingDirectory!))
            .Distinct();
    }

    /// <summary>Arguments that are no options; of an interpreter only the program, since the others are that program's own.</summary>
    private static IEnumerable<string> Operands(Execution execution)
    {
        bool isInterpreter = execution.Name is "python";
        for (int i = isInterpreter ? CommandWords.Skip(execution.Arguments, 0, ["-W", "-X"]) : 0; i < execution.Arguments.Count; i++)
        {
            if (PytestArguments.Split(execution.Arguments, hasOptions: true, ref i) is ("", { } operand))
            {
                yield return operand;
                if (isInterpreter)
                {
                    yield break;
                }
            }
        }
    }

    private static List<string> Scopes(RepositoryEvidence evidence, IEnumerable<Execution> executions)
    {
        HashSet<string> scopes = new(StringComparer.Ordinal);
        foreach (Execution execution in executions)
        {
            // A folder that cannot be told is taken for all; so is a project or solution of .NET, which builds what it refers to.
            string[] named = execution.WorkingDirectory is not { } directory || execution.Name is "dotnet" or "msbuild" or "MSBuild" ? [""]
                : [.. execution.Arguments.SelectMany(a => Named(evidence.Snapshot, directory, a) is { } path ? [path] : Expanded(evidence.Snapshot, directory, a))];
            scopes.UnionWith(named.Length > 0 ? named : [execution.WorkingDirectory!]);
        }

        return [.. scopes];
    }

    /// <summary>Files that the shell puts in the place of a pattern such as <c>*.py</c>.</summary>
    private static IEnumerable<string> Expanded(RepositorySnapshot snapshot, string directory, string argument) =>
        argument.StartsWith('-') || !argument.Contains('*', StringComparison.Ordinal) || RepositoryPath.Combine(directory, argument) is not { } path || path.EndsWith('*') ? []
        : FilePattern.Find(snapshot, [new FilePattern("/" + path)]).Select(f => f.Path);

    /// <summary>The folder or source file that an argument names, or null.</summary>
    internal static string? Named(RepositorySnapshot snapshot, string directory, string argument)
    {
        int node = argument.IndexOf("::", StringComparison.Ordinal);
        string text = node > 0 ? argument[..node] : argument;
        if (text.Length == 0 || text.StartsWith('-') || RepositoryPath.Combine(directory, text.TrimEnd('*')) is not { } path)
        {
            return null;
        }

        return snapshot.HasDirectory(path) || snapshot.Find(path) is { Extension: ".py" or ".cs" or ".ipynb" or Scenarios.Extension } ? path : null;
    }
}
