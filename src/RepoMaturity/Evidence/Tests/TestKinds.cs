using System.Text.RegularExpressions;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>How much of a system a test drives.</summary>
internal enum TestKind
{
    Unit,

    /// <summary>Several components together, or one with a real service.</summary>
    Integration,

    /// <summary>The whole pipeline or the deployed service.</summary>
    EndToEnd,
}

/// <summary>A test that says what kind it is, with what says so.</summary>
/// <param name="Test">The test.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Proof">A folder, a name, a mark or a call.</param>
/// <param name="Service">What says that its module talks to a real service: it starts a container, or uses a client of one and no mock; null when nothing does.</param>
internal sealed record KnownTest(TestMethod Test, TestKind Kind, TrailStep Proof, TrailStep? Service);

/// <summary>
/// Tells integration and end-to-end tests from unit tests, in one pass over the tests: by mark or category, by folder and name, and by what they call.
/// </summary>
internal static partial class TestKinds
{
    private static readonly string[] IntegrationWords = ["integration", "functional", "acceptance", "smoke", "system", "component"];

    /// <summary>Calls that drive a whole application or load a published model, by the name of the method.</summary>
    private static readonly string[] DrivingCalls = ["test_client", "from_pretrained", "hf_hub_download", "snapshot_download"];

    /// <summary>A test that starts a program drives all of it; the machine's own small tools are none.</summary>
    internal static readonly string[] Processes = ["subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.Popen", "os.system"];

    private const int MaxCall = 300;

    private static readonly string[] SmallTools =
        ["git", "pip", "pbcopy", "xclip", "clip", "open", "xdg-open", "echo", "ls", "cp", "mv", "rm", "mkdir", "touch", "cat", "chmod", "chown", "which", "where", "tar", "zip", "unzip", "sleep", "kill", "uname", "hostname", "whoami", "nvidia-smi", "ps", "pgrep"];

    /// <summary>Live tests of own code that are more than unit tests, in their order.</summary>
    public static IReadOnlyList<KnownTest> Find(RepositoryEvidence evidence)
    {
        HashSet<string> codeFolders = CodeFolders(evidence);
        ILookup<string, TrailStep> clients = Uses(evidence, "test-client");
        ILookup<string, TrailStep> containers = Uses(evidence, "service-container");
        ILookup<string, TrailStep> browsers = Uses(evidence, "browser-test");
        ILookup<string, TrailStep> services = Uses(evidence, "remote-service");
        HashSet<string> mocked = [.. Uses(evidence, "mocking").Select(g => g.Key)];
        ILookup<string, (int Line, string Target, bool Shared)> calls = Driving(evidence);
        List<KnownTest> found = [];
        foreach (TestMethod test in evidence.Tests.Where(t => t.IsLive && !t.IsSilent))
        {
            string path = test.Location.Path;
            TrailStep? service = containers[path].FirstOrDefault() ?? (mocked.Contains(path) ? null : services[path].FirstOrDefault());
            (TestKind Kind, string Text)? said = ByMark(test) ?? ByPath(path, codeFolders) ?? ByName(test.Name);
            if (said is { } known)
            {
                found.Add(new KnownTest(test, known.Kind, new TrailStep(test.Location, known.Text), service));
            }
            else if (browsers[path].FirstOrDefault() is { Text: not null } browser)
            {
                found.Add(new KnownTest(test, TestKind.EndToEnd, browser, service));
            }
            else if (containers[path].Concat(clients[path]).FirstOrDefault() is { } use)
            {
                found.Add(new KnownTest(test, TestKind.Integration, use, service));
            }
            else if (calls[path].FirstOrDefault(c => c.Shared || (c.Line >= test.Location.Line && c.Line <= test.Location.EndLine)) is { Target: not null } call)
            {
                found.Add(new KnownTest(test, TestKind.Integration, new TrailStep(new Location(path, call.Line), call.Target), service));
            }
        }

        return found;
    }

    /// <summary>The kind that a name says beside the word test: <c>integration_tests</c>, <c>SmokeTests</c>, <c>test_e2e</c>; null when it says none.</summary>
    public static TestKind? Named(string name)
    {
        string[] words = Words(name);
        int test = Array.FindIndex(words, w => w is "test" or "tests" or "testing");
        return test < 0 ? null
            : IsEndToEnd(words) ? TestKind.EndToEnd
            : IntegrationWords.Any(w => w != "component" && ((test > 0 && words[test - 1] == w) || (w == "integration" && test + 1 < words.Length && words[test + 1] == w))) ? TestKind.Integration
            : null;
    }

    private static (TestKind, string)? ByMark(TestMethod test)
    {
        foreach (string mark in test.Markers)
        {
            string[] words = Words(mark);
            if (IsEndToEnd(words))
            {
                return (TestKind.EndToEnd, "marked " + mark);
            }

            if (words is [var word, ..] && IntegrationWords.Contains(word) && words.Skip(1).All(w => w is "test" or "tests"))
            {
                return (TestKind.Integration, "marked " + mark);
            }
        }

        return null;
    }

