using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence;
using RepoMaturity.Evidence.Technologies;

namespace RepoMaturity.Rules.Queries;

/// <summary>
/// <c>call: [torch.load, "*.fit"]</c> with <c>with: [weights_only=False]</c>, <c>tests: true</c>: own code calls something, by its resolved
/// dotted name. A <c>*</c> stands for any text. An argument goes by its keyword or its position from 0. <c>computed: [0, args]</c> asks for an
/// argument that is no literal, <c>formatted</c> for a text with values put in, <c>literal</c> for a literal. <c>beside: [name]</c> passes a call over when the same call stands in the
/// same function with such an argument, as in the other branch of a guard. <c>from: [requests.get]</c> asks
/// that the result of another Python call goes in, written there or by a name, <c>not-from</c> that none does. With <c>once: true</c> it is made when
/// the program starts: outside of functions or in one that sets up. A name without a dot is a builtin, and a C# member that is set is called
/// <c>name =</c>. <c>as: drift-detection</c> takes the call for that capability: where the repository is itself a product that gives it, the call is
/// the product and no use.
/// </summary>
internal sealed class CallQuery : Query
{
    private enum ArgumentKind
    {
        Other,
        Literal,

        /// <summary>A name in capitals: by convention the value does not change, but what it is stands elsewhere.</summary>
        Constant,
        Formatted,

        /// <summary>May hold any other argument.</summary>
        Unpacked,
    }

    /// <summary>Functions that frameworks call a single time.</summary>
    private static readonly string[] SettingUp = ["__init__", "init", "initialize", "setup", "set_up", "lifespan", "startup", "on_startup", "startup_event", "create_app", "load", "load_model", "load_context"];

    private readonly IReadOnlyList<string> _targets;
    private readonly IReadOnlyList<string> _with;
    private readonly IReadOnlyList<string> _without;
    private readonly IReadOnlyList<string> _computed;
    private readonly IReadOnlyList<string> _formatted;
    private readonly IReadOnlyList<string> _literal;
    private readonly IReadOnlyList<string> _from;
    private readonly IReadOnlyList<string> _notFrom;
    private readonly IReadOnlyList<string> _beside;
    private readonly string? _as;
    private readonly bool _tests;
    private readonly bool _once;

    public CallQuery(QueryNode node)
    {
        _targets = node.Values();
        _with = node.Texts("with");
        _without = node.Texts("without");
        _computed = node.Texts("computed");
        _formatted = node.Texts("formatted");
        _literal = node.Texts("literal");
        _from = node.Texts("from");
        _notFrom = node.Texts("not-from");
        _beside = node.Texts("beside");
        _as = node.Text("as");
        _tests = node.Flag("tests");
        _once = node.Flag("once");
    }

    public override QueryResult Evaluate(RepositoryEvidence evidence)
    {
        if (_as is not null && evidence.Technologies.IsProduct(_as))
        {
            return QueryResult.No();
        }

        CallIndex calls = evidence.Code.Calls(_tests);
        return QueryResult.Any(
        [
            .. from site in calls.InPython(_targets) where IsAsked(site) select Match.At(site.Location, site.Call.Target),
            .. from site in calls.InCSharp(_targets)
               where _from.Count == 0 && !_once && HasArguments(site.Call.Arguments.Select(Argument))
               select Match.At(site.Location, site.Call.Name.TrimEnd(' ', '=')),
        ]);
    }

    private bool IsAsked(PythonCallSite site) =>
        _targets.Any(t => TechnologyMatcher.MatchesPattern(t, site.Call.Target) && (t[0] == '*' || !IsOwnName(site.Module, site.Call.Target)))
        && HasArguments(site.Call.Arguments.Select(Argument))
        && (!_once || (!site.IsInCell && (site.Call.Enclosing is not { } function || SettingUp.Contains(function.Name))))
        && (_from.Count == 0 || TakesFrom(_from, site.Module, site.Index))
        && (_notFrom.Count == 0 || !TakesFrom(_notFrom, site.Module, site.Index))
        && !(_beside.Count > 0 && site.Module.Calls.Any(c => c.Target == site.Call.Target && c.Enclosing == site.Call.Enclosing && _beside.Any(b => c.Keyword(b) is not null)));

