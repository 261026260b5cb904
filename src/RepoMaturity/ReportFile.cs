namespace RepoMaturity;

/// <summary>A report of another tool that the caller gives to a scan.</summary>
/// <param name="Name">Name for messages, such as the path that the user gave.</param>
/// <param name="Bytes">Its content, at most <see cref="MaxBytes"/>.</param>
public sealed record ReportFile(string Name, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Larger reports are not read.</summary>
    public const int MaxBytes = Documents.DocumentSet.MaxParsedBytes;
}

/// <summary>A given report that cannot be read; the message names the file, the line and what is known.</summary>
public sealed class ReportFileException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ReportFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception without a message.</summary>
    public ReportFileException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public ReportFileException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
