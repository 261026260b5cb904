using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Scenarios of <c>.feature</c> files as tests, where own code imports what runs them: then a step that says "Then" is an assertion.</summary>
internal static class Scenarios
{
    public const string Extension = ".feature";

    /// <summary>Programs that run these files and no other tests.</summary>
    public static readonly string[] Runners = ["behave"];

    public static IEnumerable<TestMethod> Find(RepositoryEvidence evidence)
    {
        SnapshotFile[] files = [.. evidence.Snapshot.Files.Where(f => f.Extension == Extension && f.HasContent && evidence.Trees.IsOwn(f))];
        return files.Length > 0 && evidence.Technologies.All.Any(t => t.Capabilities.Contains("scenario-runner") && evidence.Technologies.UsesOf(t).Any())
            ? files.SelectMany(f => Read(f.Path, evidence.Documents.Text(f) ?? ""))
            : [];
    }

    private static List<TestMethod> Read(string path, string text)
    {
        List<TestMethod> tests = [];
        string[] tags = [];
        string[] ofFeature = [];
        int number = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = raw.Trim();
            if (line.StartsWith("@"))
            {
                tags = [.. tags, .. line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => t.TrimStart('@'))];
            }
            else if (line.StartsWith("Feature:"))
            {
                (ofFeature, tags) = (tags, []);
            }
            else if (line.StartsWith("Scenario"))
            {
                tags = [.. ofFeature, .. tags];
                tests.Add(new TestMethod(line[(line.IndexOf(':') + 1)..].Trim().ToString(), new Location(path, number), 0, tags.Contains("skip"), null, true) { Markers = tags });
                tags = [];
            }
            else if (tests.Count > 0 && (line.StartsWith("Given ") || line.StartsWith("When ") || line.StartsWith("Then ")))
            {
                tests[^1] = tests[^1] with { IsStub = false, AssertionCount = tests[^1].AssertionCount + (line.StartsWith("Then ") ? 1 : 0) };
            }
        }

        return tests;
    }
}
