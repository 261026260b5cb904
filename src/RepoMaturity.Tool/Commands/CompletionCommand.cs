using System.CommandLine;

namespace RepoMaturity.Tool.Commands;

/// <summary><c>completion bash|zsh|fish|pwsh</c>: prints a script that asks this program for suggestions.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # Add to ~/.bashrc:  source <(dotnet-repo-maturity completion bash)
        _dotnet_repo_maturity() {
            local word="${COMP_WORDS[COMP_CWORD]}"
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(dotnet-repo-maturity "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _dotnet_repo_maturity dotnet-repo-maturity
        """;

    private const string Zsh = """
        # Add to ~/.zshrc, after compinit:  source <(dotnet-repo-maturity completion zsh)
        _dotnet_repo_maturity() {
            local -a suggestions
            suggestions=("${(@f)$(dotnet-repo-maturity "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a suggestions
            _files
        }
        compdef _dotnet_repo_maturity dotnet-repo-maturity
        """;

    private const string Fish = """
        # Add to ~/.config/fish/config.fish:  dotnet-repo-maturity completion fish | source
        complete -c dotnet-repo-maturity -a '(dotnet-repo-maturity "[suggest:"(commandline -C)"]" (commandline | string collect) 2>/dev/null)'
        """;

    private const string PowerShell = """
        # Add to $PROFILE:  dotnet-repo-maturity completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName dotnet-repo-maturity -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            dotnet-repo-maturity "[suggest:$cursorPosition]" "$commandAst" 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { HelpName = "SHELL", Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        ToolCommand command = new(
            "completion",
            $"Print a completion script for {ToolInfo.Executable}.",
            ("completion bash >> ~/.bashrc", "complete commands and options in bash")) { shell };
        command.SetAction(result =>
        {
            Console.Out.Write(result.GetValue(shell) switch { "zsh" => Zsh, "fish" => Fish, "pwsh" => PowerShell, _ => Bash } + "\n");
            return ExitCodes.Success;
        });
        return command;
    }
}
