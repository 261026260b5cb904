using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using RepoMaturity.Rules;
using RepoMaturity.Stores;
using RepoMaturity.Tool.Terminals;

namespace RepoMaturity.Tool.Commands;

/// <summary><c>rules</c>: lists the catalogue; <c>rules new</c>, <c>rules test</c> and <c>rules docs</c> are for its authors.</summary>
internal static class RulesCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string?> text = new("TEXT") { Description = "Words that id, title or practice must hold.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> practice = new("--practice") { HelpName = "5.01", Description = "Only rules of a practice." };
        Option<int?> level = new("--level") { HelpName = "2-5", Description = "Only rules of a level." };
        Option<int?> component = new("--component") { HelpName = "1-5", Description = "Only rules of a component." };
        Option<string> format = new("--format", "-f") { HelpName = "table|markdown|json", Description = "Form of the list.", DefaultValueFactory = static _ => "table" };
        format.AcceptOnlyFromAmong("table", "markdown", "json");
        ToolCommand command = new(
            "rules",
            "List the rules.",
            ("rules --practice 5.06", "the ladder of unit tests"),
            ("rules secret --format json", "rules about secrets, for a program"),
            ("rules new --practice 5.01 --level 3 --title \"Linter without …\"", "start a rule"))
        {
            text, practice, level, component, format, RulesNewCommand.Create(), RulesTestCommand.Create(), RulesDocsCommand.Create(),
        };
        command.SetAction(result =>
        {
            RuleCatalog catalog = BuiltInRules.Load();
            Dictionary<string, string> names = catalog.Components.SelectMany(c => c.Practices).ToDictionary(p => p.Id, p => p.Name, StringComparer.Ordinal);
            string? words = result.GetValue(text);
            string? ofPractice = result.GetValue(practice);
            int? ofLevel = result.GetValue(level);
            int? ofComponent = result.GetValue(component);
            RuleDescriptor[] rules =
            [
                .. catalog.Rules.Where(r =>
                    (ofPractice is null || r.Practice == ofPractice)
                    && (ofLevel is null || r.MaturityLevel == ofLevel)
                    && (ofComponent is null || r.Component == ofComponent)
                    && (words is null || $"{r.Id} {r.Title} {names.GetValueOrDefault(r.Practice)}".Contains(words, StringComparison.OrdinalIgnoreCase))),
            ];
            Write(rules, names, result.GetValue(format)!);
            if (rules.Length == 0)
            {
                Console.Error.WriteLine("no rule is like that");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(RuleDescriptor[] rules, Dictionary<string, string> names, string format)
    {
        StringWriter writer = new() { NewLine = "\n" };
        switch (format)
        {
            case "json":
                using (Stream stdout = Console.OpenStandardOutput())
                {
                    WriteJson(stdout, rules, names);
                }

                break;
            case "markdown":
                writer.WriteLine("| Rule | Practice | Level | It finds |");
                writer.WriteLine("|---|---|---|---|");
                foreach (RuleDescriptor rule in rules)
                {
                    writer.WriteLine($"| {rule.Id} | {rule.Practice} {names.GetValueOrDefault(rule.Practice)} | {rule.MaturityLevel}{(rule.IsDefect ? " defect" : "")} | {rule.Title.Replace("|", "\\|", StringComparison.Ordinal)} |");
                }

                break;
            default:
                WriteTable(TerminalSettings.ForStandardOutput(ColorMode.Auto).CreatePage(writer), rules, names);
                break;
        }

        Console.Out.Write(writer.ToString());
    }

    private static void WriteTable(Page page, RuleDescriptor[] rules, Dictionary<string, string> names)
    {
        foreach (IGrouping<string, RuleDescriptor> practice in rules.GroupBy(r => r.Practice))
        {
            page.Line(new Part($"{practice.Key} {names.GetValueOrDefault(practice.Key)}", Page.Bold));
            foreach (RuleDescriptor rule in practice.OrderBy(r => r.IsDefect).ThenBy(r => r.MaturityLevel).ThenBy(r => r.Id, StringComparer.Ordinal))
            {
                page.Wrapped(["  ", new Part(rule.Id, Page.Accent), rule.IsDefect ? "  defect   " : $"  level {rule.MaturityLevel}  "], rule.Title);
            }
        }
    }

    private static void WriteJson(Stream stream, RuleDescriptor[] rules, Dictionary<string, string> names)
    {
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartArray();
            foreach (RuleDescriptor rule in rules)
            {
                writer.WriteStartObject();
                writer.WriteString("id", rule.Id);
                writer.WriteString("title", rule.Title);
                writer.WriteNumber("component", rule.Component);
                writer.WriteString("practice", rule.Practice);
                writer.WriteString("practiceName", names.GetValueOrDefault(rule.Practice));
                writer.WriteNumber("maturityLevel", rule.MaturityLevel);
                writer.WriteBoolean("defect", rule.IsDefect);
                writer.WriteString("severity", rule.DefaultSeverity.ToString().ToLowerInvariant());
                writer.WriteNumber("effort", rule.Effort);
                writer.WriteStartArray("criteria");
                foreach (string criterion in rule.Criteria)
                {
                    writer.WriteStringValue(criterion);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        stream.WriteByte((byte)'\n');
    }
}
