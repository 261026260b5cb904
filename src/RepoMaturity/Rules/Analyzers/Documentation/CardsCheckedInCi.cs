using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>CI validates or writes the model cards: by a tool, by a test that reads them, or by a script of the repository that does.</summary>
internal sealed class CardsCheckedInCi : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        RepositoryEvidence evidence = context.Evidence;
        if (evidence.Technologies.Facts("model-card-tool").FirstOrDefault(f => f.Strength is Strength.Run or Strength.Enforced) is { } tool)
        {
            context.Pass(tool.Location, $"{tool.Technology.Name} runs in CI", tool.Trail);
        }
        else if (Scripts(evidence).FirstOrDefault() is { Execution: not null } script)
        {
            context.Pass(script.Step.Location, script.Step.Text, [.. script.Execution.Trail, script.Step]);
        }
        else if (TestOfCards(evidence) is { } test && evidence.Technologies.Facts("test-runner").FirstOrDefault(f => f.Strength is Strength.Run or Strength.Enforced) is { } runner)
        {
            context.Pass(test.Location, test.Text, [.. runner.Trail, test]);
        }
        else if (evidence.Commands.LeavesRepository(onChange: true) is { } external)
        {
            context.Open(external.Advice);
        }
        else
        {
            context.Fail(new Location(""), "no pipeline validates or writes a model card");
        }
    }

    /// <summary>Own Python files that CI starts and that speak of model cards in code.</summary>
    private static IEnumerable<(Execution Execution, TrailStep Step)> Scripts(RepositoryEvidence evidence) =>
        from execution in evidence.Commands.Executions
        where execution.Executor is Executor.Ci or Executor.Orchestrator && execution.WorkingDirectory is not null
        from argument in execution.Arguments.Prepend(execution.Name)
        where argument.EndsWith(".py", StringComparison.Ordinal)
        let path = RepositoryPath.Combine(execution.WorkingDirectory!, argument)
        from source in evidence.Code.Python
        where source.File.Path == path && !source.IsTest
        from step in Mentions(source)
        select (execution, step);

    private static TrailStep? TestOfCards(RepositoryEvidence evidence) =>
        evidence.Code.Python.Where(s => s.IsTest).SelectMany(Mentions).FirstOrDefault();

    private static IEnumerable<TrailStep> Mentions(Source<PythonModule> source) =>
        source.Document.Calls
            .Where(c => IsCard(c.Target) || c.Arguments.Any(a => a.Kind == PythonArgumentKind.String && IsCard(a.Value!)))
            .Select(c => new TrailStep(source.At(c.Line), c.Target))
            .Concat(source.Document.Imports.Where(i => IsCard(i.Target)).Select(i => new TrailStep(source.At(i.Line), "import " + i.Target)));

    private static bool IsCard(string text)
    {
        string plain = text.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return plain.Contains("modelcard", StringComparison.OrdinalIgnoreCase);
    }
}
