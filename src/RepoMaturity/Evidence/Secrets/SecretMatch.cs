using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Secrets;

/// <summary>How sure a detector is that it found a working secret.</summary>
internal enum SecretConfidence
{
    /// <summary>The place and the shape fit, the value is weak or may be none: a default password, a password hash, a public token.</summary>
    Low,

    /// <summary>A secret's name with a random value, or a format whose checksum does not hold.</summary>
    Medium,

    /// <summary>A distinctive format, or a credential file that parses.</summary>
    High,
}

/// <summary>A secret that was found; the secret itself is not in here.</summary>
/// <param name="Detector">Id of the format, such as <c>github-token</c>.</param>
/// <param name="Name">Name of the format for people.</param>
/// <param name="Confidence">How sure the detector is.</param>
/// <param name="Location">Exact place of the secret (for a private key, of its header line); columns count UTF-16 units.</param>
/// <param name="RedactedHint">What tells one secret from another without giving it away: <c>AKIA…3F (20 characters)</c>.</param>
/// <param name="IsFixture">True below a folder of tests, documentation or examples.</param>
internal sealed record SecretMatch(
    string Detector,
    string Name,
    SecretConfidence Confidence,
    Location Location,
    string RedactedHint,
    bool IsFixture);

/// <summary>A match as byte offsets, before it is placed and redacted.</summary>
/// <param name="Start">First byte of the secret.</param>
/// <param name="Length">Bytes of the secret.</param>
/// <param name="Detector">Id of the format.</param>
/// <param name="Name">Name of the format.</param>
/// <param name="Confidence">How sure the detector is.</param>
/// <param name="PublicPrefix">How many leading bytes are the format's own and no secret.</param>
internal readonly record struct SecretHit(
    int Start,
    int Length,
    string Detector,
    string Name,
    SecretConfidence Confidence,
    int PublicPrefix = 0)
{
    /// <summary>First byte after the secret.</summary>
    public int End => Start + Length;
}
