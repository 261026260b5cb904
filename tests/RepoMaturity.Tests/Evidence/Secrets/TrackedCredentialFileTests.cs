using System.Text;
using RepoMaturity.Evidence.Secrets;
using static RepoMaturity.Tests.Evidence.Secrets.SecretSamples;

namespace RepoMaturity.Tests.Evidence.Secrets;

public class TrackedCredentialFileTests
{
    [Theory]
    [InlineData(".env", true)]
    [InlineData("app/.env.production", true)]
    [InlineData("prod.env", true)]
    [InlineData(".env.example", false)]
    [InlineData(".env.sample", false)]
    [InlineData(".env.template", false)]
    [InlineData(".env.dist", false)]
    [InlineData("example.env", false)]
    [InlineData("environment.yml", false)]
    [InlineData(".netrc", true)]
    [InlineData("db/.pgpass", true)]
    [InlineData(".docker/config.json", true)]
    [InlineData("config.json", false)]
    [InlineData("terraform.tfvars.example", false)]
    public void A_credential_file_is_known_by_its_name(string path, bool expected) => Assert.Equal(expected, TrackedCredentialFile.Holds(path));

    [Theory]
    [InlineData("id_rsa", true)]
    [InlineData("id_rsa.pub", false)]
    [InlineData("certs/site.PFX", true)]
    [InlineData("a.p12", true)]
    [InlineData("a.py", false)]
    public void A_key_file_is_known_by_its_name(string path, bool expected) => Assert.Equal(expected, TrackedCredentialFile.IsKeyFile(path));

    [Theory]
    [InlineData("docker/.env", "COMPOSE_PROJECT_NAME=handson-ml3\n", false)]
    [InlineData(".env", "# API_KEY=\n# DB_PASSWORD=secret\n", false)]
    [InlineData(".env", "API_KEY=\nDEBUG=true\n", false)]
    [InlineData(".env", "DB_PASSWORD=admin4711\n", true)]
    [InlineData("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", false)]
    [InlineData("src/a.py", "DB_PASSWORD='admin4711'\n", false)]
    public void Settings_are_told_from_secrets(string path, string text, bool expected) =>
        Assert.Equal(expected, HoldsSecret(path, Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_key_file_counts_with_its_key() =>
        Assert.True(HoldsSecret("deploy.pem", Encoding.UTF8.GetBytes(PrivateKey())));

    [Fact]
    public void A_store_of_keys_is_no_text() =>
        Assert.True(HoldsSecret("site.pfx", [0x30, 0x82, 0x00, 0x01, 0, 0, 0, 0, 0]));

    private static bool HoldsSecret(string path, byte[] bytes) => TrackedCredentialFile.HoldsSecret(File(path), bytes, Scan(path, bytes));
}
