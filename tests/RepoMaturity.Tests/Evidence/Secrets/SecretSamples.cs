using System.Text;
using RepoMaturity.Evidence.Secrets;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Evidence.Secrets;

/// <summary>Makes secrets at run time, so that none is written in this repository.</summary>
internal static class SecretSamples
{
    public const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    public const string Hex = "0123456789abcdef";
    private static readonly SecretScanner Scanner = new();

    /// <summary>Characters that look random and are the same on every run.</summary>
    public static string Random(int length, string alphabet = Base62, uint seed = 7)
    {
        StringBuilder text = new();
        ulong state = seed * 2654435761UL;
        for (int i = 0; i < length; i++)
        {
            state = state * 6364136223846793005UL + 1442695040888963407UL;
            text.Append(alphabet[(int)((state >> 33) % (ulong)alphabet.Length)]);
        }

        return text.ToString();
    }

    /// <summary>A body of 30 characters and its checksum in six.</summary>
    public static string Checked(uint seed = 7)
    {
        string body = Random(30, seed: seed);
        uint crc = System.Text.Encoding.ASCII.GetBytes(body).Aggregate(uint.MaxValue, (c, b) =>
        {
            c ^= b;
            for (int i = 0; i < 8; i++)
            {
                c = (c & 1) != 0 ? (c >> 1) ^ 0xEDB88320 : c >> 1;
            }

            return c;
        }) ^ uint.MaxValue;
        string sum = "";
        for (int i = 0; i < 6; i++)
        {
            sum = Base62[(int)(crc % 62)] + sum;
            crc /= 62;
        }

        return body + sum;
    }

    public static string PrivateKey(string lineBreak = "\n") =>
        $"-----BEGIN {"RSA"} PRIVATE KEY-----{lineBreak}{Random(64)}{lineBreak}{Random(64, seed: 9)}{lineBreak}-----END {"RSA"} PRIVATE KEY-----{lineBreak}";

    public static SnapshotFile File(string path) => new(path, 0, null, SnapshotFileMode.Regular, () => []);

    public static IReadOnlyList<SecretMatch> Scan(string path, string text) => Scan(path, Encoding.UTF8.GetBytes(text));

    public static IReadOnlyList<SecretMatch> Scan(string path, byte[] bytes) => Scanner.Scan(File(path), bytes);
}
