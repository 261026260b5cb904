using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using RepoMaturity.Policy;
using RepoMaturity.Reports;
using RepoMaturity.Snapshots;
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
            if (result.Action is ParseErrorAction wrongUse)
            {
                wrongUse.ShowHelp = false;
                configuration.Output = Console.Error;
                await result.InvokeAsync(configuration).ConfigureAwait(false);
                await Console.Error.WriteLineAsync($"See '{UsageOf(result.CommandResult.Command)} --help'.").ConfigureAwait(false);
                return ExitCodes.WrongUse;
            }

            return await result.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UsageException or ConfigurationException or SnapshotException)
        {
            await WriteErrorAsync(e.Message).ConfigureAwait(false);
            return ExitCodes.WrongUse;
        }
        catch (OperationCanceledException)
        {
            await WriteErrorAsync("stopped").ConfigureAwait(false);
            return ExitCodes.Interrupted;
        }
        catch (Exception e)
        {
            await WriteErrorAsync($"internal error: {e.Message} ({e.GetType().Name})").ConfigureAwait(false);
            bool verbose = args.Contains("--verbose") || args.Contains("-v");
            await Console.Error.WriteLineAsync(verbose
                ? e.StackTrace
                : "This is a defect of RepoMaturity. Please report it with the output of the same command with --verbose.").ConfigureAwait(false);
            return ExitCodes.InternalError;
        }
    }

    /// <summary>Builds the commands.</summary>
    internal static RootCommand Create()
    {
        RootCommand root = new("Reads a machine-learning repository and proves how mature it is.")
        {
            ScanCommand.Create(),
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

    private static string UsageOf(Command command) => command is RootCommand
        ? ToolInfo.Command
        : $"{UsageOf(command.Parents.OfType<Command>().First())} {command.Name}";

    private static async Task WriteErrorAsync(string message)
    {
        foreach (string line in $"error: {message}".Split('\n'))
        {
            await Console.Error.WriteLineAsync(ReportText.Visible(line.TrimEnd('\r'))).ConfigureAwait(false);
        }
    }

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
