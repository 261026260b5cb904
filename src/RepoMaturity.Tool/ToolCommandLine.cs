using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using RepoMaturity.Policy;
using RepoMaturity.Reports;
using RepoMaturity.Tool.Commands;

namespace RepoMaturity.Tool;

/// <summary>The commands together, and what a process makes of their failures.</summary>
internal static class ToolCommandLine
{
    /// <summary>Parses and runs.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // A path may begin with '@', so there are no response files.
            ParseResult result = Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false };
            if (WrongUse(result) is { } wrongUse)
            {
                Failures.Write(Console.Error, $"{wrongUse}\nSee '{UsageOf(result.CommandResult.Command)} --help'.");
                return ExitCodes.WrongUse;
            }

            return await result.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Failures.Report(e, Console.Error, verbose: args.Contains("--verbose") || args.Contains("-v"));
        }
    }

    /// <summary>Builds the commands.</summary>
    internal static RootCommand Create()
    {
        RootCommand root = new("Reads a machine-learning repository and proves how mature it is.")
        {
            ScanCommand.Create(),
            GuideCommand.CreateAnswers(),
            GuideCommand.CreateRoadmap(),
            GuideCommand.CreateAttest(),
            GuideCommand.CreateAggregate(),
            ExplainCommand.Create(),
            RulesCommand.Create(),
            InitCommand.Create(),
            SchemaCommand.Create(),
            CompletionCommand.Create(),
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        ToolHelp action = new((HelpAction)help.Action!);
        help.Action = action;
        root.SetAction(action.Invoke);
        VersionOption version = root.Options.OfType<VersionOption>().Single();
        version.Description = "Show the version.";
        version.Action = new VersionAction();
        return root;
    }

    /// <summary>What is wrong with the command line; null when nothing is.</summary>
    private static string? WrongUse(ParseResult result)
    {
        if (result.Action is ParseErrorAction)
        {
            string? unknown = result.UnmatchedTokens.Count > 0 ? result.UnmatchedTokens[0] : null;
            return unknown is null
                ? string.Join('\n', result.Errors.Select(e => ReportText.OneLine(e.Message)))
                : Unknown(unknown, result.CommandResult.Command);
        }

        // The parser takes an option that it does not know for an argument.
        string? option = result.Tokens.Any(t => t.Type == TokenType.DoubleDash) ? null
            : result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).FirstOrDefault(v => v is ['-', _, ..]);
        return option is null ? null : Unknown(option, result.CommandResult.Command);
    }

    private static string Unknown(string token, Command command)
    {
        IEnumerable<string> known = command.Subcommands.Select(c => c.Name).Concat(command.Options.Where(o => !o.Hidden).Select(o => o.Name));
        IReadOnlyList<string> near = Nearest.Find(token, known);
        return $"'{token}' is not known here{(near.Count > 0 ? $"; did you mean {string.Join(" or ", near)}?" : "")}";
    }

    private static string UsageOf(Command command) => command is RootCommand
        ? ToolInfo.Command
        : $"{UsageOf(command.Parents.OfType<Command>().First())} {command.Name}";

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ToolInfo.Version);
            return ExitCodes.Success;
        }
    }
}
