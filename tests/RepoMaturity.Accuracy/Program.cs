using RepoMaturity.Accuracy;

// How far the verdicts and levels agree with what people say who read the same repositories; README.md says how.
try
{
    Arguments arguments = Arguments.Parse(args);
    if (arguments.Draw is { } count)
    {
        ReadingsReport.WriteDraw(Console.Out, VerdictPool.Scan(arguments.Repositories, _ => true, Console.Error, arguments.Rules).Draw(count, arguments.Seed));
    }
    else if (arguments.Readings is { } readings)
    {
        ReadingsReport.Write(Console.Out, VerdictReading.Load(readings), arguments.Repositories, Console.Error);
    }
    else
    {
        Trial trial = Trial.Run(LabelSet.Load(arguments.Labels!), arguments.Repositories, Console.Error);
        if (arguments.Fit)
        {
            foreach (Scale scale in Scale.All)
            {
                FitReport.Write(Console.Out, trial, scale);
            }
        }

        AccuracyReport.Write(Console.Out, trial);
        if (arguments.Json is { } output)
        {
            TrialJson.Write(output, trial);
        }
    }

    return 0;
}
catch (Exception e) when (e is AccuracyException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 2;
}
