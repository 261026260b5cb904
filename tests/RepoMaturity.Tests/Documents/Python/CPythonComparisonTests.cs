using System.Diagnostics;
using RepoMaturity.Documents.Python;

namespace RepoMaturity.Tests.Documents.Python;

/// <summary>Our counts against those of CPython's own <c>ast</c>, file by file, over its standard library.</summary>
public class CPythonComparisonTests
{
    private const int SampleSize = 400;

    private static readonly string[] Columns =
        ["functions", "classes", "docstrings", "annotations", "returns", "imports", "calls", "decorators", "complexity", "statements", "ends", "comparisons", "asserts", "tests"];

    [Fact]
    public void Counts_agree_with_ast_on_the_standard_library()
    {
        string? python = FindOnPath("python3");
        Assert.SkipWhen(python is null, "python3 is not on PATH: the parser was NOT compared with CPython");
        string library = Run(python!, ["-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"], "")[0];
        string[] all = [.. Directory.EnumerateFiles(library, "*.py", SearchOption.AllDirectories)
            .Where(f => !f.Contains("site-packages", StringComparison.Ordinal) && !f.Contains("dist-packages", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        Assert.SkipWhen(all.Length < 300, $"only {all.Length} files in {library}: the parser was NOT compared with CPython");
        string[] files = [.. Enumerable.Range(0, Math.Min(SampleSize, all.Length)).Select(i => all[(int)((long)i * all.Length / Math.Min(SampleSize, all.Length))])];

        string[] expected = Run(python!, [Path.Combine(AppContext.BaseDirectory, "Documents", "Python", "ast_counts.py")], string.Join('\n', files) + "\n");

        Assert.Equal(files.Length, expected.Length);
        List<string> differences = [];
        int parsable = 0;
        for (int i = 0; i < files.Length; i++)
        {
            int[] ours = Count(PythonModule.Parse(File.ReadAllBytes(files[i])));
            if (expected[i] == "-")
            {
                continue;
            }

            parsable++;
            int[] theirs = [.. expected[i].Split(' ').Select(int.Parse)];
            differences.AddRange(Columns.Index()
                .Where(c => ours[c.Index] != theirs[c.Index])
                .Select(c => $"{files[i]}: {c.Item} {ours[c.Index]}, ast {theirs[c.Index]}"));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{parsable} of {files.Length} files can be parsed by {python}; {differences.Count} counts differ");
        Assert.True(parsable >= 290, $"only {parsable} files could be parsed by {python}");
        Assert.Empty(differences);
    }

    private static int[] Count(PythonModule module)
    {
        PythonDefinition[] functions = [.. module.Definitions.Where(d => d.Kind != PythonDefinitionKind.Class)];
        return
        [
            functions.Length,
            module.Definitions.Count - functions.Length,
            module.Definitions.Count(d => d.HasDocstring) + (module.DocstringLine > 0 ? 1 : 0),
            functions.Sum(f => f.Parameters.Count(p => p.IsAnnotated)),
            functions.Count(f => f.HasReturnAnnotation),
            module.Imports.Count,
            module.Calls.Count,
            module.Definitions.Sum(d => d.Decorators.Count),
            functions.Sum(f => f.Complexity),
            functions.Sum(f => f.Statements),
            module.Definitions.Sum(d => d.EndLine),
            module.Comparisons.Count,
            module.Conditions.Count(c => c.Kind == PythonConditionKind.Assert),
            module.Conditions.Where(c => c.Kind is PythonConditionKind.If or PythonConditionKind.While).Sum(c => c.EndLine),
        ];
    }

    /// <summary>Full path of a program, so that nothing of the current folder is started.</summary>
    private static string? FindOnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathFullyQualified)
        .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
        .FirstOrDefault(File.Exists);

    private static string[] Run(string program, string[] arguments, string input)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string text = output.GetAwaiter().GetResult();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
