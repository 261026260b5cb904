using RepoMaturity.Evidence;

namespace RepoMaturity.Rules.Analyzers;

/// <summary>Each generator of random numbers that a program draws from while it trains is seeded by it.</summary>
internal sealed class SeededGenerators : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        foreach (TrainingProgram program in context.Evidence.TrainingPrograms)
        {
            foreach ((string generator, var at, bool isSeeded) in program.Draws)
            {
                string name = RandomNames.Of(generator);
                if (isSeeded)
                {
                    context.Pass(at.Location, $"{name} is seeded", [program.Entry, at, .. program.Seeds.Take(1)]);
                }
                else
                {
                    context.Fail(at.Location, $"{at.Text} draws from {name}", [program.Entry, at]);
                }
            }
        }

        context.NotApplicable("no program here trains with random numbers that are known");
    }
}

/// <summary>Some program seeds some generator.</summary>
internal sealed class SomeSeed : RepositoryAnalyzer
{
    public override void Analyze(AnalysisContext context)
    {
        TrainingProgram[] drawing = [.. context.Evidence.TrainingPrograms.Where(p => p.Draws.Count > 0 || p.Seeds.Count > 0)];
        if (drawing.Length == 0)
        {
            context.NotApplicable("no program here trains with random numbers that are known");
        }
        else if (drawing.SelectMany(p => p.Seeds).FirstOrDefault() is { } seed)
        {
            context.Pass(seed.Location, seed.Text, seed);
        }
        else if (drawing.FirstOrDefault(p => p.Draws.Count > 0 && p.Draws.All(d => d.IsSeeded)) is { } program)
        {
            context.Pass(program.Entry.Location, program.Entry.Text, program.Entry);
        }
        else if (drawing.FirstOrDefault(p => p.Draws.Count > 0) is { } loose)
        {
            context.Fail(loose.Draws[0].At.Location, loose.Draws[0].At.Text, [loose.Entry, loose.Draws[0].At]);
        }
    }
}

/// <summary>Generators by the words of a message.</summary>
internal static class RandomNames
{
    public static string Of(string generator) => generator switch
    {
        "Random" => "Python's random",
        "Torch" => "PyTorch's generator",
        "TensorFlow" => "TensorFlow's generator",
        "NumPy" => "NumPy's generator",
        _ => "the context's generator",
    };
}
