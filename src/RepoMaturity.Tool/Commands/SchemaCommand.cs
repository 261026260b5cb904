using System.CommandLine;
using System.Text;
using RepoMaturity.Policy;
using RepoMaturity.Reports;
using RepoMaturity.Stores;

namespace RepoMaturity.Tool.Commands;

/// <summary><c>schema report|config</c>: prints a JSON schema for editors and programs.</summary>
internal static class SchemaCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> name = new("NAME") { HelpName = "NAME", Description = "Which schema: report or config." };
        name.AcceptOnlyFromAmong("report", "config");
        ToolCommand command = new("schema", "Print the JSON schema of the report or of repo-maturity.yml.", ("schema report > assessment.schema.json", "keep the schema beside a program that reads reports")) { name };
        command.SetAction(result =>
        {
            using Stream stdout = Console.OpenStandardOutput();
            stdout.Write(Encoding.UTF8.GetBytes(result.GetValue(name) == "report" ? JsonReport.Schema : ConfigurationSchema.Create(BuiltInRules.Load())));
            return ExitCodes.Success;
        });
        return command;
    }
}
