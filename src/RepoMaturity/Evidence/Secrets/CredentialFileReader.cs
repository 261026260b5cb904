using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>Reads files whose own format says where the secret stands: .netrc, .pgpass, .npmrc, Docker's configuration and their kin.</summary>
internal static class CredentialFileReader
{
    private const string StoredPassword = "stored-password";

    /// <summary>Adds what the file stores; does nothing for other files.</summary>
    public static void Read(SnapshotFile file, ReadOnlySpan<byte> bytes, List<SecretHit> hits)
    {
        switch (file.Name.ToLowerInvariant())
        {
            case ".netrc" or "_netrc" or ".esmtprc" or ".msmtprc" or ".fetchmailrc":
                ReadWords(bytes, hits);
                break;
            case ".pgpass" or "pgpass.conf":
                ReadLines(bytes, hits, PgPass);
                break;
            case ".git-credentials":
                ReadLines(bytes, hits, GitCredential);
                break;
            case ".npmrc":
                ReadLines(bytes, hits, NpmToken);
                break;
            case "master.key":
                ReadLines(bytes, hits, MasterKey);
                break;
            case ".dockercfg" or "config.json" or ".dockerconfigjson":
                ReadDockerAuth(bytes, hits);
                break;
            case "webservers.xml":
                ReadLines(bytes, hits, WebServerPassword);
                break;
            case ".htpasswd" or "htpasswd" or "shadow" or "proftpdpasswd" or "passwd":
                ReadLines(bytes, hits, PasswordHash);
                break;
        }
    }

    private delegate Range Finder(ReadOnlySpan<byte> line, out string name);

    private static void ReadLines(ReadOnlySpan<byte> bytes, List<SecretHit> hits, Finder find)
    {
        for (int start = 0; start < bytes.Length;)
        {
            int length = bytes[start..].IndexOf((byte)'\n');
            int next = length < 0 ? bytes.Length : start + length + 1;
            ReadOnlySpan<byte> line = bytes[start..(length < 0 ? bytes.Length : start + length)].TrimEnd((byte)'\r');
            if (line.Length is > 0 and < 4096 && line[0] != '#')
            {
                (int from, int count) = find(line, out string name).GetOffsetAndLength(line.Length);
                ReadOnlySpan<byte> value = line.Slice(from, count);
                if (count >= 3 && !SecretValue.IsReference(value))
                {
                    hits.Add(new SecretHit(start + from, count, name == "Password hash" ? "password-hash" : StoredPassword, name, name == "Password hash" ? SecretConfidence.Medium : SecretConfidence.High));
                }
            }

            start = next;
        }
    }

    /// <summary><c>machine host login name password secret</c>, in any order and over lines.</summary>
    private static void ReadWords(ReadOnlySpan<byte> bytes, List<SecretHit> hits)
    {
        bool expected = false;
        for (int i = 0; i < bytes.Length;)
        {
            if (bytes[i] == '#' && (i == 0 || bytes[i - 1] == '\n'))
            {
                int line = bytes[i..].IndexOf((byte)'\n');
                i = line < 0 ? bytes.Length : i + line;
            }

            int start = i;
            while (i < bytes.Length && bytes[i] > ' ')
            {
                i++;
            }

            ReadOnlySpan<byte> word = bytes[start..i];
            if (expected && word.Length > 0)
            {
                int quote = word[0] is (byte)'"' or (byte)'\'' ? 1 : 0;
                ReadOnlySpan<byte> value = word.Trim("\"'"u8);
                if (value.Length >= 3 && !SecretValue.IsReference(value))
                {
                    hits.Add(new SecretHit(start + quote, value.Length, StoredPassword, "Password in a login file", SecretConfidence.High));
                }
            }

            expected = word.Length > 0 ? word.SequenceEqual("password"u8) : expected;
            i += i < bytes.Length ? 1 : 0;
        }
    }

    private static void ReadDockerAuth(ReadOnlySpan<byte> bytes, List<SecretHit> hits)
    {
        ReadOnlySpan<byte> key = "\"auth\""u8;
        for (int at = 0; bytes[at..].IndexOf(key) is >= 0 and var found;)
        {
            int p = at + found + key.Length;
            at = p;
            while (p < bytes.Length && bytes[p] is (byte)' ' or (byte)':' or (byte)'\t')
            {
                p++;
            }

            if (p >= bytes.Length || bytes[p] != '"')
            {
                continue;
            }

            int end = bytes[(p + 1)..].IndexOf((byte)'"');
            if (end > 0 && SecretValue.DecodeBase64(bytes.Slice(p + 1, end)) is { } decoded && SecretValue.IsPrintable(decoded) && decoded.AsSpan().IndexOf((byte)':') > 0)
            {
                hits.Add(new SecretHit(p + 1, end, "docker-registry-login", "Login to a container registry", SecretConfidence.High));
            }
        }
    }

    private static Range PgPass(ReadOnlySpan<byte> line, out string name)
    {
        name = "Password of PostgreSQL";
        return line.Count((byte)':') >= 4 ? (line.LastIndexOf((byte)':') + 1).. : default;
    }

    private static Range GitCredential(ReadOnlySpan<byte> line, out string name)
    {
        name = "Login of git";
        int authority = line.IndexOf("://"u8) + 3;
        int sign = line.LastIndexOf((byte)'@');
        int colon = authority < 3 ? -1 : line[authority..].IndexOf((byte)':');
        return colon > 0 && sign > authority + colon + 1 ? (authority + colon + 1)..sign : default;
    }

    private static Range NpmToken(ReadOnlySpan<byte> line, out string name)
    {
        name = "Login to a package registry";
        int sign = line.IndexOf((byte)'=');
        ReadOnlySpan<byte> key = sign < 0 ? default : line[..sign].TrimEnd((byte)' ');
        if (!key.EndsWith("_authToken"u8) && !key.EndsWith("_auth"u8) && !key.EndsWith("_password"u8))
        {
            return default;
        }

        while (sign + 1 < line.Length && line[sign + 1] is (byte)' ' or (byte)'"')
        {
            sign++;
        }

        return (sign + 1)..line.TrimEnd("\" "u8).Length;
    }

    private static Range MasterKey(ReadOnlySpan<byte> line, out string name)
    {
        name = "Master key of Rails";
        return line.Length == 32 && SecretValue.LooksRandom(line) ? ..line.Length : default;
    }

    private static Range WebServerPassword(ReadOnlySpan<byte> line, out string name)
    {
        name = "Password of a deployment server";
        int at = line.IndexOf(" password=\""u8);
        int end = at < 0 ? -1 : line[(at + 11)..].IndexOf((byte)'"');
        return end > 0 ? (at + 11)..(at + 11 + end) : default;
    }

    private static Range PasswordHash(ReadOnlySpan<byte> line, out string name)
    {
        name = "Password hash";
        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> rest = colon < 0 ? default : line[(colon + 1)..];
        int end = rest.IndexOf((byte)':');
        ReadOnlySpan<byte> value = end < 0 ? rest : rest[..end];
        return value.Length >= 13 ? (colon + 1)..(colon + 1 + value.Length) : default;
    }
}
