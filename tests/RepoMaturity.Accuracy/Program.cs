using RepoMaturity.Accuracy;

// How far the verdicts and levels agree with labels that people made; README.md says how.
//   dotnet run -c Release --project tests/RepoMaturity.Accuracy -- --labels FILE --repositories DIR [--json OUT] [--fit]
try
{
    Arguments arguments = Arguments.Parse(args);
    LabelSet labels = LabelSet.Load(arguments.Labels);
    Trial trial = Trial.Run(labels, arguments.Repositories, Console.Error);
    if (arguments.Fit)
    {
        FitReport.Write(Console.Out, trial);
    }

    AccuracyReport.Write(Console.Out, trial);
    if (arguments.Json is { } output)
    {
        TrialJson.Write(output, trial);
    }

    return 0;
}
catch (Exception e) when (e is AccuracyException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 2;
}
