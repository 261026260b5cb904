using System.CommandLine;
using RepoMaturity.Rules;

namespace RepoMaturity.Tool.Commands;

/// <summary><c>rules test</c>: runs the examples of a rules folder, without a build.</summary>
internal static class RulesTestCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string?> folder = new("FOLDER") { Description = "The rules folder. [default: the nearest rules/ here or above]", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> only = new("--only") { HelpName = "RM501", Description = "Only rules and technologies whose id begins so." };
        ToolCommand command = new("test", "Run the examples of a rules folder.", ("rules test rules --only RM50102", "while writing a rule: no build is needed")) { folder, only };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(RuleFolder.Load(RuleFolder.Find(result.GetValue(folder))), result.GetValue(only) ?? "", cancellationToken)));
        return command;
    }

    private static int Run(RuleCatalog catalog, string only, CancellationToken cancellationToken)
    {
        (RuleDescriptor Rule, RuleExample Example)[] examples =
        [
            .. catalog.Rules.Where(r => r.Id.StartsWith(only, StringComparison.OrdinalIgnoreCase)).SelectMany(r => r.Examples.Select(e => (r, e))),
        ];
        TechnologyExample[] ofTechnologies = [.. catalog.TechnologyExamples.Where(e => e.TechnologyId.StartsWith(only, StringComparison.OrdinalIgnoreCase))];
        string[] failures =
        [
            .. examples.AsParallel().AsOrdered().WithCancellation(cancellationToken)
                .Select(e => RuleExampleVerifier.Verify(catalog, e.Rule, e.Example, cancellationToken) is { } story ? $"{e.Rule.Id} \"{e.Example.Name}\": {story}" : null)
                .OfType<string>(),
            .. ofTechnologies.AsParallel().AsOrdered().WithCancellation(cancellationToken)
                .Select(e => RuleExampleVerifier.Verify(catalog, e) is { } story ? $"{e.TechnologyId} \"{e.Name}\": {story}" : null)
                .OfType<string>(),
        ];
        int count = examples.Length + ofTechnologies.Length;
        foreach (string failure in failures)
        {
            Console.Out.WriteLine($"{failure}\n");
        }

        Console.Out.WriteLine($"{count - failures.Length} passed, {failures.Length} failed");
        return count == 0 ? throw new UsageException($"no rule and no technology with examples begins with {only}") : failures.Length > 0 ? ExitCodes.GateFailed : ExitCodes.Success;
    }
}
