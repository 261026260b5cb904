namespace RepoMaturity.Tool.Tests;

/// <summary>A folder that goes away with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("repo-maturity-").FullName;

    public TemporaryFolder With(string path, string text)
    {
        string file = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public string Read(string path) => File.ReadAllText(System.IO.Path.Combine(Path, path));

    /// <summary>A small Python repository whose linter blocks pull requests.</summary>
    public static TemporaryFolder Linted() => new TemporaryFolder()
        .With("README.md", "# Fraud model\n")
        .With("src/train.py", "def train(data):\n    return data\n")
        .With("tests/test_train.py", "from train import train\n\n\ndef test_train():\n    assert train(1) == 1\n")
        .With("pyproject.toml", "[project]\nname = \"fraud\"\n\n[tool.ruff.lint]\nselect = [\"E\", \"F\"]\n")
        .With("Makefile", "lint:\n\truff check src\n")
        .With(".github/workflows/ci.yml", "on: [pull_request]\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n    - run: make lint\n");

    public void Dispose()
    {
        // Git marks its objects read-only.
        foreach (string file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(Path, recursive: true);
    }
}