    /// <summary>The kind that a folder or the name of a file says; null when it says none.</summary>
    public static TestKind? OfPath(RepositoryEvidence evidence, string path) => ByPath(path, CodeFolders(evidence))?.Item1;

    private static HashSet<string> CodeFolders(RepositoryEvidence evidence) =>
        new(evidence.Code.Files.Where(f => !evidence.Trees.IsTest(f)).SelectMany(f => f.Directory.Split('/')), StringComparer.OrdinalIgnoreCase);

    /// <summary>A folder or file of the tests that is named so. A folder that the code has too mirrors it: <c>tests/functional</c> of <c>nn/functional</c>.</summary>
    private static (TestKind, string)? ByPath(string path, HashSet<string> codeFolders)
    {
        string[] segments = path.Split('/');
        for (int i = 0; i < segments.Length - 1; i++)
        {
            string[] words = Words(segments[i]);
            if (codeFolders.Contains(segments[i]))
            {
                continue;
            }

            if (IsEndToEnd(words))
            {
                return (TestKind.EndToEnd, $"in {segments[i]}/");
            }

            bool inTests = segments.Take(i).Any(s => Words(s).Any(w => w is "test" or "tests"));
            if (Named(segments[i]) is { } kind || (inTests && words is [var word] && IntegrationWords.Contains(word) && (kind = TestKind.Integration) == kind))
            {
                return (kind, $"in {segments[i]}/");
            }
        }

        return Named(Path.GetFileNameWithoutExtension(segments[^1])) is { } named ? (named, "by its name") : null;
    }

    private static (TestKind, string)? ByName(string name) =>
        name.Split('.').Select(Named).FirstOrDefault(k => k is not null) is { } kind ? (kind, name) : null;

    private static bool IsEndToEnd(string[] words)
    {
        string joined = $"-{string.Join('-', words)}-";
        return joined.Contains("-e2e-", StringComparison.Ordinal) || joined.Contains("-end-to-end-", StringComparison.Ordinal) || joined.Contains("-end2end-", StringComparison.Ordinal);
    }

    /// <summary>Words of snake, kebab, dotted and camel case, in lower case.</summary>
    internal static string[] Words(string name)
    {
        List<string> words = [];
        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            bool ends = i == name.Length || !char.IsLetterOrDigit(name[i]);
            if ((ends || (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1]))) && i > start)
            {
                words.Add(name[start..i].ToLowerInvariant());
                start = i;
            }

            start = ends ? i + 1 : start;
        }

        return [.. words];
    }

    private static ILookup<string, TrailStep> Uses(RepositoryEvidence evidence, string capability) =>
        evidence.Technologies.WithCapability(capability).SelectMany(t => evidence.Technologies.UsesOf(t)).ToLookup(s => s.Location.Path, StringComparer.Ordinal);

    /// <summary>A call outside any test, as in a fixture, serves all tests of its file.</summary>
    private static ILookup<string, (int Line, string Target, bool Shared)> Driving(RepositoryEvidence evidence)
    {
        IEnumerable<(string Path, int Line, string Target, bool Shared)> python =
            from source in evidence.Code.Python
            where source.IsTest
            from call in source.Document.Calls
            where DrivingCalls.Contains(call.Target[(call.Target.LastIndexOf('.') + 1)..]) || (Processes.Contains(call.Target) && !StartsSmallTool(evidence, source, call))
            select (source.File.Path, call.Line, call.Target, call.Enclosing?.Name.StartsWith("test", StringComparison.Ordinal) is not true);
        IEnumerable<(string Path, int Line, string Target, bool Shared)> csharp =
            from source in evidence.Code.CSharp
            where source.IsTest
            from call in source.Document.Creations
            where call.Name is "WebApplicationFactory" or "TestServer"
            select (source.File.Path, call.Line, call.Name, true);
        return python.Concat(csharp).ToLookup(c => c.Path, c => (c.Line, c.Target, c.Shared), StringComparer.Ordinal);
    }

    /// <summary>True when the first word of the command is written there and names one: <c>subprocess.run(["git", "init"])</c>.</summary>
    private static bool StartsSmallTool(RepositoryEvidence evidence, Source<PythonModule> source, PythonCall call)
    {
        string text = evidence.Documents.Text(source.File) ?? "";
        int at = 0;
        for (int line = 1; line < call.Line && at >= 0; line++)
        {
            at = text.IndexOf('\n', at) + 1;
        }

        return SmallTools.Contains(FirstWord().Match(text.Substring(at, Math.Min(MaxCall, text.Length - at))).Groups[1].Value);
    }

    [GeneratedRegex("""\b(?:run|call|check_call|check_output|Popen|system)\(\s*\[?\s*(?:["']([\w-]+))?""", RegexOptions.NonBacktracking)]
    private static partial Regex FirstWord();
}
