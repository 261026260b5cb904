using System.CommandLine;
using System.Globalization;
using RepoMaturity.Rules;

namespace RepoMaturity.Tool.Commands;

/// <summary><c>rules new</c>: writes a rule's file that loads, with what its author must say marked TODO.</summary>
internal static class RulesNewCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Option<string> practice = new("--practice") { HelpName = "5.01", Description = "Practice of the guide.", Required = true };
        Option<int> level = new("--level") { HelpName = "2-5", Description = "Level of the guide.", Required = true };
        Option<string> title = new("--title") { HelpName = "TEXT", Description = "Names what the rule finds, such as \"Linter not enforced in CI\".", Required = true };
        Option<string?> directory = new("--directory") { HelpName = "DIR", Description = "The rules folder. [default: the nearest rules/ here or above]" };
        level.Validators.Add(static result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int value) || value is < 2 or > 5))
            {
                result.AddError("--level is a number from 2 to 5.");
            }
        });
        ToolCommand command = new("new", "Start a rule's file.", ("rules new --practice 5.01 --level 3 --title \"Linter not enforced in CI\"", "write the file with the next free id"))
        {
            practice, level, title, directory,
        };
        command.SetAction(result => Run(RuleFolder.Find(result.GetValue(directory)), result.GetValue(practice)!, result.GetValue(level), result.GetValue(title)!));
        return command;
    }

    private static int Run(string folder, string practiceId, int level, string title)
    {
        RuleCatalog catalog = RuleFolder.Load(folder);
        Practice practice = catalog.Components.SelectMany(c => c.Practices).FirstOrDefault(p => p.Id == practiceId)
            ?? throw new UsageException($"there is no practice {practiceId}; the guide has {string.Join(", ", catalog.Components.SelectMany(c => c.Practices).Select(p => p.Id))}");
        if (string.IsNullOrWhiteSpace(title))
        {
            throw new UsageException("--title must name what the rule finds");
        }

        string id = NextId(catalog, practiceId);
        string file = Path.Combine(FolderOf(folder, practice), id + ".yml");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using (StreamWriter writer = new(new FileStream(file, FileMode.CreateNew)))
        {
            writer.Write(Scaffold(id, practice, level, title.Trim()));
        }

        Console.Out.WriteLine(Path.GetRelativePath(Directory.GetCurrentDirectory(), file));
        return ExitCodes.Success;
    }

    /// <summary>One more than the highest ordinal, for ids are never used again.</summary>
    private static string NextId(RuleCatalog catalog, string practice)
    {
        string prefix = $"RM{practice[0]}{practice[2..]}";
        int last = catalog.Rules.Where(r => r.Id.StartsWith(prefix, StringComparison.Ordinal))
            .Select(r => int.Parse(r.Id[5..], CultureInfo.InvariantCulture))
            .DefaultIfEmpty(0)
            .Max();
        return last < 99 ? $"{prefix}{last + 1:00}" : throw new UsageException($"practice {practice} has no free id left");
    }

    private static string FolderOf(string folder, Practice practice)
    {
        string ordinal = practice.Id[2..] + "-";
        string component = Directory.EnumerateDirectories(folder, $"c{practice.Id[0]}-*").Order(StringComparer.Ordinal).FirstOrDefault() ?? Path.Combine(folder, $"c{practice.Id[0]}");
        string slug = new([.. practice.Name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return Directory.Exists(component) && Directory.EnumerateDirectories(component, ordinal + "*").Order(StringComparer.Ordinal).FirstOrDefault() is { } known
            ? known
            : Path.Combine(component, ordinal + slug);
    }

    /// <summary>The text of the file.</summary>
    internal static string Scaffold(string id, Practice practice, int level, string title) => $$"""
        id: {{id}}
        # Names what is wrong, and reads as "allow …".
        title: {{Quote(title)}}
        practice: "{{practice.Id}}"    # {{practice.Name}}
        level: {{level}}
        severity: note            # error, warning or note
        effort: 2                 # of mending it: 1 minutes, 2 hours, 3 days
        # criteria: [C{{practice.Id[0]}}.…]       # ids of the guide that the rule decides
        # applies: [python]       # traits of which one is needed; without, every repository
        # defect: true            # each match is a Fail at its place
        # absence: open           # when it may live outside the repository
        query:
          file: TODO.md
        # One sentence for a Fail; ({match}) shows what was found.
        message: TODO say what is missing.
        rationale: |
          TODO say why it matters.
        remedy: |
          TODO say how to mend it, with a snippet that can be copied.
        # Small repositories: the tests of the rule and its documentation. Each edit changes the first example.
        examples:
          - name: TODO what is right
            expect: pass
            files:
              TODO.md: |
                TODO
          - name: TODO what is wrong
            expect: fail
            edit:
              TODO.md:

        """.ReplaceLineEndings("\n");

    private static string Quote(string text) => "\"" + string.Concat(text.Select(c => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        _ when char.IsControl(c) => " ",
        _ => c.ToString(),
    })) + "\"";
}
