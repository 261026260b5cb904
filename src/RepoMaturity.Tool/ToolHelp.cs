using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RepoMaturity.Tool;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">What the user types.</param>
/// <param name="description">One sentence.</param>
/// <param name="examples">Arguments and what they do.</param>
internal sealed class ToolCommand(string name, string description, params IReadOnlyList<(string Arguments, string Meaning)> examples)
    : Command(name, description)
{
    /// <summary>Arguments and what they do.</summary>
    public IReadOnlyList<(string Arguments, string Meaning)> Examples => examples;
}

/// <summary>The library's help, with examples and exit codes after it.</summary>
internal sealed class ToolHelp(HelpAction library) : SynchronousCommandLineAction
{
    private static readonly (string Arguments, string Meaning)[] RootExamples =
    [
        ("scan", "assess the repository of the current folder"),
        ("scan --format markdown --output maturity.md", "write a report for people"),
        ("scan --min-level 5:3", "fail a pipeline below level 3 of Component 5"),
        ("explain RM50103", "what a rule wants, why, and how to mend it"),
    ];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        library.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        Command command = parseResult.CommandResult.Command;
        IReadOnlyList<(string Arguments, string Meaning)> examples = (command as ToolCommand)?.Examples ?? (command is RootCommand ? RootExamples : []);
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach ((string arguments, string meaning) in examples)
            {
                output.WriteLine($"  {ToolInfo.Command} {arguments}");
                output.WriteLine($"      {meaning}");
            }

            output.WriteLine();
        }

        if (command is RootCommand or { Name: "scan" })
        {
            output.WriteLine($"""
                Exit codes:
                  {ExitCodes.Success}    all is fine
                  {ExitCodes.GateFailed}    a gate failed (--fail-on, --min-level, --min-score)
                  {ExitCodes.WrongUse}    wrong use or configuration
                  {ExitCodes.InternalError}    internal error
                  {ExitCodes.NothingToScan}    nothing to scan
                  {ExitCodes.Interrupted}  stopped with Ctrl-C

                The report goes to stdout, everything else to stderr.
                NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE are honoured.
                """);
            output.WriteLine();
        }

        return ExitCodes.Success;
    }
}
