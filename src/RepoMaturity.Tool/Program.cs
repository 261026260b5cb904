using RepoMaturity.Tool;

// Asked for by scripts and start-up checks: nothing else is loaded for it.
if (args is ["--version"])
{
    Console.Out.WriteLine(ToolInfo.Version);
    return ExitCodes.Success;
}

return await ToolCommandLine.RunAsync(args);
