using System.CommandLine;
using System.Text;
using RepoMaturity.Policy;
using RepoMaturity.Reports;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;

namespace RepoMaturity.Tool.Commands;

/// <summary><c>init</c>: writes a commented configuration that says what the scan found by itself.</summary>
internal static class InitCommand
{
    private const int MostExclusions = 20;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> path = new("PATH") { Description = "Repository.", DefaultValueFactory = static _ => "." };
        Option<bool> force = new("--force") { Description = "Overwrite a configuration that is there." };
        ToolCommand command = new("init", "Write a commented repo-maturity.yml for this repository.", ("init", "write repo-maturity.yml at the root of the repository")) { path, force };
        command.SetAction((result, cancellationToken) => Task.Run(() => Run(result.GetValue(path)!, result.GetValue(force), cancellationToken), CancellationToken.None));
        return command;
    }

    private static int Run(string path, bool force, CancellationToken cancellationToken)
    {
        using RepositorySnapshot snapshot = SnapshotReader.Open(path);
        string root = RootOf(path);
        string file = Path.Combine(root, RepositoryConfiguration.FileNames[0]);
        string? there = RepositoryConfiguration.FileNames.Select(n => Path.Combine(root, n)).FirstOrDefault(File.Exists);
        if (there is not null && !force)
        {
            throw new UsageException($"{Path.GetRelativePath(root, there)} is there already; --force overwrites it");
        }

        ScanOptions options = new() { AsOf = DateOnly.FromDateTime(DateTime.UtcNow) };
        Assessment assessment = RepositoryScanner.Scan(snapshot, BuiltInRules.Load(), options, cancellationToken);
        try
        {
            File.WriteAllText(there ?? file, Content(assessment));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(e.Message);
        }

        Console.Error.WriteLine($"wrote {there ?? file}");
        return ExitCodes.Success;
    }

    /// <summary>The folder that holds <c>.git</c>, at or above the path; the path itself without git.</summary>
    private static string RootOf(string path)
    {
        string start = Path.GetFullPath(path);
        for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                return folder;
            }
        }

        return start;
    }

    /// <summary>The text of the configuration: all of it comments, so that nothing changes until the team decides.</summary>
    internal static string Content(Assessment assessment)
    {
        StringBuilder text = new();
        text.Append($"""
            ## Configuration of RepoMaturity for {ReportText.OneLine(assessment.Repository)}.
            ## Remove one '#' from what you decide; every decision has a reason, and reports show it.

            ## Severity of a rule: error, warning, note, or off.
            # rules:
            #   RM50103:
            #     severity: error
            #     reason: we agreed on it

            ## Paths that are not your own code. Found without your help:

            """.ReplaceLineEndings("\n"));
        foreach (Exclusion exclusion in assessment.Excluded.Take(MostExclusions))
        {
            text.Append($"##   {ReportText.Visible(exclusion.Path)}: {ReportText.OneLine(exclusion.Reason)}\n");
        }

        text.Append(assessment.Excluded.Count == 0 ? "##   none\n" : assessment.Excluded.Count > MostExclusions ? $"##   … and {assessment.Excluded.Count - MostExclusions} more\n" : "");
        text.Append("""
            # exclude:
            #   - path: third_party/**
            #     reason: copied from upstream

            ## What this repository is. Found:

            """.ReplaceLineEndings("\n"));
        Trait[] traits = [.. assessment.Projects.SelectMany(p => p.Traits)];
        foreach (Trait trait in traits)
        {
            string proof = trait.Trail.Count > 0 ? $" ({ReportText.Step(trait.Trail[0], wholePath: true)})" : "";
            text.Append($"##   {ReportText.Visible(trait.Name)}{proof}\n");
        }

        text.Append(traits.Length == 0 ? "##   nothing\n" : "");
        text.Append("""
            # traits:
            #   library: true
            #   template: false

            ## Coverage that a level of a component needs, in place of the catalogue's.
            # thresholds:
            #   5:
            #     3: 0.4

            """.ReplaceLineEndings("\n"));
        return text.ToString();
    }
}
