using RepoMaturity.Tool;
using RepoMaturity.Tool.Commands;

// Asked for by scripts and by people in the middle of something: these two start without the command line's parser.
switch (args)
{
    case ["--version"]:
        Console.Out.WriteLine(ToolInfo.Version);
        return ExitCodes.Success;
    case ["explain", [not ('-' or '['), ..] rule]:
        try
        {
            return ExplainCommand.Run(rule);
        }
        catch (Exception e)
        {
            return Failures.Report(e, Console.Error, verbose: false);
        }

    default:
        return await ToolCommandLine.RunAsync(args);
}
