using System.Text;
using RepoMaturity.Evidence.Secrets;
using static RepoMaturity.Tests.Evidence.Secrets.SecretSamples;

namespace RepoMaturity.Tests.Evidence.Secrets;

public class SecretScannerTests
{
    public static TheoryData<string, string, int> Tokens()
    {
        string hex(int n) => Random(n, Hex);
        string mixed(int n) => Random(n);
        return new()
        {
            { "aws-access-key-id", AwsKey(), 0 },
            { "google-api-key", "AIza" + mixed(35), 0 },
            { "azure-client-secret", "Ab3" + "8Q~" + mixed(34), 0 },
            { "azure-annotated-key", mixed(52) + "JQQJ" + "99" + mixed(26), 0 },
            { "azure-cosmos-key", mixed(76) + "ACDb" + mixed(6) + "==", 0 },
            { "azure-storage-key", "AccountKey=" + mixed(86) + "==", "AccountKey=".Length },
            { "github-token", "ghp_" + Checked(), 0 },
            { "github-token", "github_" + "pat_" + mixed(22) + "_" + mixed(59), 0 },
            { "gitlab-token", "glpat-" + mixed(20), 0 },
            { "npm-token", "npm_" + Checked(), 0 },
            { "pypi-token", "pypi-AgEIcHlw" + "aS5vcmc" + mixed(120), 0 },
            { "nuget-key", "oy2" + Random(43, "abcdefghijklmnopqrstuvwxyz0123456789"), 0 },
            { "docker-token", "dckr_" + "pat_" + mixed(27), 0 },
            { "huggingface-token", "hf_" + Random(34, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), 0 },
            { "openai-key", "sk-" + mixed(20) + "T3Blbk" + "FJ" + Random(20, seed: 3), 0 },
            { "openai-key", "sk-" + "proj-" + mixed(120), 0 },
            { "anthropic-key", "sk-" + "ant-api03-" + mixed(93) + "AA", 0 },
            { "databricks-token", "dapi" + hex(32), 0 },
            { "pinecone-key", "pcsk_" + mixed(6) + "_" + mixed(63), 0 },
            { "slack-token", "xoxb-" + "123984756102-839201746512-" + mixed(24), 0 },
            { "slack-webhook", "https://hooks.slack" + ".com/services/T0" + "2AB3CD4/B0" + "2EF5GH6/" + mixed(24), "https://hooks.slack.com/services/".Length },
            { "sendgrid-key", "SG." + mixed(22) + "." + mixed(43), 0 },
            { "stripe-key", "sk_" + "live_" + mixed(24), 0 },
            { "telegram-token", "8273645190:" + "AA" + mixed(33), 0 },
            { "digitalocean-token", "dop_" + "v1_" + hex(64), 0 },
            { "grafana-token", "glsa_" + mixed(32) + "_" + hex(8), 0 },
            { "vault-token", "hvs." + mixed(90), 0 },
            { "terraform-token", mixed(14) + ".atlas" + "v1." + mixed(67), 0 },
            { "postman-key", "PMAK-" + hex(24) + "-" + hex(34), 0 },
        };
    }

    [Theory]
    [MemberData(nameof(Tokens), DisableDiscoveryEnumeration = true)]
    public void A_token_is_found_wherever_it_stands_and_is_never_shown(string detector, string text, int skipped)
    {
        string secret = text[skipped..];
        foreach ((string path, string before, string after) in new[]
        {
            ("src/a.py", "x = 1\nclient(\"", "\")\n"),
            ("a.ipynb", "{\"source\": [\"a\\n", "\\n\"]}"),
            ("notes.txt", "", ""),
            ("a.cs", "// é\r\n  ", "\r\nrest"),
        })
        {
            SecretMatch match = Assert.Single(Scan(path, before + text + after));
            Assert.Equal(detector, match.Detector);
            Assert.Equal(SecretConfidence.High, match.Confidence);
            int lastBreak = before.LastIndexOf('\n');
            Assert.Equal(before.Count(c => c == '\n') + 1, match.Location.Line);
            Assert.Equal(before.Length - lastBreak + skipped, match.Location.Column);
            Assert.Equal(match.Location.Column + secret.Length, match.Location.EndColumn);
            AssertHidden(secret, match);
        }
    }

