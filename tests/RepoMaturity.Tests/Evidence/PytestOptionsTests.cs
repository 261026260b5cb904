using RepoMaturity.Documents;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Evidence;

/// <summary><c>addopts</c> of the configuration that pytest itself would choose.</summary>
public class PytestOptionsTests
{
    [Theory]
    [InlineData("pytest.ini", "[pytest]\naddopts = --cov=src\n    -n 4\n", "--cov=src -n 4")]
    [InlineData("setup.cfg", "[tool:pytest]\naddopts = -m \"not slow\"\n", "-m not slow")]
    [InlineData("tox.ini", "[pytest]\naddopts = --mypy\n", "--mypy")]
    [InlineData("pyproject.toml", "[tool.pytest.ini_options]\naddopts = [\"--cov\", \"--flake8\"]\n", "--cov --flake8")]
    [InlineData("pyproject.toml", "[tool.pytest.ini_options]\naddopts = \"--cov --flake8\"\n", "--cov --flake8")]
    [InlineData("setup.cfg", "[pytest]\naddopts = --cov\n", "")]
    [InlineData("tox.ini", "[testenv]\naddopts = --cov\n", "")]
    public void Options_of_a_file(string file, string text, string expected) =>
        Assert.Equal((expected + " -q").Trim(), Arguments(["-q"], "", (file, text)));

    [Fact]
    public void The_first_file_with_the_table_is_used_alone() =>
        Assert.Equal("-q", Arguments(["-q"], "", ("pytest.ini", "[pytest]\nxfail_strict = true\n"), ("setup.cfg", "[tool:pytest]\naddopts = --cov\n")));

    [Fact]
    public void The_nearest_folder_above_the_first_path_wins() =>
        Assert.Equal(
            "--cov=api api/tests",
            Arguments(["api/tests"], "", ("pytest.ini", "[pytest]\naddopts = -v\n"), ("api/pytest.ini", "[pytest]\naddopts = --cov=api\n"), ("api/tests/test_a.py", "")));

    [Fact]
    public void The_working_folder_counts() =>
        Assert.Equal("--cov=api", Arguments([], "api", ("api/pytest.ini", "[pytest]\naddopts = --cov=api\n")));

    [Fact]
    public void A_file_named_on_the_command_line_wins() =>
        Assert.Equal("--cov -c ci/pytest.ini", Arguments(["-c", "ci/pytest.ini"], "", ("pytest.ini", "[pytest]\naddopts = -v\n"), ("ci/pytest.ini", "[pytest]\naddopts = --cov\n")));

    [Fact]
    public void The_command_stays_the_last_step_of_the_trail()
    {
        Execution execution = Complete("pytest", [], "", ("pytest.ini", "[pytest]\naddopts = --cov\n"));
        Assert.Equal([".ci.yml:1 step", "pytest.ini:2 addopts", "Makefile:7 pytest"], execution.Trail.Select(t => t.ToString()));
    }

    [Fact]
    public void Other_programs_are_left_alone() =>
        Assert.Empty(Complete("ruff", [], "", ("pytest.ini", "[pytest]\naddopts = --cov\n")).Arguments);

    private static string Arguments(string[] arguments, string folder, params (string Path, string Text)[] files) =>
        string.Join(' ', Complete("pytest", arguments, folder, files).Arguments);

    private static Execution Complete(string name, string[] arguments, string folder, params (string Path, string Text)[] files)
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("example", files);
        TrailStep[] trail = [new(new Location(".ci.yml", 1), "step"), new(new Location("Makefile", 7), name)];
        return new PytestOptions(new DocumentSet(snapshot)).Complete(new Execution(ExecutionKind.Command, name, arguments, Executor.Ci, trail) { WorkingDirectory = folder });
    }
}
