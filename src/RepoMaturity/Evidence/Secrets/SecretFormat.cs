namespace RepoMaturity.Evidence.Secrets;

/// <summary>How a format's last characters confirm the rest.</summary>
internal enum TokenChecksum
{
    /// <summary>No published checksum.</summary>
    None,

    /// <summary>The last six characters are the CRC-32 of those between prefix and checksum, in base 62 (GitHub, npm).</summary>
    Crc32Base62,
}

/// <summary>One kind of secret, as data.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Pattern">Shape, see <see cref="SecretPattern"/>.</param>
internal sealed record SecretFormat(string Id, string Name, string Pattern)
{
    /// <summary>Words of which one must stand before the value on its line, in any case; a format with context is only looked for in assignments.</summary>
    public string[] Context { get; init; } = [];

    /// <summary>Checksum of the token.</summary>
    public TokenChecksum Checksum { get; init; }

    /// <summary>True when a value of letters only is refused: it may be a biological sequence or a word.</summary>
    public bool NeedsDigit { get; init; }

    /// <summary>Confidence when everything holds.</summary>
    public SecretConfidence Confidence { get; init; } = SecretConfidence.High;

    /// <summary>Least Shannon entropy of the part behind the public prefix, in bits per character.</summary>
    public double MinEntropy { get; init; } = 3.0;
}
