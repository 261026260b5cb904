using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.RegularExpressions;
using RepoMaturity.Documents;
using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Data;
using RepoMaturity.Documents.Manifests;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence.Technologies;

/// <summary>Which technologies stand in the repository, how firmly, and with which settings.</summary>
internal sealed partial class TechnologyEvidence
{
    /// <summary>Properties that the SDK, the command line of every build, or the host sets.</summary>
    private static readonly FrozenSet<string> SetElsewhere = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Configuration", "Platform", "TargetFramework", "TargetFrameworks", "OS", "CI", "GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "ContinuousIntegrationBuild", "MSBuildProjectName",
        "MSBuildProjectExtension", "MSBuildThisFileDirectory", "RuntimeIdentifier", "IsTestProject", "IsPackable", "OutputType", "UsingMicrosoftNETSdk");

    private const int MaxScriptBytes = 1 << 19;
    private static readonly string[] ScriptExtensions = ["", ".yml", ".yaml", ".sh", ".bash", ".mk", ".toml", ".ps1", ".cmd", ".bat", ".dockerfile"];
    private static readonly string[] TaskFiles = ["tox.ini", "setup.cfg", "noxfile.py", "tasks.py", "package.json"];
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n\"'`=,;:()[]{}|&<>@$!\\");

    private readonly RepositoryEvidence _evidence;
    private readonly FrozenDictionary<string, Technology[]> _byCapability;
    private readonly Lazy<ILookup<string, (string Import, Location Location, bool IsCertain)>> _imports;
    private readonly Lazy<TrailStep[]> _decorators;
    private readonly Lazy<HashSet<string>> _ownPackages;
    private readonly Lazy<HashSet<string>> _ownNamespaces;
    private readonly Lazy<HashSet<string>> _scriptWords;
    private readonly ConcurrentDictionary<string, IReadOnlyList<TechnologyFact>> _facts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Technology, string Setting), IReadOnlyList<SettingFact>> _written = [];

    public TechnologyEvidence(RepositoryEvidence evidence, IReadOnlyList<Technology> technologies)
    {
        _evidence = evidence;
        All = technologies;
        _byCapability = technologies
            .SelectMany(t => t.AllCapabilities.Select(c => (Capability: c, Technology: t)))
            .GroupBy(p => p.Capability, p => p.Technology, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        _imports = new(FindImports);
        _scriptWords = new(() => ScriptWords(evidence));
        _decorators = new(() =>
        [
            .. from source in evidence.Code.Python
               from definition in source.Document.Definitions
               from decorator in definition.Decorators
               where decorator.Target.Contains('.', StringComparison.Ordinal) && !source.Document.Calls.Any(c => c.Line == decorator.Line && c.Target == decorator.Target)
               select new TrailStep(source.At(decorator.Line), decorator.Target),
        ]);
        _ownNamespaces = new(() => OwnNamespaces(evidence));
        _ownPackages = new(() => [.. RepositoryNames.Packages(evidence).Select(n => n.Replace('-', '_'))]);
    }

    public IReadOnlyList<Technology> All { get; }

    /// <summary>Technologies with a capability that concern the repository's languages.</summary>
    public IEnumerable<Technology> WithCapability(string capability) =>
        _byCapability.GetValueOrDefault(capability, []).Where(Concerns);

    /// <summary>True of a technology for the repository's languages.</summary>
    public bool Concerns(Technology technology) => technology.Languages.Count == 0 || technology.Languages.Any(_evidence.Traits.HasLanguage);

    /// <summary>True when the repository makes the technology: it imports it under its own name.</summary>
    public bool IsOwn(Technology technology) => technology.Imports.Any(i => _ownPackages.Value.Contains(Root(i)) || _ownNamespaces.Value.Contains(i));

    /// <summary>Facts about a capability, the enforced first.</summary>
    public IEnumerable<TechnologyFact> Facts(string capability) => WithCapability(capability)
        .SelectMany(FactsOf)
        .Where(f => f.Capabilities.Contains(capability))
        .OrderByDescending(f => f.Strength);

    /// <summary>True when the repository is itself a technology with a capability.</summary>
    public bool IsProduct(string capability) => WithCapability(capability).Any(IsOwn);

    /// <summary>
    /// The first execution in CI that may exercise a capability, since its arguments are a variable and the technology is declared or
    /// configured; null when there is none.
    /// </summary>
    public Execution? MayRun(string capability, bool onChange) =>
    (
        from technology in WithCapability(capability)
        where FactsOf(technology).Any(f => f.Strength is Strength.Declared or Strength.Configured)
        from signature in technology.Executions
        where signature.Capabilities.Count == 0 || signature.Capabilities.Contains(capability)
        from execution in _evidence.Executions
        where execution.Executor == Executor.Ci && (!onChange || execution.IsEnforced) && TechnologyMatcher.MayMatch(signature, execution)
        select execution).FirstOrDefault();

    /// <summary>What CI calls and cannot be seen, and may exercise a capability: beyond a bound of this repository the tool's name must stand in some script all the same.</summary>
    public UnresolvedReference? MayHide(string capability, bool onChange) =>
        _evidence.Commands.LeavesRepository(onChange) is not { } hidden ? null
        : !hidden.IsBeyondBound || WithCapability(capability).SelectMany(t => t.Executions).Any(IsNamed) ? hidden
        : _evidence.Commands.LeavesRepository(onChange, withBounds: false);

    /// <summary>True when all that makes up a signature stands in some script, one of the arguments that it asks for included.</summary>
    private bool IsNamed(ExecutionSignature signature) => signature.Leading.Prepend(signature.Name).All(IsWritten)
        && (signature.With.Count == 0 || signature.With.Any(w => IsWritten(w.Split('=')[0])));

    private bool IsWritten(string word) => _scriptWords.Value.Contains(word.TrimEnd('*'));

    /// <summary>Words of the files that commands are followed through.</summary>
    private static HashSet<string> ScriptWords(RepositoryEvidence evidence)
    {
        HashSet<string> words = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (SnapshotFile file in evidence.Snapshot.Files.Where(f => f.HasContent && f.Size <= MaxScriptBytes && (ScriptExtensions.Contains(f.Extension) || TaskFiles.Contains(f.Name))))
        {
            ReadOnlySpan<char> text = evidence.Documents.Text(file);
            foreach (Range range in text.SplitAny(WordEnds))
            {
                lookup.Add(text[range]);
            }
        }

        return words;
    }

    /// <summary>All facts about a technology.</summary>
    public IReadOnlyList<TechnologyFact> FactsOf(Technology technology) => _facts.GetOrAdd(
        technology.Id,
        _ => [.. Declared(technology), .. Configured(technology), .. ConfiguredChecks(technology), .. Used(technology), .. Executed(technology)]);

    /// <summary>Values of a setting of every technology with a capability, from files, arguments and MSBuild properties.</summary>
    public IEnumerable<SettingFact> Settings(string capability, string name) =>
        WithCapability(capability).SelectMany(t => SettingsOf(t, name));

    /// <summary>Values of a setting of one technology.</summary>
    public IEnumerable<SettingFact> SettingsOf(Technology technology, string name) => WrittenSettings(technology, name).Concat(
        from fact in FactsOf(technology)
        where fact.Execution is not null
        from setting in ArgumentSettings(technology, name, fact.Execution!)
        select setting);

    /// <summary>Values written in files: keys and MSBuild properties. Asked again for each execution and rule.</summary>
    private IReadOnlyList<SettingFact> WrittenSettings(Technology technology, string name) =>
        _written.GetOrAdd((technology.Id, name), _ => [.. ReadSettings(technology, name)]);

    private IEnumerable<SettingFact> ReadSettings(Technology technology, string name)
    {
        foreach (SettingSignature signature in technology.Settings.GetValueOrDefault(name, []))
        {
            ValueTest test = signature.Test;
            if (signature.Key is not null)
            {
                foreach ((SnapshotFile file, DataEntry entry) in Keys(signature.Files, signature.Key))
                {
                    string value = entry.Value.IsSequence ? string.Join(", ", entry.Value.Items) : entry.Value.ToString();
                    yield return new SettingFact(technology, name, value, test.Fits(entry.Value), [Step(file, entry, $"{entry.Key} = {value}")]);
                }
            }
            else if (signature.Property is not null && MajorityValue(signature.Property, signature.OfTests, test) is { } value)
            {
                yield return new SettingFact(technology, name, value.Value, test.Fits(value.Value), [new TrailStep(value.Location, $"{signature.Property} = {value.Value}")]);
            }
            else if (signature.Package is { } package && Dependencies(package.Ecosystem, package.Name).FirstOrDefault() is { } dependency)
            {
                yield return new SettingFact(technology, name, dependency.Name, true, [new TrailStep(dependency.Location, dependency.Spec)]);
            }
        }
    }

    /// <summary>Values given to one execution as arguments.</summary>
    private static IEnumerable<SettingFact> ArgumentSettings(Technology technology, string name, Execution execution) =>
        from signature in technology.Settings.GetValueOrDefault(name, [])
        where signature.Argument is not null
        let value = TechnologyMatcher.ValueOf(MsBuildArguments.Expand(execution), signature.Argument!)
        where value is not null
        select new SettingFact(technology, name, value, signature.Test.Fits(value), execution.Trail) { Execution = execution };

    /// <summary>
    /// What at least half of the own projects, or of the test projects, say of a property: values that fit count as one, since lists differ
    /// from project to project.
    /// </summary>
    private MsBuildValue? MajorityValue(string property, bool ofTests, ValueTest test)
    {
        EvaluatedProject[] projects = [.. ofTests ? _evidence.Projects.Projects.Where(p => p.IsTest && _evidence.Trees.IsOwn(p.File)) : _evidence.OwnProjects];
        return projects
            .Select(p => p.Value(property))
            .OfType<MsBuildValue>()
            .Where(v => v.Condition is null || MayHold(v.Condition))
            .GroupBy(v => test.Fits(v.Value) ? "" : v.Value, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() * 2 >= projects.Length)
            .OrderByDescending(g => g.Count())
            .FirstOrDefault()?.First();
    }

    /// <summary>False for a condition on a property that neither the SDK nor anything that CI runs sets: <c>'$(Coverage)' == 'true'</c>.</summary>
    private bool MayHold(string condition) => PropertyPattern().Matches(condition).Select(m => m.Groups[1].Value).All(name =>
        SetElsewhere.Contains(name)
        || _evidence.Pipelines.Any(p => _evidence.Documents.Text(p.File)?.Contains(name, StringComparison.OrdinalIgnoreCase) == true)
        || _evidence.Executions.Any(e => e.Arguments.Any(a => a.Contains(name, StringComparison.OrdinalIgnoreCase))));

    /// <summary>Imports of a technology by own code: what proves Used.</summary>
    /// <param name="technology">The technology.</param>
    /// <param name="certainOnly">True to leave out imports inside <c>try</c> and for type checkers, which a repository can do without.</param>
    public IEnumerable<TrailStep> UsesOf(Technology technology, bool certainOnly = false)
    {
        foreach (string import in technology.Imports)
        {
            foreach ((string name, Location location, bool isCertain) in _imports.Value[Root(import)])
            {
                if ((isCertain || !certainOnly) && (name == import || name.StartsWith(import + ".", StringComparison.Ordinal)))
                {
                    yield return new TrailStep(location, "import " + name);
                }
            }
        }
    }

    /// <summary>True when a setting of a technology is on in files, or in the arguments of an execution.</summary>
    private bool IsOn(Technology technology, string setting, Execution? execution) =>
        WrittenSettings(technology, setting).Concat(execution is null ? [] : ArgumentSettings(technology, setting, execution)).Any(s => s.IsOn);

    private IEnumerable<TechnologyFact> Declared(Technology technology) =>
        from package in technology.Packages
        from dependency in Dependencies(package.Ecosystem, package.Name)
        select new TechnologyFact(technology, Strength.Declared, technology.Capabilities, [new TrailStep(dependency.Location, dependency.Spec)]);

    private IEnumerable<Dependency> Dependencies(string ecosystem, string name) =>
        Ecosystems(ecosystem).SelectMany(e => _evidence.Manifests.Find(e, name)).Where(d => _evidence.Trees.IsOwnPath(d.Location.Path));

    /// <summary>Conda names its Python packages as PyPI does.</summary>
    private static IReadOnlyList<Ecosystem> Ecosystems(string name) => name switch
    {
        "pypi" => [Ecosystem.PyPi, Ecosystem.Conda],
        "conda" => [Ecosystem.Conda],
        "nuget" => [Ecosystem.NuGet],
        "npm" => [Ecosystem.Npm],
        _ => throw new FormatException($"unknown ecosystem '{name}'"),
    };

    private IEnumerable<TechnologyFact> Configured(Technology technology)
    {
        foreach (ConfigurationSignature signature in technology.Configurations)
        {
            IReadOnlyList<string> capabilities = signature.Capabilities.Count > 0 ? signature.Capabilities : technology.Capabilities;
            if (signature.Setting is { } name)
            {
                foreach (SettingFact setting in WrittenSettings(technology, name).Where(s => s.IsOn))
                {
                    yield return new TechnologyFact(technology, Strength.Configured, capabilities, setting.Trail);
                }

                continue;
            }

            if (signature.Key is null)
            {
                foreach (SnapshotFile file in Files(signature.Files))
                {
                    yield return new TechnologyFact(technology, Strength.Configured, capabilities, [new TrailStep(new Location(file.Path), technology.Name)]);
                }

                continue;
            }

            foreach ((SnapshotFile file, DataEntry entry) in Keys(signature.Files, signature.Key))
            {
                if (signature.Test is null || signature.Test.Fits(entry.Value))
                {
                    yield return new TechnologyFact(technology, Strength.Configured, capabilities, [Step(file, entry, entry.Key)]);
                }
            }
        }
    }

    private IEnumerable<TechnologyFact> ConfiguredChecks(Technology technology) =>
        from check in technology.Checks
        where check.When.Count > 0 && Applies(technology, check, null)
        from setting in WrittenSettings(technology, check.When[0])
        where setting.IsOn
        select new TechnologyFact(technology, Strength.Configured, [check.Capability], setting.Trail);

    private IReadOnlyList<string> WithChecks(Technology technology, IReadOnlyList<string> capabilities, Execution execution) => technology.Checks.Count == 0
        ? capabilities
        : [.. capabilities, .. technology.Checks.Where(c => capabilities.Contains(c.By) && Applies(technology, c, execution)).Select(c => c.Capability).Distinct()];

    private bool Applies(Technology technology, CheckSignature check, Execution? execution) =>
        check.When.All(s => IsOn(technology, s, execution)) && (check.Unless is null || !IsOn(technology, check.Unless, execution));

    /// <summary>A product that imports itself uses nothing.</summary>
    private IEnumerable<TechnologyFact> Used(Technology technology) =>
        from use in UsesOf(technology).Select(s => (Step: s, Capabilities: technology.ImportCapabilities)).Concat(CallsOf(technology)).Concat(DecoratorsOf(technology)).Concat(CSharpCallsOf(technology))
        let name = use.Step.Text[(use.Step.Text.IndexOf(' ', StringComparison.Ordinal) + 1)..]
        where use.Capabilities.Count > 0 && !_ownPackages.Value.Contains(Root(name)) && !IsOwnNamespace(name)
        select new TechnologyFact(technology, Strength.Used, use.Capabilities, [use.Step]);

    private IEnumerable<(TrailStep Step, IReadOnlyList<string> Capabilities)> CallsOf(Technology technology) =>
        from ofTests in technology.Calls.Count == 0 ? (bool[])[] : [false, true]
        from signature in technology.Calls
        from site in _evidence.Code.Calls(ofTests).InPython([signature.Target])
        where signature.With.Count == 0 || signature.With.Any(w => HasArgument(site.Call, w))
        select (new TrailStep(site.Location, site.Call.Target), signature.Capabilities.Count > 0 ? signature.Capabilities : technology.Capabilities);

    /// <summary>A decorator without arguments is called as well: <c>@bentoml.service</c>.</summary>
    private IEnumerable<(TrailStep Step, IReadOnlyList<string> Capabilities)> DecoratorsOf(Technology technology) =>
        from signature in technology.Calls
        where signature.With.Count == 0
        from decorator in _decorators.Value
        where TechnologyMatcher.MatchesPattern(signature.Target, decorator.Text)
        select (decorator, signature.Capabilities.Count > 0 ? signature.Capabilities : technology.Capabilities);

    private IEnumerable<(TrailStep Step, IReadOnlyList<string> Capabilities)> CSharpCallsOf(Technology technology) =>
        from ofTests in technology.Languages.Count > 0 && !technology.Languages.Contains("csharp") ? (bool[])[] : [false, true]
        from signature in technology.Calls
        where signature.With.Count == 0
        from site in _evidence.Code.Calls(ofTests).InCSharp([signature.Target])
        select (new TrailStep(site.Location, site.Call.Name), signature.Capabilities.Count > 0 ? signature.Capabilities : technology.Capabilities);

    private static bool HasArgument(PythonCall call, string wanted)
    {
        int equals = wanted.IndexOf('=', StringComparison.Ordinal);
        return call.Keyword(equals < 0 ? wanted : wanted[..equals]) is { } argument
            && (equals < 0 ? argument.Kind != PythonArgumentKind.None : argument.Value is { } value && TechnologyMatcher.MatchesPattern(wanted[(equals + 1)..], value));
    }

    private IEnumerable<TechnologyFact> Executed(Technology technology)
    {
        foreach (ExecutionSignature signature in technology.Executions)
        {
            foreach (Execution execution in _evidence.Executions)
            {
                if (!TechnologyMatcher.Matches(signature, execution))
                {
                    continue;
                }

                // What lints by a setting lints what it builds.
                if (signature.NeedsSetting is { } setting && (!BuiltProjects.CompileCode(_evidence, execution) || !IsOn(technology, setting, execution)))
                {
                    continue;
                }

                string? cannotFail = TechnologyMatcher.CannotFail(signature, execution) ?? execution.FailureIgnored;
                Strength strength = execution.Executor is Executor.CommitHook ? Strength.Hooked
                    : execution.IsEnforced && cannotFail is null ? Strength.Enforced
                    : Strength.Run;
                yield return new TechnologyFact(
                    technology,
                    strength,
                    WithChecks(technology, signature.Capabilities.Count > 0 ? signature.Capabilities : technology.Capabilities, execution),
                    execution.Trail)
                { Execution = execution, CannotFail = cannotFail };
            }
        }
    }

    private IEnumerable<SnapshotFile> Files(IReadOnlyList<string> patterns) =>
        FilePattern.Find(_evidence.Snapshot, [.. patterns.Select(p => new FilePattern(p))]).Where(f => _evidence.Trees.IsOwn(f));

    private IEnumerable<(SnapshotFile File, DataEntry Entry)> Keys(IReadOnlyList<string> files, string key) =>
        from file in Files(files)
        from root in _evidence.Documents.Data(file)?.Roots ?? []
        from entry in KeyPath.Find(root, key)
        select (file, entry);

    private static TrailStep Step(SnapshotFile file, DataEntry entry, string text) => new(new Location(file.Path, entry.Line, entry.Column), Shorten(text));

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= 80 ? line : line[..79] + "…";
    }

    /// <summary>Namespaces that packages made here declare, under the root that most files share: an extension lies in another's namespace.</summary>
    private static HashSet<string> OwnNamespaces(RepositoryEvidence evidence) =>
        !evidence.Manifests.All.Any(m => m.Package is { IsDistributable: true } && MsBuildManifest.IsProject(m.File) && evidence.Trees.IsOwn(m.File))
            ? []
            : evidence.Code.CSharp.Where(s => !s.IsTest).SelectMany(s => s.Document.Namespaces).GroupBy(Root, StringComparer.Ordinal).MaxBy(g => g.Count())?.ToHashSet(StringComparer.Ordinal) ?? [];

    /// <summary>True of a namespace that is declared here, and of a type in it.</summary>
    private bool IsOwnNamespace(string name) =>
        _ownNamespaces.Value.Contains(name) || (name.LastIndexOf('.') is > 0 and int dot && _ownNamespaces.Value.Contains(name[..dot]));

    private static string Root(string dotted)
    {
        int dot = dotted.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? dotted : dotted[..dot];
    }

    private ILookup<string, (string Import, Location Location, bool IsCertain)> FindImports()
    {
        IEnumerable<(string Import, Location Location, bool IsCertain)> python =
            from source in _evidence.Code.Python
            from import in source.Document.Imports
            where import.Level == 0
            select (import.Target, source.At(import.Line), !import.IsInTry && !import.IsTypeCheckingOnly);
        IEnumerable<(string Import, Location Location, bool IsCertain)> notebooks =
            from source in _evidence.Code.Notebooks
            where source.Document.Module is not null
            from import in source.Document.Module!.Imports
            where import.Level == 0
            select (import.Target, source.At(import.Line), !import.IsInTry && !import.IsTypeCheckingOnly);
        IEnumerable<(string Import, Location Location, bool IsCertain)> csharp =
            from source in _evidence.Code.CSharp
            from directive in source.Document.Usings
            select (directive.Name, source.At(directive.Line), true);
        return python.Concat(notebooks).Concat(csharp).ToLookup(i => Root(i.Import), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\$\((\w+)\)", RegexOptions.NonBacktracking)]
    private static partial Regex PropertyPattern();
}
