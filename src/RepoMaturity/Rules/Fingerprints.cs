using System.Security.Cryptography;
using System.Text;

namespace RepoMaturity.Rules;

/// <summary>Ids of findings that stay the same while lines move.</summary>
internal static class Fingerprints
{
    /// <summary>Rule, path, normalised message and occurrence, hashed: the same after lines moved. The message never holds a secret.</summary>
    public static Finding[] Give(Finding[] findings)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < findings.Length; i++)
        {
            Finding finding = findings[i];
            string key = $"{finding.Rule.Id}\n{finding.Location.Path}\n{finding.Kind}\n{new string([.. finding.Message.Where(c => !char.IsDigit(c))])}";
            int occurrence = seen[key] = seen.GetValueOrDefault(key) + 1;
            byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{occurrence}"));
            findings[i] = finding with { Fingerprint = Convert.ToHexStringLower(hash.AsSpan(0, 10)) };
        }

        return findings;
    }
}
