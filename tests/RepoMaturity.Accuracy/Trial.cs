using RepoMaturity.Evidence;
using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;

namespace RepoMaturity.Accuracy;

/// <summary>What the tool says of a labelled fact.</summary>
/// <param name="Repository">The labels of the repository.</param>
/// <param name="Decider">What decided.</param>
/// <param name="Label">What the person says.</param>
/// <param name="Verdict">By rules: true, false or null for open.</param>
/// <param name="Value">By metric: the number, or null where it cannot be measured.</param>
/// <param name="Proof">The findings that decided, or the metric's text.</param>
internal sealed record FactResult(RepositoryLabels Repository, FactDecider Decider, FactLabel Label, bool? Verdict, double? Value, IReadOnlyList<string> Proof)
{
    public bool IsPartial => Label.Value == "partial";

    /// <summary>True when the label says true or false for a fact that rules decide.</summary>
    public bool IsYesOrNo => Decider.Metric is null && !IsPartial;

    public bool Agrees => IsPartial
        || (Decider.Metric is null
            ? Verdict == (Label.IsTrue)
            : Math.Abs((Value - Label.Number) ?? double.PositiveInfinity) <= Decider.Tolerance + 1e-9);
}

/// <summary>A repository with what the tool says of it.</summary>
/// <param name="Labels">What people say.</param>
/// <param name="Components">The tool's assessment of each scale's component.</param>
/// <param name="Verdicts">Folded verdict of each rule, by id.</param>
/// <param name="Facts">Scored facts: decided, labelled, not arguable, and of concern to the repository.</param>
internal sealed record RepositoryResult(
    RepositoryLabels Labels,
    IReadOnlyDictionary<Scale, ComponentAssessment> Components,
    IReadOnlyDictionary<string, RuleVerdict> Verdicts,
    IReadOnlyList<FactResult> Facts);

/// <summary>All labelled repositories, scanned and compared.</summary>
internal sealed record Trial(RuleCatalog Catalog, FactMap Map, LabelSet Labels, IReadOnlyList<RepositoryResult> Repositories)
{
    public IEnumerable<FactResult> Facts => Repositories.SelectMany(r => r.Facts);

    /// <summary>The expert's and the tool's level of each repository.</summary>
    public IReadOnlyList<(int A, int B)> Levels(Scale scale) => [.. Repositories.Select(r => (r.Labels.Levels[scale].Level, r.Components[scale].Level))];

    /// <summary>The guide's component of a scale.</summary>
    public GuideComponent Guide(Scale scale) => Catalog.Components.Single(c => c.Id == scale.Component);

    /// <summary>Labelled facts that no rule decides yet.</summary>
    public IEnumerable<string> Undecided => Labels.Facts.Except(Map.Deciders.Select(d => d.Fact)).Except(Map.OutOfScope);

    /// <exception cref="AccuracyException">The map or a clone is not what the labels ask for.</exception>
    public static Trial Run(LabelSet labels, string directory, TextWriter progress)
    {
        RuleCatalog catalog = BuiltInRules.Load();
        using Stream stream = typeof(Trial).Assembly.GetManifestResourceStream("facts.yml")!;
        FactMap map = FactMap.Load(new StreamReader(stream).ReadToEnd(), catalog, labels.Facts);
        List<RepositoryResult> results = [];
        foreach (RepositoryLabels repository in labels.Repositories)
        {
            progress.WriteLine($"{results.Count + 1}/{labels.Repositories.Count} {repository.Name}");
            using RepositorySnapshot snapshot = Open(repository, directory);
            results.Add(Scan(repository, snapshot, catalog, map));
        }

        return new Trial(catalog, map, labels, results);
    }

    /// <summary>Opens the commit, not the working tree: what lies about in a clone has no label.</summary>
    private static RepositorySnapshot Open(RepositoryLabels repository, string directory)
    {
        string clone = Path.Combine(directory, repository.Name.Replace("/", "__", StringComparison.Ordinal));
        string mend = $"git clone https://github.com/{repository.Name} {clone} && git -C {clone} checkout {repository.Commit}";
        if (!Directory.Exists(clone))
        {
            throw new AccuracyException($"{clone} is missing; make it: {mend}");
        }

        try
        {
            RepositorySnapshot snapshot = SnapshotReader.Open(clone, "HEAD");
            return snapshot.Commit?.Id == repository.Commit
                ? snapshot
                : throw new AccuracyException($"{clone} is at {snapshot.Commit?.Id}, the labels are of {repository.Commit}; mend it: git -C {clone} checkout {repository.Commit}");
        }
        catch (SnapshotException e)
        {
            throw new AccuracyException($"{clone}: {e.Message}; make it: {mend}");
        }
    }

    private static RepositoryResult Scan(RepositoryLabels labels, RepositorySnapshot snapshot, RuleCatalog catalog, FactMap map)
    {
        // Judged for the day of the commit, so that the result does not age with the labels.
        DateOnly day = DateOnly.FromDateTime(snapshot.Commit!.AuthorDate.UtcDateTime);
        Assessment assessment = RepositoryScanner.Scan(snapshot, catalog, new ScanOptions { AsOf = day });
        Dictionary<string, RuleVerdict> verdicts = assessment.Findings.GroupBy(f => f.Rule).Select(RuleVerdict.Fold).ToDictionary(v => v.Rule.Id, StringComparer.Ordinal);
        RepositoryEvidence evidence = new(snapshot, catalog.Technologies);
        return new RepositoryResult(
            labels,
            Scale.All.ToDictionary(s => s, s => assessment.Projects[0].Components.Single(c => c.Id == s.Component)),
            verdicts,
            [
                .. map.Deciders
                    .Select(d => (Decider: d, Label: labels.Facts.GetValueOrDefault(d.Fact)))
                    .Where(f => f.Label is { IsArguable: false, Value: not null })
                    .Select(f => Decide(labels, f.Decider, f.Label!, verdicts, evidence)),
            ]);
    }

    private static FactResult Decide(RepositoryLabels labels, FactDecider decider, FactLabel label, Dictionary<string, RuleVerdict> verdicts, RepositoryEvidence evidence)
    {
        if (decider.Metric is { } name)
        {
            Evidence.Metrics.Metric metric = evidence.Metrics[name];
            return new FactResult(labels, decider, label, null, metric.Value, [metric.Text]);
        }

        IEnumerable<Finding> proof = decider.Rules.Select(r => verdicts[r.Id]).Select(v => v.Findings.First(f => f.Kind == v.Kind));
        return new FactResult(labels, decider, label, decider.Decide(r => verdicts[r.Id].Kind), null, [.. proof.Select(Text)]);
    }

    private static string Text(Finding finding)
    {
        string place = finding.Location.Path.Length > 0 ? $" {finding.Location}" : "";
        return $"{finding.Rule.Id} {finding.Kind}{place}: {finding.Message.ReplaceLineEndings(" ")}";
    }
}
