using System.CommandLine.Parsing;

namespace RepoMaturity.Tool.Commands;

/// <summary>How a report looks.</summary>
internal enum ReportFormat
{
    /// <summary>Text for a terminal.</summary>
    Console,

    /// <summary>The versioned JSON contract.</summary>
    Json,

    /// <summary>Markdown for people.</summary>
    Markdown,
}

/// <summary>A format and where it goes.</summary>
/// <param name="Format">The format.</param>
/// <param name="Output">The file; null for stdout.</param>
internal sealed record ReportTarget(ReportFormat Format, string? Output)
{
    /// <summary>Pairs each <c>--output</c> with the <c>--format</c> before it; the console on stdout when there is neither.</summary>
    /// <param name="tokens">The command line in its order.</param>
    /// <exception cref="UsageException">An output without its format, or two formats for one place.</exception>
    public static IReadOnlyList<ReportTarget> Parse(IReadOnlyList<Token> tokens)
    {
        List<ReportTarget> targets = [];
        for (int i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Type != TokenType.Option || tokens[i + 1].Type != TokenType.Argument)
            {
                continue;
            }

            string value = tokens[i + 1].Value;
            switch (tokens[i].Value)
            {
                case "--format" or "-f":
                    targets.Add(new ReportTarget(Enum.Parse<ReportFormat>(value, ignoreCase: true), null));
                    break;
                case "--output" or "-o" when targets is [.., { Output: null }]:
                    targets[^1] = targets[^1] with { Output = value };
                    break;
                case "--output" or "-o":
                    throw new UsageException($"--output {value} belongs after the --format that it is for, as in --format json --output {value}");
            }
        }

        if (targets.Count(t => t.Output is null) > 1)
        {
            throw new UsageException("only one format can go to stdout; give the others an --output FILE each, after their --format");
        }

        if (targets.Where(t => t.Output is not null).GroupBy(t => Path.GetFullPath(t.Output!)).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new UsageException($"two formats cannot go to the same file {twice.First().Output}");
        }

        return targets.Count == 0 ? [new ReportTarget(ReportFormat.Console, null)] : targets;
    }

    /// <summary>Opens the place and writes to it.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public void Write(Action<Stream, ReportFormat> write)
    {
        if (Output is null)
        {
            using Stream stdout = System.Console.OpenStandardOutput();
            write(stdout, Format);
            return;
        }

        try
        {
            string file = Path.GetFullPath(Output);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using FileStream stream = File.Create(file);
            write(stream, Format);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--output {Output}: {e.Message}");
        }
    }
}
