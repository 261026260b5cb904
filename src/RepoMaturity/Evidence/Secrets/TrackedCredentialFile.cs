using System.Collections.Frozen;
using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>Knows the files that exist to hold credentials and should not be tracked.</summary>
internal static class TrackedCredentialFile
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".netrc", "_netrc", ".pgpass", "pgpass.conf", ".npmrc", ".pypirc", ".dockercfg", ".git-credentials", ".htpasswd", "htpasswd", ".s3cfg", ".boto", ".credentials", "credentials", ".tugboat", ".esmtprc", ".msmtprc",
        ".fetchmailrc", ".my.cnf", ".mylogin.cnf", "kaggle.json", "kubeconfig", "shadow", "proftpdpasswd", "master.key", "filezilla.xml", "recentservers.xml", "sitemanager.xml", "WebServers.xml",
        "dbeaver-data-sources.xml", "robomongo.json", "logins.json", "sftp-config.json", "sftp.json", ".ftpconfig", "ftpsync.settings", ".remote-sync.json", "deployment-config.json", "wp-config.php",
        "terraform.tfvars", "secrets.yml", "secrets.yaml", "secrets.toml", "secrets.json", "local.settings.json", "service-account.json", "ventrilo_srv.ini");

    private static readonly FrozenSet<string> KeyNames = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519");
    private static readonly string[] TemplateWords = ["example", "sample", "template", "dist", "default", "defaults", "tmpl", "tpl", "j2", "jinja", "schema"];

    /// <summary>True for <c>.env</c> and its kin such as <c>.env.production</c>, but not for <c>.env.example</c>.</summary>
    public static bool IsEnvironmentFile(string name) =>
        (name.Equals(".env", StringComparison.OrdinalIgnoreCase) || name.StartsWith(".env.", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".env", StringComparison.OrdinalIgnoreCase)) && !IsTemplate(name);

    /// <summary>True when the name alone says that credentials are stored here; what it holds may still be harmless, see <see cref="HoldsSecret"/>.</summary>
    public static bool Holds(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        return !IsTemplate(name) && (Names.Contains(name) || IsEnvironmentFile(name) || path.EndsWith(".docker/config.json", StringComparison.Ordinal) || path.EndsWith(".kube/config", StringComparison.Ordinal));
    }

    /// <summary>True when the name says that this is a private key or a store of keys: <c>id_rsa</c>, <c>*.pfx</c>, <c>*.p12</c>, <c>*.jks</c>, <c>*.ppk</c>, <c>*.pem</c>, <c>*.key</c>.</summary>
    public static bool IsKeyFile(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        int dot = name.LastIndexOf('.');
        return KeyNames.Contains(name) || (dot >= 0 && name[dot..].ToLowerInvariant() is ".pfx" or ".p12" or ".jks" or ".keystore" or ".ppk" or ".pem" or ".key");
    }

    /// <summary>
    /// True when a tracked credential file really holds one: a match of the scanner, or a store of keys that is no text. A <c>.env</c> of
    /// plain settings, comments or empty values holds none.
    /// </summary>
    public static bool HoldsSecret(SnapshotFile file, ReadOnlySpan<byte> bytes, IReadOnlyList<SecretMatch> matches) =>
        (Holds(file.Path) || IsKeyFile(file.Path))
        && (matches.Count > 0 || (file.Extension is ".pfx" or ".p12" or ".jks" or ".keystore" && SourceText.IsBinary(bytes)));

    private static bool IsTemplate(string name) =>
        name.Split('.', '-', '_').Any(part => TemplateWords.Contains(part, StringComparer.OrdinalIgnoreCase));
}
