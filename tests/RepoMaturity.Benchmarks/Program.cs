using RepoMaturity.Benchmarks;

// Whole-process times of the published tool, side by side with `cat` of the same files in the same run.
//   dotnet run -c Release --project tests/RepoMaturity.Benchmarks -- --repositories DIR [--tool PATH] [--runs N]
// Exit code 1 when a limit is not held.
Arguments arguments = Arguments.Parse(args);
string tool = arguments.Tool ?? Publisher.Publish();
List<Row> rows =
[
    Row.Of("--version", Measure.Run(tool, ["--version"], arguments.Runs), 0.15),
    Row.Of("explain RM50103", Measure.Run(tool, ["explain", "RM50103"], arguments.Runs), 0.15),
];
foreach (string repository in arguments.Repositories)
{
    string[] files = [.. Measure.TrackedFiles(repository)];
    double cat = Measure.Cat(repository, files, arguments.Runs).Seconds;
    Sample scan = Measure.Run(tool, ["scan", repository, "--format", "json", "--quiet"], arguments.Runs);
    rows.Add(Row.Of($"scan {Path.GetFileName(repository)} ({files.Length} files, cat {cat:0.000} s)", scan, Math.Max(5 * cat, 0.5)));
}

Console.WriteLine($"{Environment.ProcessorCount} processors, {arguments.Runs} runs each after a warm-up, medians\n");
Console.WriteLine("| what | s | limit s | peak MB | limit MB | |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach (Row row in rows)
{
    Console.WriteLine($"| {row.Name} | {row.Seconds:0.000} | {row.LimitSeconds:0.000} | {row.PeakMegabytes:0} | {Row.LimitMegabytes} | {(row.Holds ? "holds" : "MISSED")} |");
}

return rows.All(r => r.Holds) ? 0 : 1;