    /// <summary>True when a call inside the arguments, or one before whose result has a name that stands there, is one of these.</summary>
    private static bool TakesFrom(IReadOnlyList<string> sources, PythonModule module, int index)
    {
        PythonCall call = module.Calls[index];
        bool IsSource(PythonCall c) => sources.Any(s => TechnologyMatcher.MatchesPattern(s, c.Target));
        PythonCall[] inner = [.. module.Calls.Skip(index + 1).Take(call.InnerCount)];
        if (inner.Any(IsSource))
        {
            return true;
        }

        string[] names = [.. inner.Prepend(call).SelectMany(c => c.Arguments).Where(a => a.Kind == PythonArgumentKind.Name).Select(a => a.Value!)];
        return names.Length > 0 && module.Calls.Take(index).Any(c =>
            c.AssignedTo is { } result && c.Enclosing == call.Enclosing && IsSource(c)
            && names.Any(n => n == result || n.StartsWith(result + ".", StringComparison.Ordinal)));
    }

    // A module may have an eval of its own, or a variable named yaml, which the dangers of the builtin and the library do not concern.
    private static bool IsOwnName(PythonModule module, string target)
    {
        int dot = target.IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? module.Definitions.Any(d => d.Name == target)
            : module.Calls.Any(c => c.AssignedTo is { } name && name.Length == dot && target.StartsWith(name, StringComparison.Ordinal));
    }

    private bool HasArguments(IEnumerable<(string Name, ArgumentKind Kind, string? Value)> given)
    {
        if (_with.Count + _without.Count + _computed.Count + _formatted.Count + _literal.Count == 0)
        {
            return true;
        }

        (string Name, ArgumentKind Kind, string? Value)[] arguments = [.. given];
        return (_with.Count == 0 || arguments.Any(a => _with.Any(w => FitsArgument(w, a.Name, a.Value))))
            && !arguments.Any(a => _without.Any(w => a.Kind == ArgumentKind.Unpacked || FitsArgument(w, a.Name, a.Value)))
            && (_computed.Count == 0 || arguments.Any(a => a.Kind is not (ArgumentKind.Literal or ArgumentKind.Constant) && _computed.Contains(a.Name)))
            && (_formatted.Count == 0 || arguments.Any(a => a.Kind == ArgumentKind.Formatted && _formatted.Contains(a.Name)))
            && (_literal.Count == 0 || arguments.Any(a => a.Kind == ArgumentKind.Literal && _literal.Contains(a.Name)));
    }

    private static (string Name, ArgumentKind Kind, string? Value) Argument(PythonArgument argument, int position) => (argument.Name ?? Position(position), argument.Kind switch
    {
        PythonArgumentKind.String or PythonArgumentKind.Number or PythonArgumentKind.Boolean or PythonArgumentKind.None => ArgumentKind.Literal,
        PythonArgumentKind.Name when argument.Value is { } name && !name.Any(char.IsAsciiLetterLower) => ArgumentKind.Constant,
        PythonArgumentKind.Formatted => ArgumentKind.Formatted,
        PythonArgumentKind.Unpacked => ArgumentKind.Unpacked,
        _ => ArgumentKind.Other,
    }, argument.Value);

    private static (string Name, ArgumentKind Kind, string? Value) Argument(CSharpArgument argument, int position) =>
        (argument.Name ?? Position(position), argument.IsLiteral ? ArgumentKind.Literal : argument.IsFormatted ? ArgumentKind.Formatted : ArgumentKind.Other, argument.Value);

    private static string Position(int position) => position.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary><c>name</c> alone asks for the argument, <c>name=value</c> for its value, <c>=value</c> for any argument of that value.</summary>
    private static bool FitsArgument(string wanted, string name, string? value)
    {
        int equals = wanted.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? name == wanted
            : (equals == 0 || name == wanted[..equals]) && value is not null && TechnologyMatcher.MatchesPattern(wanted[(equals + 1)..], value);
    }
}
