using System.CommandLine;
using System.Text;
using RepoMaturity.Reports;

namespace RepoMaturity.Tool.Commands;

/// <summary><c>schema report</c>: prints a JSON schema for editors and programs.</summary>
internal static class SchemaCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> name = new("NAME") { HelpName = "NAME", Description = "Which schema: report." };
        name.AcceptOnlyFromAmong("report");
        ToolCommand command = new("schema", "Print the JSON schema of the report.", ("schema report > assessment.schema.json", "keep the schema beside a program that reads reports")) { name };
        command.SetAction(static _ =>
        {
            using Stream stdout = Console.OpenStandardOutput();
            stdout.Write(Encoding.UTF8.GetBytes(JsonReport.Schema));
            return ExitCodes.Success;
        });
        return command;
    }
}
