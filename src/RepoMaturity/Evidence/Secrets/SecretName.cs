using System.Text;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>What a name promises of its value.</summary>
internal enum SecretNameKind
{
    /// <summary>No secret.</summary>
    None,

    /// <summary>A password that a person may have chosen.</summary>
    Password,

    /// <summary>A key or token that a machine made.</summary>
    Key,

    /// <summary>Some key; only a value that cannot be anything else counts.</summary>
    AnyKey,
}

/// <summary>Judges the name of a setting, field or variable.</summary>
internal static class SecretName
{
    private static readonly byte[][] Passwords = Words("password", "passwd", "passphrase");
    private static readonly byte[][] PasswordWords = Words("pwd", "pass", "pw");
    private static readonly byte[][] Keys =
    [
        .. Words("secret", "apikey", "api_key", "secretkey", "secret_key", "secret_key_base", "accesskey", "access_key", "privatekey", "private_key", "authkey", "auth_key", "accountkey",
            "account_key", "storagekey", "storage_key", "subscriptionkey", "subscription_key", "masterkey", "master_key", "encryptionkey", "encryption_key", "signingkey", "signing_key",
            "sharedkey", "shared_key", "app_key", "service_key", "client_key", "consumer_key", "authtoken", "accesstoken", "apitoken", "credential", "credentials"),
    ];

    private static readonly byte[][] KeyWords = Words("token", "_auth", "_authtoken");
    private static readonly byte[][] AnyKeyWords = Words("key", "salt");
    private static readonly byte[][] Refused =
        Words("mask", "cls_", "sep_", "pad_", "unk_", "bos_", "eos_", "special", "public", "hash", "sha1", "sha256", "md5", "digest", "csrf", "tokenizer", "cache", "partition", "sort",
            "primary", "foreign", "fingerprint", "checksum", "next_token", "page_token", "continuation", "idempotency", "num_", "max_", "prompt", "placeholder", "primary_key", "encrypted_",
            "_id_", "start_token", "end_token", "image_token");

    /// <summary>Judges a name; case and <c>-</c>, <c>_</c> do not matter.</summary>
    public static SecretNameKind Classify(ReadOnlySpan<byte> name)
    {
        name = name.TrimEnd("0123456789_-"u8);
        if (name.Length is 0 or > 64)
        {
            return SecretNameKind.None;
        }

        Span<byte> lower = stackalloc byte[name.Length];
        Ascii.ToLower(name, lower, out _);
        lower.Replace((byte)'-', (byte)'_');
        if (ContainsAny(lower, Refused))
        {
            return SecretNameKind.None;
        }

        return EndsWithAny(lower, name, Passwords, wholeWord: false) || EndsWithAny(lower, name, PasswordWords, wholeWord: true) ? SecretNameKind.Password
            : EndsWithAny(lower, name, Keys, wholeWord: false) || EndsWithAny(lower, name, KeyWords, wholeWord: true) ? SecretNameKind.Key
            : EndsWithAny(lower, name, AnyKeyWords, wholeWord: true) ? SecretNameKind.AnyKey
            : SecretNameKind.None;
    }

    private static bool EndsWithAny(ReadOnlySpan<byte> lower, ReadOnlySpan<byte> name, byte[][] words, bool wholeWord)
    {
        foreach (byte[] word in words)
        {
            if (lower.EndsWith(word) && (!wholeWord || IsWordStart(name, name.Length - word.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWordStart(ReadOnlySpan<byte> name, int at) =>
        at == 0 || name[at] is (byte)'_' or (byte)'-' || !char.IsAsciiLetter((char)name[at - 1]) || (char.IsAsciiLetterUpper((char)name[at]) && char.IsAsciiLetterLower((char)name[at - 1]));

    private static bool ContainsAny(ReadOnlySpan<byte> lower, byte[][] words)
    {
        foreach (byte[] word in words)
        {
            if (lower.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[][] Words(params string[] words) => [.. words.Select(Encoding.ASCII.GetBytes)];
}
