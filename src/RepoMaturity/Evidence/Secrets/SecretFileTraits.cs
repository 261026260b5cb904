using System.Collections.Frozen;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>What a file's path says about the secrets to expect in it.</summary>
/// <param name="IsFixture">Below a folder of tests, documentation or examples, or named as a test.</param>
/// <param name="IsSettings">Unquoted values stand behind <c>=</c> and <c>:</c>: YAML, ini, shell, Dockerfile.</param>
/// <param name="IsCredentialFile">A file that exists to hold credentials, so that a weak value is one too.</param>
/// <param name="IsGenerated">A lock file, source map or minified code: names and values prove nothing, formats do.</param>
/// <param name="HoldsDefaults">Settings that somebody may deploy as they are, so that a default password is one; the services of a CI job live for minutes.</param>
internal sealed record SecretFileTraits(bool IsFixture, bool IsSettings, bool IsCredentialFile, bool IsGenerated, bool HoldsDefaults)
{
    private static readonly FrozenSet<string> FixtureFolders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "test", "tests", "testing", "testdata", "test_data", "fixtures", "fixture", "mocks", "__tests__", "spec", "specs", "doc", "docs", "documentation", "example", "examples", "sample", "samples", "demo", "demos");

    /// <summary>Ends of names by which languages tell tests that lie beside the code.</summary>
    private static readonly string[] TestNames =
    [
        "_test.go", "_test.py", "_test.rb", "_test.cc", "_test.dart", "Test.java", "Tests.java", "Test.kt", "Tests.kt", "Test.cs", "Tests.cs", "Spec.scala",
        ".test.js", ".test.ts", ".test.jsx", ".test.tsx", ".test.mjs", ".spec.js", ".spec.ts", ".spec.jsx", ".spec.tsx",
    ];

    private static readonly FrozenSet<string> SettingsExtensions = FrozenSet.Create(
        StringComparer.Ordinal,
        ".yml", ".yaml", ".ini", ".cfg", ".conf", ".config", ".properties", ".env", ".sh", ".bash", ".zsh", ".bat", ".cmd", ".dockerfile", ".mk", ".toml", ".cnf", ".envrc");

    private static readonly FrozenSet<string> CiFolders = FrozenSet.Create(StringComparer.Ordinal, ".github", ".gitlab-ci.yml", ".circleci", ".travis.yml", "azure-pipelines.yml");

    private static readonly FrozenSet<string> LockFiles = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "packages.lock.json", "project.assets.json", "conda-lock.yml", "go.sum", "pixi.lock", "uv.lock");

    /// <summary>Judges a file by its path.</summary>
    public static SecretFileTraits Of(SnapshotFile file)
    {
        bool shellLike = file.Extension.Length == 0 && (file.Name.StartsWith('.') || file.Name.Contains("rc", StringComparison.Ordinal) || !file.Name.Contains('.'));
        bool isSettings = shellLike || file.Name.StartsWith("Dockerfile", StringComparison.Ordinal) || SettingsExtensions.Contains(file.Extension) || TrackedCredentialFile.IsEnvironmentFile(file.Name);
        return new SecretFileTraits(
            file.Directory.Split('/').Any(FixtureFolders.Contains) || TestNames.Any(n => file.Name.EndsWith(n, StringComparison.Ordinal)),
            isSettings,
            TrackedCredentialFile.Holds(file.Path),
            LockFiles.Contains(file.Name) || file.Extension is ".lock" or ".map" or ".svg"
                || file.Name.EndsWith(".min.js", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".min.css", StringComparison.OrdinalIgnoreCase),
            isSettings && !CiFolders.Contains(file.Path.Split('/')[0]));
    }
}
