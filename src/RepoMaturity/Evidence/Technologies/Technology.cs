namespace RepoMaturity.Evidence.Technologies;

/// <summary>What a technology gives and how it is recognised: one file under <c>rules/technologies/</c>.</summary>
internal sealed record Technology(string Id, string Name)
{
    /// <summary>Languages whose code it concerns (trait names); empty for any.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>What it gives: <c>linter</c>, <c>experiment-tracking</c> …</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>These, and what only a call, a file, an execution or a setting of it gives.</summary>
    public IEnumerable<string> AllCapabilities => Capabilities
        .Concat(Calls.SelectMany(c => c.Capabilities))
        .Concat(Configurations.SelectMany(c => c.Capabilities))
        .Concat(Executions.SelectMany(e => e.Capabilities))
        .Concat(Checks.Select(c => c.Capability))
        .Distinct();

    /// <summary>Package names by ecosystem, normalised as the ecosystem does.</summary>
    public IReadOnlyList<(string Ecosystem, string Name)> Packages { get; init; } = [];

    /// <summary>Import roots: <c>mlflow</c> matches <c>mlflow.sklearn</c>.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>Calls that use it.</summary>
    public IReadOnlyList<CallSignature> Calls { get; init; } = [];

    /// <summary>What an import alone shows: all but what calls of its own stand for. Who imports a tracker need not register models.</summary>
    public IReadOnlyList<string> ImportCapabilities => Calls.Any(c => c.Capabilities.Count > 0) ? [.. Capabilities.Except(Calls.SelectMany(c => c.Capabilities))] : Capabilities;

    /// <summary>Files and keys that configure it.</summary>
    public IReadOnlyList<ConfigurationSignature> Configurations { get; init; } = [];

    /// <summary>Commands that run it.</summary>
    public IReadOnlyList<ExecutionSignature> Executions { get; init; } = [];

    /// <summary>What its executions give besides when settings say so.</summary>
    public IReadOnlyList<CheckSignature> Checks { get; init; } = [];

    /// <summary>Options with a meaning of their own, such as <c>strict</c> or <c>threshold</c>, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SettingSignature>> Settings { get; init; } = new Dictionary<string, IReadOnlyList<SettingSignature>>();
}

/// <summary>A file, a key of a file, or a setting that is on: what configures a technology.</summary>
/// <param name="Files">Globs by file name, or by path when they hold a slash.</param>
/// <param name="Key">Dotted key that must be there (<c>*</c> for any); null when the file alone is enough.</param>
/// <param name="Matches">Pattern the key's value must match, or null.</param>
/// <param name="Capabilities">What of the technology it configures; empty for all.</param>
internal sealed record ConfigurationSignature(IReadOnlyList<string> Files, string? Key, string? Matches, IReadOnlyList<string> Capabilities)
{
    /// <summary>A setting of the technology that must be on, instead of a file; null for a file.</summary>
    public string? Setting { get; init; }

    /// <summary>What <see cref="Matches"/> asks; null when any value will do.</summary>
    public ValueTest? Test { get; } = Matches is null ? null : new ValueTest(Matches);
}

/// <summary>A call, in C# also a creation, that uses a technology.</summary>
/// <param name="Target">Its name, in Python the resolved one; a <c>*</c> stands for any text.</param>
/// <param name="With">Keyword arguments of Python of which one must be there, as <c>name</c> or <c>name=value</c>; empty for none.</param>
/// <param name="Capabilities">What of the technology it uses; empty for all.</param>
internal sealed record CallSignature(string Target, IReadOnlyList<string> With, IReadOnlyList<string> Capabilities);

/// <summary>How an execution is recognised.</summary>
/// <param name="Kind">Command, action or hook.</param>
/// <param name="Name">Program, action or hook id; a trailing <c>*</c> matches any ending.</param>
/// <param name="Leading">Arguments that must come first, such as <c>check</c> of <c>ruff check</c>.</param>
/// <param name="With">Arguments of which one must be there (a trailing <c>*</c> matches any ending); empty for none.</param>
/// <param name="Without">Arguments of which none may be there.</param>
/// <param name="CannotFail">Arguments that keep it from failing: <c>--exit-zero</c>.</param>
/// <param name="FailsWith">Arguments of which one is needed for it to fail: <c>--check</c> of a formatter; empty when it always can.</param>
/// <param name="NeedsSetting">A setting of the technology that must be true for the execution to count, or null.</param>
/// <param name="Capabilities">What of the technology it exercises; empty for all.</param>
internal sealed record ExecutionSignature(
    ExecutionKind Kind,
    string Name,
    IReadOnlyList<string> Leading,
    IReadOnlyList<string> With,
    IReadOnlyList<string> Without,
    IReadOnlyList<string> CannotFail,
    IReadOnlyList<string> FailsWith,
    string? NeedsSetting,
    IReadOnlyList<string> Capabilities);

/// <summary>Where an option is written: a key of a file, an argument of the command, an MSBuild property; or a plug-in that is declared.</summary>
/// <param name="Files">Files of the key; empty for an argument or property.</param>
/// <param name="Key">Dotted key; null for an argument or property.</param>
/// <param name="Argument">Argument, whose value follows after <c>=</c> or a space; null for a key.</param>
/// <param name="Property">MSBuild property; null for the others.</param>
/// <param name="Matches">Pattern the value must match for the setting to be true; null when any value but false will do.</param>
/// <param name="OfTests">True when the property is read in test projects, and not in the others.</param>
internal sealed record SettingSignature(IReadOnlyList<string> Files, string? Key, string? Argument, string? Property, string? Matches, bool OfTests)
{
    /// <summary>A package whose declaration switches the option on, with its ecosystem; null for the others.</summary>
    public (string Ecosystem, string Name)? Package { get; init; }

    /// <summary>True of a value that switches the option on.</summary>
    public ValueTest Test { get; } = new(Matches);
}

/// <summary>What an execution gives besides when settings say so: Ruff limits complexity where <c>C901</c> is selected.</summary>
/// <param name="Capability">What is given.</param>
/// <param name="By">The capability of the executions that give it.</param>
/// <param name="When">Settings that must all be on; none when it is given by default.</param>
/// <param name="Unless">A setting that must not be on, or null.</param>
internal sealed record CheckSignature(string Capability, string By, IReadOnlyList<string> When, string? Unless);