    public static TheoryData<string, string, string, string> Assignments() => new()
    {
        { "a.py", "password = \"", "Tr4vel" + "ling!", "\"" },
        { "a.py", "db_password: str = '", "Tr4vel" + "ling!", "'" },
        { "a.ipynb", "{\"source\": [\"api_key = \\\"", Random(32), "\\\"\\n\"]}" },
        { "a.json", "{\"clientSecret\": \"", Random(32), "\"}" },
        { "docker-compose.yml", "      POSTGRES_PASSWORD: ", "Tr4vel" + "ling!", "\n" },
        { "docker-compose.yml", "      - DB_PASSWORD=", "Tr4vel" + "ling!", "\n" },
        { "deploy.yaml", "  - name: DB_PASSWORD\n    value: \"", "Tr4vel" + "ling!", "\"\n" },
        { "train.sh", "export WANDB_API_KEY=", Random(40, Hex), "\n" },
        { "a.py", "wandb.login(key=\"", Random(40, Hex), "\")" },
        { "a.py", "neptune.init(api_token=\"", "eyJhcGlfYWRkcmVzcyI6" + Random(80), "\")" },
        { "a.py", "os.environ[\"COHERE_API_KEY\"] = \"", Random(40), "\"" },
        { "web.config", "<add key=\"ApiKey\" value=\"", Random(32), "\" />" },
        { "config.xml", "<Password>", "Tr4vel" + "ling!", "</Password>" },
        { "a.php", "define('AUTH_KEY', '", Random(64, "abcdefgh#$%;,.|~+^&*IJKLMNOP01234567"), "');" },
        { "appsettings.json", "{\"Db\": \"Server=db.contoso.com;Database=x;User Id=sa2;Password=", "Tr4vel" + "ling!", ";Encrypt=true\"}" },
        { "a.py", "engine = create_engine(\"postgresql://app:", "Tr4vel" + "ling!", "@db.contoso.com:5432/x\")" },
        { ".env", "DB_PASSWORD=", "admin" + "4711", "\n" },
        { ".netrc", "machine api.contoso.com login me password ", "pass" + "4711", "\n" },
        { "db/.pgpass", "db.contoso.com:5432:main:me:", "geh" + "eim", "\n" },
        { ".npmrc", "//registry.npmjs.org/:_authToken=", "26dfe8d8-889b-4380-92ff-" + Random(12, Hex), "\n" },
        { ".git-credentials", "https://me:", "pass" + "word!#@498", "@github.com" },
        { ".pypirc", "[pypi]\nusername = me\npassword = ", "geheim" + "4711", "\n" },
        { ".docker/config.json", "{\"auths\": {\"x\": {\"auth\": \"", Convert.ToBase64String("me:geheim4711"u8), "\"}}}" },
        { "filezilla/sitemanager.xml", "<Pass encoding=\"base64\">", Convert.ToBase64String("geheim4711"u8), "</Pass>" },
        { "k8s/secret.yaml", "apiVersion: v1\nkind: Secret\ndata:\n  db-password: ", Convert.ToBase64String("Tr4velling!"u8), "\n" },
    };

    [Theory]
    [MemberData(nameof(Assignments), DisableDiscoveryEnumeration = true)]
    public void A_value_is_found_by_its_name_or_by_its_file(string path, string before, string secret, string after)
    {
        SecretMatch match = Assert.Single(Scan(path, before + secret + after));
        Assert.True(match.Confidence >= SecretConfidence.Medium);
        Assert.Equal(before.Length - before.LastIndexOf('\n'), match.Location.Column);
        Assert.Equal(match.Location.Column + secret.Length, match.Location.EndColumn);
        AssertHidden(secret, match);
    }

