using System.Buffers;
using System.Text;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>Finds passwords in URLs: <c>postgres://user:password@host</c>.</summary>
internal static class UrlPasswordMatcher
{
    private static readonly SearchValues<byte> AuthorityEnd = SearchValues.Create(" \t\r\n\"'`<>\\()|,/?#"u8);
    private static readonly SearchValues<byte> Template = SearchValues.Create("${}*[]"u8);
    private static readonly byte[][] DocumentationHosts = [.. new[] { "example", "host", "server", "localhost", "127.0.0.1", "0.0.0.0", "domain", "your", "proxy", "foo", "test", "ip" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Judges the authority behind <c>://</c>.</summary>
    public static bool TryMatch(ReadOnlySpan<byte> bytes, int at, SecretFileTraits traits, out SecretHit hit)
    {
        hit = default;
        int start = at + 3;
        ReadOnlySpan<byte> rest = bytes[start..Math.Min(bytes.Length, start + 400)];
        int end = rest.IndexOfAny(AuthorityEnd);
        ReadOnlySpan<byte> authority = end < 0 ? rest : rest[..end];
        int sign = authority.LastIndexOf((byte)'@');
        int colon = authority.IndexOf((byte)':');
        if (colon < 0 || sign < colon + 5)
        {
            return false;
        }

        ReadOnlySpan<byte> user = authority[..colon];
        ReadOnlySpan<byte> password = authority[(colon + 1)..sign];
        ReadOnlySpan<byte> host = authority[(sign + 1)..];
        if (traits.HoldsDefaults && SecretValue.IsDefaultPassword(password) && IsHost(host) && !IsDocumentation(host))
        {
            hit = new SecretHit(start + colon + 1, password.Length, "default-password", "Default password in a URL", SecretConfidence.Low);
            return true;
        }

        if (SecretValue.IsReference(password) || password.IndexOfAny(Template) >= 0
            || SecretValue.IsWeakWord(password) || password.SequenceEqual(user) || SecretValue.IsReference(user) || user.IndexOfAny(Template) >= 0
            || password.IndexOf("..."u8) >= 0 || (user.Length == 0 && password.IndexOf((byte)':') >= 0) || IsDocumentation(host) || !IsHost(host))
        {
            return false;
        }

        bool published = host.IndexOf((byte)'.') >= 0;
        if (!published && SecretValue.IsPlaceholder(password))
        {
            return false;
        }

        SecretConfidence confidence = !published ? SecretConfidence.Low : SecretValue.IsPlaceholder(password) || SecretValue.IsWeakWord(user) ? SecretConfidence.Medium : SecretConfidence.High;
        hit = new SecretHit(start + colon + 1, password.Length, "url-password", "Password in a URL", confidence);
        return true;
    }

    private static bool IsHost(ReadOnlySpan<byte> host) => host.Length > 0 && char.IsAsciiLetterOrDigit((char)host[0]);

    private static bool IsDocumentation(ReadOnlySpan<byte> host)
    {
        foreach (byte[] word in DocumentationHosts)
        {
            if (host.Length >= word.Length && Ascii.EqualsIgnoreCase(host[..word.Length], word))
            {
                return true;
            }
        }

        return host.IndexOf("example."u8) >= 0 || host.IndexOf("company."u8) >= 0;
    }
}
