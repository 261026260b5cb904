using System.Text;
using RepoMaturity.Documents;
using RepoMaturity.Evidence.Secrets;
using RepoMaturity.Snapshots;
using static RepoMaturity.Tests.Evidence.Secrets.SecretSamples;

namespace RepoMaturity.Tests.Evidence.Secrets;

public class SecretEvidenceTests
{
    private static readonly string Key = "ghp_" + Checked();

    [Fact]
    public void Secrets_of_all_trees_come_in_path_order()
    {
        SecretEvidence evidence = Of(
            ("vendor/lib/a.py", $"x = '{Key}'\n"),
            ("node_modules/b/index.js", $"\nconst x = '{Key}'\n"),
            ("tests/test_a.py", $"x = '{Key}'\n"),
            ("src/a.py", "x = 1\n" + new string('#', 5_000)));
        Assert.Equal(["node_modules/b/index.js:2", "tests/test_a.py:1", "vendor/lib/a.py:1"], evidence.Matches.Select(m => m.Location.ToString()));
        Assert.Equal(["node_modules/b/index.js", "vendor/lib/a.py"], evidence.Matches.Where(SecretEvidence.IsSure).Select(m => m.Location.Path));
        Assert.Empty(evidence.Unread);
    }

    [Fact]
    public void Files_made_for_credentials_are_named_when_they_hold_some()
    {
        SecretEvidence evidence = Of(
            ("app/.env", "DB_PASSWORD=admin4711\n"),
            ("docker/.env", "COMPOSE_PROJECT_NAME=demo\n"),
            ("keys/server.key", PrivateKey()),
            ("tests/data/server.key", PrivateKey()));
        Assert.Equal(
            [("app/.env", true, false), ("keys/server.key", false, false), ("tests/data/server.key", false, true)],
            evidence.Files.Select(f => (f.Location.Path, f.IsEnvironment, f.IsFixture)));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_not_clean_and_a_picture_is_not_read()
    {
        using RepositorySnapshot snapshot = new(
            "r",
            null,
            [
                new SnapshotFile("config.py", 10, null, SnapshotFileMode.Regular, () => throw new SnapshotReadException("gone")),
                new SnapshotFile("logo.png", 10, null, SnapshotFileMode.Regular, () => throw new SnapshotReadException("gone")),
                new SnapshotFile("link", 10, null, SnapshotFileMode.SymbolicLink, () => Encoding.UTF8.GetBytes(Key)),
            ]);
        DocumentSet documents = new(snapshot);
        SecretEvidence evidence = new(documents);
        Assert.Equal(["config.py"], evidence.Unread.Select(f => f.Path));
        Assert.Equal(["config.py"], documents.Problems.Keys);
        Assert.Empty(evidence.Matches);
    }

    private static SecretEvidence Of(params (string Path, string Text)[] files)
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("r", files);
        return new SecretEvidence(new DocumentSet(snapshot));
    }
}
