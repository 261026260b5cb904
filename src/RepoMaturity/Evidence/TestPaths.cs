using System.Collections.Concurrent;
using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Tells test code by folder and name, and by content where a name alone would lie.</summary>
/// <remarks>
/// A folder of tests makes everything in it test code, helpers too. Outside, <c>t_test.py</c> may be statistics and <c>test.py</c> an
/// evaluation script, and a project named <c>X.Test</c> may be a console program: these must hold a test. Tests inside a template are
/// stubs for the repositories made from it and test nothing here.
/// </remarks>
internal sealed class TestPaths(DocumentSet documents)
{
    private static readonly string[] Folders =
        ["test", "tests", "__tests__", "unittest", "unittests", "unit_test", "unit_tests", "unit-tests", "integration_test", "integration_tests", "integration-tests", "e2e", "testcases", "test_fixtures"];

    private static readonly string[] Projects = [".tests", ".unittests", ".unittest", ".integrationtests", ".functionaltests", ".specs"];

    private static readonly string[] PythonMarks = ["def test", "unittest", "pytest", "TestCase"];

    private static readonly string[] CSharpMarks = ["[Fact", "[Theory", "[Test]", "[Test(", "[TestMethod", "[TestCase", "[DataTestMethod", "[Property"];

    private readonly ConcurrentDictionary<string, bool> _proven = new(StringComparer.Ordinal);

    /// <summary>True when a segment of the path names a folder of tests, whatever it holds.</summary>
    public static bool HasTestFolder(string folder) => folder.Split('/').Any(IsTestFolder);

    /// <summary>True for test code in Python, notebooks and C#, and for anything in a folder of tests.</summary>
    public bool IsTest(SnapshotFile file)
    {
        if (file.Directory.Contains("{{", StringComparison.Ordinal))
        {
            return false;
        }

        if (HasTestFolder(file.Directory))
        {
            return true;
        }

        string name = Path.GetFileNameWithoutExtension(file.Name);
        return file.Extension switch
        {
            ".py" => name == "conftest" || ((name is "test" or "tests" || name.StartsWith("test_", StringComparison.Ordinal) || name.EndsWith("_test", StringComparison.Ordinal) || name.EndsWith("_tests", StringComparison.Ordinal)) && Holds(file, PythonMarks)),
            ".cs" => ProjectFolder(file) is { } project ? ProjectHoldsTests(project)
                : (name.EndsWith("Test", StringComparison.Ordinal) || name.EndsWith("Tests", StringComparison.Ordinal)) && Holds(file, CSharpMarks),
            ".csproj" => ProjectFolder(file) is { } project && ProjectHoldsTests(project),
            _ => false,
        };
    }

    private static bool IsTestFolder(string segment)
    {
        string name = segment.ToLowerInvariant();
        return Array.IndexOf(Folders, name) >= 0 || Projects.Any(p => name.EndsWith(p, StringComparison.Ordinal));
    }

    /// <summary>The outermost folder named like <c>X.Test</c>, or null.</summary>
    private static string? ProjectFolder(SnapshotFile file)
    {
        int end = file.Directory.IndexOf(".Test", StringComparison.OrdinalIgnoreCase);
        if (end < 0)
        {
            return null;
        }

        int slash = file.Directory.IndexOf('/', end);
        return slash < 0 ? file.Directory : file.Directory[..slash];
    }

    private bool ProjectHoldsTests(string folder) => _proven.GetOrAdd(folder + "/", _ =>
        documents.Snapshot.Files.Any(f => f.Extension == ".cs" && RepositoryPath.IsWithin(f.Path, folder) && Holds(f, CSharpMarks)));

    private bool Holds(SnapshotFile file, string[] marks) => _proven.GetOrAdd(file.Path, _ =>
        documents.Text(file) is { } text && marks.Any(m => text.Contains(m, StringComparison.Ordinal)));
}