    [Theory]
    [InlineData("a.env.example", "API_KEY=\nDB_PASSWORD=\n")]
    [InlineData(".env", "# DB settings\nCOMPOSE_PROJECT_NAME=handson-ml3\nDB_PASSWORD=\nTOKEN=${TOKEN}\n")]
    [InlineData("a.yml", "password: changeme\nPOSTGRES_PASSWORD: YOUR_PASSWORD\nES: foobar\nSECRET_KEY: UPDATEME\nELASTIC_PASSWORD: changeme\n")]
    [InlineData("a.py", "api_key = \"YOUR_API_KEY\"\ntoken = 'hf_...'\npassword = '<your-password>'\nsecret='xxxxxxxxxxxxxxxxxxxx'\n")]
    [InlineData("a.py", "password = os.environ.get('DB_PASSWORD1')\nservice_principal_password=os.environ.get(\"SP_PASSWORD_4711\")\nkey = get_key('vault/path/1')\n")]
    [InlineData("a.py", "mask_token=\"[MASK]\"\nself._cls_token = \"@@START9@@\"\ntoken=\"<|endoftext|>\"\npad_token = '[PAD]'\n")]
    [InlineData("a.yml", "token: ${{ secrets.GITHUB_TOKEN }}\npassword: $(DB_PASSWORD)\nkey: %API_KEY%\napi_key: {{ api_key }}\n")]
    [InlineData("a.yml", "role-to-assume: arn:aws:iam::593241322649:role/github-actions-madewithml\n")]
    [InlineData("a.md", "postgres://username:password@host:5432/db and https://user:pass@example.com and redis://:${PW}@cache.contoso.com\n")]
    [InlineData("a.md", "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n")]
    [InlineData("a.fasta", ">sp|P12345\nMKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAKIA\nAKIAVDSLGLTPEELLKAGI\n")]
    [InlineData("a.csv", "id,sequence\n1,AKIAVDSLGLTPEELLKAGI\n")]
    [InlineData("a.yml", "uses: actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3\nkey: github-8f4b7f84864484a7bf31766abe9204da3cbe65b3\ngithub_sha: 8f4b7f84864484a7bf31766abe9204da3cbe65b3\n")]
    [InlineData("poetry.lock", "content-hash = \"ddd4aeec3d2fa9ffbea4f0ea33c06a8e9c8e5c4a8a1d4a8d1c2b6c1d7f7a9d11\"\nkey = \"ddd4aeec3d2fa9ffbea4f0ea33c06a8e9c8e5c4a8a1d4a8d1c2b6c1d7f7a9d11\"\n")]
    [InlineData("a.json", "{\"sessionToken\": \"123e4567-e89b-12d3-a456-426614174000\", \"public_key\": \"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKB\"}")]
    [InlineData("Dockerfile", "#    echo \"c.NotebookApp.password = 'sh" + "a1:67c9e60bb8b6:9ffede0825894254b2e042ea597d771089e11aed'\"\n")]
    [InlineData("a.md", "-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----\n")]
    [InlineData("a.py", "if text.startswith(\"-----BEGIN RSA PRIVATE KEY-----\"):\n    raise ValueError('private keys are not allowed here at all, please remove them')\n")]
    [InlineData("a.yaml", "apiVersion: v1\nkind: Secret\ndata:\n  password: Y2hhbmdlbWU=\n  token: {{ .Values.token | b64enc }}\n")]
    [InlineData("a.txt", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c")]
    [InlineData("a.py", "'access_token': '2YotnFZFEjr1zCsicMWpAA',\n'refresh_token': 'tGzv3JOkF0XG5Qx2TlKWIA',\n")]
    [InlineData("a.rst", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzb21lIjoicGF5bG9hZCJ9.4twFt5NiznN84AWoo1d7KO1T_yoc0Z6XOpOVswacPZg")]
    [InlineData("a.md", "cvs://:pserver:anoncvs@sources.redhat.com:/cvs/src https://user:he%2F%2Fo@pypi.company.com/simple")]
    [InlineData("a.cs", "new(\"GitLab trigger token\", \"glptt-[0-9a-f]{40}[A-Za-z0-9_-]{20,64}\"), (\"token\", \"glptt-[0-9a-f]{40}[A-Za-z0-9_-]{20,64}\")")]
    [InlineData("a.cs", "Row(\"init(api_token=\\\"\", \"k2Jh4Gf6Kd8\" + Random(80), \"\\\")\")")]
    [InlineData("a.py", "password = getpass('Password: ')\nprint(\"password: \", password)\ntoken = tokens[i + 1]\nkey = 'model_v1_best_2020.pkl'\nsort_key = \"a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6\"\n")]
    public void A_decoy_is_refused(string path, string text) => Assert.Empty(Scan(path, text));

    [Fact]
    public void A_wrong_checksum_lowers_the_confidence_and_drops_nothing()
    {
        string token = "ghp_" + Checked()[..^1] + "0";
        token = token.EndsWith(Checked()[^1]) ? token[..^1] + "1" : token;
        Assert.Equal(SecretConfidence.Medium, Assert.Single(Scan("a.py", token)).Confidence);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\\n")]
    public void A_private_key_is_reported_at_its_header(string lineBreak)
    {
        SecretMatch match = Assert.Single(Scan("key.json", "{\"private_key\": \"" + PrivateKey(lineBreak) + "\"}"));
        Assert.Equal(("private-key", 1, 18, 49), (match.Detector, match.Location.Line, match.Location.Column, match.Location.EndColumn));
    }

    [Fact]
    public void Images_of_a_notebook_are_passed_over_and_its_text_is_not()
    {
        string token = "ghp_" + Checked();
        string notebook = "{\"outputs\": [{\"data\": {\"image/png\": \"iVBORw0KGgo/" + token + "/" + Random(300) + "\\n\",\n \"text/plain\": [\"" + token + "\"]}}]}";
        SecretMatch match = Assert.Single(Scan("a.ipynb", notebook));
        Assert.Equal(2, match.Location.Line);
        string list = "{\"image/jpeg\": [\"" + Random(76) + "\\n\",\n\"" + Random(70) + "/" + token + "\"],\n\"text/html\": \"" + token + "\"}";
        Assert.Equal(3, Assert.Single(Scan("b.ipynb", list)).Location.Line);
        string link = "(data:image/png;base64,iVBORw0KGgo/" + AwsKey() + "/) ";
        Assert.Equal(link.Length + 1, Assert.Single(Scan("c.md", link + token)).Location.Column);
    }

    [Fact]
    public void Bytes_that_are_no_text_do_not_move_a_column()
    {
        byte[] bytes = [0xE9, 0xFF, (byte)' ', .. Encoding.ASCII.GetBytes("ghp_" + Checked())];
        Assert.Equal(4, Assert.Single(Scan("a.txt", bytes)).Location.Column);
        Assert.Empty(Scan("a.bin", [0, .. bytes]));
    }

    [Fact]
    public void Utf16_with_a_mark_is_read()
    {
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a\nx ghp_" + Checked())];
        Assert.Equal((2, 3), Assert.Single(Scan("a.ps1", bytes)).Location is var l ? (l.Line, l.Column) : default);
    }

    [Fact]
    public void A_huge_line_keeps_its_tokens_and_loses_its_names()
    {
        string token = "ghp_" + Checked();
        string line = string.Concat(Enumerable.Repeat("var a={token:\"k2Jh4Gf6Kd8" + "Ls0Qp1Wn3Xc5Vb7\",key:1};", 20_000));
        SecretMatch match = Assert.Single(Scan("bundle.js", line + token));
        Assert.Equal(line.Length + 1, match.Location.Column);
    }

    [Fact]
    public void Hostile_files_end()
    {
        foreach (string part in new[] { "kind: Secret\n", "-----BEGIN RSA PRIVATE KEY-----", "eyJ.", "key=", "://a:b", "\"image/png\":\"", "password=\"", "\"auth\":\"", "AccountKey=", "\\\"", "<pass" })
        {
            byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, 200_000 / part.Length)));
            foreach (string path in new[] { "a.yml", ".netrc", "config.json", ".npmrc", "a.ipynb" })
            {
                Scan(path, bytes);
                Scan(path, bytes[..^1]);
            }
        }
    }

    [Theory]
    [InlineData("tests/data/a.py", true)]
    [InlineData("docs/a.md", true)]
    [InlineData("src/examples/a.py", true)]
    [InlineData("src/contest/a.py", false)]
    public void Fixtures_are_marked_and_not_silenced(string path, bool fixture) =>
        Assert.Equal(fixture, Assert.Single(Scan(path, "ghp_" + Checked())).IsFixture);

    [Fact]
    public void The_more_certain_of_two_readings_of_one_place_stands()
    {
        SecretMatch match = Assert.Single(Scan("a.py", "GITHUB_TOKEN = \"ghp_" + Checked() + "\""));
        Assert.Equal("github-token", match.Detector);
    }

    private static string AwsKey() => "AKIA" + Random(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");

    private static void AssertHidden(string secret, SecretMatch match)
    {
        string shown = match.ToString();
        for (int i = 4; i + 3 <= secret.Length; i++)
        {
            Assert.DoesNotContain(secret.Substring(i, 3), match.RedactedHint.Replace(" characters", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        Assert.Contains(match.RedactedHint, shown, StringComparison.Ordinal);
    }
}
