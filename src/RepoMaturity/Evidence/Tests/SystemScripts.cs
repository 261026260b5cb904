using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Programs and scripts that are named as tests of a whole system: <c>scripts/smoke_test.sh</c>, <c>tests/integration/run.sh</c>.</summary>
internal static class SystemScripts
{
    /// <summary>What scripts are called that do the work of their folder; others there prepare it.</summary>
    private static readonly string[] Verbs = ["run", "test", "tests", "verify", "check", "validate"];

    /// <summary>Commands that test nothing by themselves.</summary>
    private static readonly string[] Idle =
        ["export", "echo", "printf", "cd", "source", ".", "set", "sleep", "mkdir", "cp", "rm", "pip", "aws", "az", "gcloud", "gsutil", "date", "local", "declare"];

    public static IEnumerable<(SnapshotFile File, TestKind Kind)> Find(RepositoryEvidence evidence)
    {
        HashSet<string> tests = [.. evidence.Tests.Select(t => t.Location.Path)];
        return
            from file in evidence.Snapshot.Files
            where file.HasContent && file.Size > 0 && file.Extension is ".sh" or ".bash" or ".ps1" or ".bat" or ".cmd" or ".py"
            let name = Path.GetFileNameWithoutExtension(file.Name)
            let kind = TestKinds.Named(name) ?? (file.Extension != ".py" && TestKinds.Words(name).Any(Verbs.Contains) ? TestKinds.OfPath(evidence, file.Path) : null)
            where kind is not null && evidence.Trees.IsOwn(file) && !tests.Contains(file.Path) && (file.Extension == ".py" ? IsProgram(evidence, file) : Tests(evidence, file))
            select (file, kind.Value);
    }

    /// <summary>CI executions that go through a script.</summary>
    public static IEnumerable<Execution> RunsOf(RepositoryEvidence evidence, SnapshotFile file) => evidence.Executions.Where(e =>
        e.Executor == Executor.Ci
        && (e.Trail.Any(s => s.Location.Path == file.Path)
            || IsModule(e.Name, file)
            || (e.Name is "python" or "bash" or "sh" or "pwsh" or "powershell" && e.WorkingDirectory is { } directory && e.Arguments.FirstOrDefault(a => !a.StartsWith('-')) is { } script
                && (IsModule(script, file) || RepositoryPath.Combine(directory, script) == file.Path))));

    /// <summary><c>python -m package.smoke_test</c>.</summary>
    private static bool IsModule(string name, SnapshotFile file) =>
        file.Extension == ".py" && name.Contains('.', StringComparison.Ordinal) && ("/" + file.Path).EndsWith("/" + name.Replace('.', '/') + ".py", StringComparison.Ordinal);

    /// <summary>
    /// False for a script of the shell that only calls a cloud and sets variables: with whatever answer, nothing in it says what would be right.
    /// </summary>
    private static bool Tests(RepositoryEvidence evidence, SnapshotFile file) =>
        file.Extension is not (".sh" or ".bash") || evidence.Documents.Text(file) is not { } text || ShellScript.Parse(text).Commands.Any(c =>
            c.Words.Count > 0 && (c.IsConditional || !Idle.Contains(c.Words[0].Text)));

    private static bool IsProgram(RepositoryEvidence evidence, SnapshotFile file) =>
        PythonModule.Of(evidence.Documents, file)?.Calls.Any(c => c.IsUnderMain || c.Enclosing is null) is true;
}
