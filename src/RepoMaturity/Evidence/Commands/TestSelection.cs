using RepoMaturity.Documents;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Which tests one execution of a test runner selects, by its folder, paths, <c>-m</c>, <c>-k</c> and <c>--filter</c>.</summary>
internal sealed class TestSelection
{
    private static readonly string[] Selecting = ["--ignore", "--deselect", "--collect", "--co", "--last-failed", "--lf", "--filter"];

    private readonly bool _isPytest;
    private readonly bool _ofScenarios;
    private readonly bool _isVariable;
    private readonly List<string> _scopes = [];
    private readonly List<string> _ignored = [];
    private readonly string? _marks;
    private readonly string? _keywords;
    private readonly string? _filter;

    public TestSelection(RepositorySnapshot snapshot, Execution execution)
    {
        string? folder = execution.WorkingDirectory;
        bool dotnet = execution.Name is "dotnet" or "msbuild" or "MSBuild";
        _isPytest = execution.Name is "pytest" or "py.test";
        _ofScenarios = Scenarios.Runners.Contains(execution.Name);
        IReadOnlyList<string> arguments = execution.Arguments;
        for (int i = 0; i < arguments.Count; i++)
        {
            (string option, string? value) = PytestArguments.Split(arguments, _isPytest || dotnet, ref i);
            switch (option)
            {
                case "-m" when _isPytest:
                    _marks = value;
                    break;
                case "-k" when _isPytest:
                    _keywords = value;
                    break;
                case "--filter" when dotnet:
                    _filter = value;
                    break;
                case "--ignore" or "--deselect" when _isPytest && folder is not null && value is not null:
                    _ignored.Add(RepositoryPath.Combine(folder, value.Split("::")[0]) ?? value);
                    break;
                case "" when IsMakeOption(value!):
                    break;
                case "":
                    _isVariable |= IsVariable(value!);
                    if (folder is not null && Scope(snapshot, folder, value!, dotnet) is { } scope)
                    {
                        _scopes.Add(scope);
                    }

                    break;
            }
        }

        if (_scopes.Count == 0)
        {
            _scopes.Add(dotnet ? "" : folder ?? "");
            _isVariable |= folder is null;
        }
    }

    /// <summary>True or false, or null when a variable decides.</summary>
    public bool? Selects(TestMethod test)
    {
        string path = test.Location.Path;
        if (path.EndsWith(Scenarios.Extension, StringComparison.Ordinal) != _ofScenarios || !_scopes.Any(s => RepositoryPath.IsWithin(path, s)) || _ignored.Any(i => RepositoryPath.IsWithin(path, i)))
        {
            return _isVariable ? null : false;
        }

        // Not the folders: pytest's names begin with the file.
        string[] names = [path[(path.LastIndexOf('/') + 1)..], .. test.Name.Split('.'), .. test.Markers];
        bool? selected = And(
            Evaluate(_marks, word => test.Markers.Contains(word)),
            Evaluate(_keywords, word => names.Any(n => n.Contains(word.Split('[')[0], StringComparison.OrdinalIgnoreCase))));
        selected = And(selected, _filter is null ? true : Filter(_filter, test));
        return _isVariable && selected is true ? null : selected;
    }

    private static bool? And(bool? left, bool? right) => left is false || right is false ? false : left is null || right is null ? null : true;

    private static bool? Evaluate(string? expression, Func<string, bool> holds) =>
        string.IsNullOrWhiteSpace(expression) ? true : IsVariable(expression) ? null : SelectionExpression.Evaluate(expression, holds);

    /// <summary><c>Category=Integration</c>, <c>TestCategory!=Slow&amp;FullyQualifiedName~Model</c>.</summary>
    private static bool? Filter(string filter, TestMethod test)
    {
        if (IsVariable(filter) || filter.AsSpan().IndexOfAny("()") >= 0)
        {
            return null;
        }

        return filter.Split('|').Any(alternative => alternative.Split('&').All(condition =>
        {
            bool negated = condition.AsSpan().IndexOfAny('!', '~') is >= 0 and int at && condition[at] == '!';
            string[] parts = condition.Split(['=', '~', '!'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            string key = parts.Length > 1 ? parts[0] : "FullyQualifiedName";
            string value = parts.Length > 0 ? parts[^1] : "";
            bool holds = key is "FullyQualifiedName" or "Name" or "DisplayName" or "ClassName"
                ? (test.Location.Path + "." + test.Name).Contains(value, StringComparison.OrdinalIgnoreCase)
                : test.Markers.Contains(value, StringComparer.OrdinalIgnoreCase);
            return holds != negated;
        }));
    }

    private static string? Scope(RepositorySnapshot snapshot, string folder, string argument, bool dotnet)
    {
        int node = argument.IndexOf("::", StringComparison.Ordinal);
        if (RepositoryPath.Combine(folder, (node > 0 ? argument[..node] : argument).TrimEnd('*')) is not { Length: > 0 } path)
        {
            return argument is "." or "./" ? folder : null;
        }

        return snapshot.Find(path) is { } file ? dotnet ? file.Name.EndsWith("proj", StringComparison.Ordinal) ? file.Directory : null : file.Extension is ".py" or ".ipynb" or Scenarios.Extension ? path : null
            : snapshot.HasDirectory(path) ? path
            : null;
    }

    /// <summary>make's <c>$(if $(CI),--report-log x,)</c>: whichever branch it takes, it adds an option that selects nothing.</summary>
    private static bool IsMakeOption(string text) =>
        text.StartsWith("$(if ", StringComparison.Ordinal)
        && text.EndsWith(')')
        && text[..^1].Split(',')[1..] is { Length: > 0 and <= 2 } branches
        && branches.Select(b => b.Trim()).All(b => b.Length == 0 || (b.StartsWith("--", StringComparison.Ordinal) && !Selecting.Any(s => b.StartsWith(s, StringComparison.Ordinal))));

    private static bool IsVariable(string text) => text.AsSpan().IndexOfAny('$', '`') >= 0 || text.Contains("{{", StringComparison.Ordinal);
}
