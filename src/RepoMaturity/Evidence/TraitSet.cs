using System.Collections.Frozen;
using RepoMaturity.Documents.Commands;
using RepoMaturity.Documents.Manifests;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>
/// What a repository is: decides which rules concern it. Found by what it holds and never by what earns points, else a good deed
/// could cost a level.
/// </summary>
internal sealed class TraitSet
{
    private static readonly string[] Languages = ["python", "csharp"];

    /// <summary>Folders of a library where <c>train_memory.py</c> and its kin measure rather than train.</summary>
    private static readonly string[] Tools = ["scripts", "tools", "utils", "benchmark", "benchmarks"];
    private readonly FrozenDictionary<string, IReadOnlyList<TrailStep>> _traits;

    private TraitSet(IReadOnlyDictionary<string, IReadOnlyList<TrailStep>> traits) =>
        _traits = traits.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All traits that a rule or a configuration may name, with what they mean.</summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["python"] = "own Python modules",
        ["csharp"] = "own C# files",
        ["notebooks"] = "own Jupyter notebooks",
        ["code"] = "own code in any of these",
        ["machine-learning"] = "own code imports a machine-learning library",
        ["trains-models"] = "models of its own are trained here: by own code, in a library by a training script; a template trains none",
        ["publishes-models"] = "the repository's own models are published or loaded by name",
        ["own-models"] = "models of its own: published or trained here",
        ["models-in-use"] = "models of its own to deploy, watch and train again: trained here, or published by what is no library",
        ["library"] = "a package that others install",
        ["service"] = "own code answers requests",
        ["research"] = "most of the code lies in notebooks",
        ["template"] = "a template from which other repositories are made",
        ["ml-template"] = "a template whose code imports a machine-learning library",
        ["containers"] = "a Dockerfile of its own",
        ["infrastructure"] = "infrastructure as code",
        ["ci"] = "pipelines of a CI host",
        ["operated"] = "something is kept running from here: infrastructure, or a service in a container, and neither a library nor a template",
    };

    public IEnumerable<KeyValuePair<string, IReadOnlyList<TrailStep>>> All => _traits.OrderBy(t => t.Key, StringComparer.Ordinal);

    public bool Has(string trait) => _traits.ContainsKey(trait);

    /// <summary>True for a language of own code; notebooks hold Python.</summary>
    public bool HasLanguage(string language) => Has(language) || (language == "python" && Has("notebooks"));

    public IReadOnlyList<TrailStep> TrailOf(string trait) => _traits.GetValueOrDefault(trait, []);

    /// <summary>Finds the traits and applies what the team's configuration says of them.</summary>
    public static TraitSet Detect(RepositoryEvidence evidence)
    {
        Dictionary<string, IReadOnlyList<TrailStep>> found = new(StringComparer.Ordinal);
        void Add(string name, IEnumerable<TrailStep> proof)
        {
            TrailStep[] first = [.. proof.Take(3)];
            if (first.Length > 0)
            {
                found[name] = first;
            }
        }

        SnapshotFile[] own = [.. evidence.Snapshot.Files.Where(f => f.HasContent && evidence.Trees.IsOwn(f))];
        Add("python", Paths(own.Where(f => (f.Extension == ".py" || PythonModule.IsTemplate(f)) && f.Size > 0)));
        Add("csharp", Paths(own.Where(f => f.Extension == ".cs")));
        Add("notebooks", Paths(own.Where(f => f.Extension == ".ipynb")));
        Add("code", found.Values.SelectMany(t => t).OrderBy(t => t.Location.Path, StringComparer.Ordinal));
        Add("containers", Paths(own.Where(Dockerfile.IsDockerfile)));
        Add("infrastructure", Paths(evidence.Infrastructure));
        Add("ci", evidence.Pipelines.Where(p => p.IsReadByHost).Select(p => new TrailStep(new Location(p.File.Path), p.Host.ToString())));
        Add("template", evidence.Trees.TemplateProof);

        // Technologies are looked at by signature only, since which of them concern a language is itself decided by traits.
        Add("service", Imports(evidence, "web-framework").Concat(InfrastructureFiles.Gateways(evidence)).Concat(ScoringScripts(evidence)));
        bool isDeployed = found.ContainsKey("infrastructure") || (found.ContainsKey("service") && found.ContainsKey("containers"));
        Add("library", Libraries(evidence, isDeployed));
        TrailStep[] managed = [.. Facts(evidence, "managed-training", f => f.Strength is Strength.Used or Strength.Run or Strength.Enforced), .. TrainingStatements(evidence)];
        Add("machine-learning", Imports(evidence, "ml-framework").Concat(managed));
        if (found.ContainsKey("template"))
        {
            Add("ml-template", found.GetValueOrDefault("machine-learning") ?? []);
        }

        Add("trains-models", !found.ContainsKey("machine-learning") || found.ContainsKey("template") ? [] : found.ContainsKey("library") ? TrainingScripts(evidence) : Training(evidence).Concat(managed));
        Add("publishes-models", PublishedModels.Find(evidence, found.ContainsKey("library")));
        if (evidence.Metrics["notebook-code-share"].Value is { } share and > 0.5)
        {
            Add("research", [new TrailStep(found["notebooks"][0].Location, $"{(int)(share * 100)} % of the code lines lie in notebooks")]);
        }

        Add("own-models", found.GetValueOrDefault("publishes-models") ?? found.GetValueOrDefault("trains-models") ?? []);

        // Weights that a library offers for download run where its users run them.
        Add("models-in-use", found.GetValueOrDefault("trains-models") ?? (found.ContainsKey("library") ? [] : found.GetValueOrDefault("publishes-models") ?? []));
        if (!found.ContainsKey("library") && !found.ContainsKey("template"))
        {
            Add("operated", isDeployed ? found.GetValueOrDefault("infrastructure") ?? found["service"] : []);
        }

        // Who says that it has models of its own, or none, says so of their use too.
        IEnumerable<KeyValuePair<string, bool>> stated = evidence.Options.Traits.TryGetValue("own-models", out bool owns) && !evidence.Options.Traits.ContainsKey("models-in-use")
            ? evidence.Options.Traits.Append(new("models-in-use", owns))
            : evidence.Options.Traits;
        foreach ((string name, bool holds) in stated)
        {
            if (!holds)
            {
                found.Remove(name);
            }
            else if (!found.ContainsKey(name))
            {
                found[name] = [new TrailStep(default, "set in the configuration")];
            }
        }

        return new TraitSet(found);
    }

    private static IEnumerable<TrailStep> Paths(IEnumerable<SnapshotFile> files) => files.Select(f => new TrailStep(new Location(f.Path), ""));

    /// <summary>
    /// Packages that others install. Below the root the parts of a template, and of something that is deployed from here, are packages
    /// too, and only publishing, or a README that says how to install it, tells that others do.
    /// </summary>
    private static IEnumerable<TrailStep> Libraries(RepositoryEvidence evidence, bool isDeployed)
    {
        bool areParts = evidence.Trees.TemplateProof.Count > 0 || (isDeployed && !Facts(evidence, "package-publishing", f => f.Execution is not null).Any());
        return
            from manifest in evidence.Manifests.All
            let package = manifest.Package
            where package is { IsDistributable: true } && manifest.File.Name != "package.json" && evidence.Trees.IsOwn(manifest.File) && !evidence.Trees.IsTest(manifest.File)
                && (!areParts || manifest.File.Directory.Length == 0 || MsBuildManifest.IsProject(manifest.File) || IsOffered(evidence, manifest.File.Directory, package.Name))
            select new TrailStep(package.Location, package.Name ?? "package");
    }

    /// <summary>True when the README beside a package, or at the root, says <c>install</c> and its name.</summary>
    private static bool IsOffered(RepositoryEvidence evidence, string folder, string? name) => name is { Length: > 0 } && evidence.Snapshot.Files.Any(f =>
        f.HasContent && (f.Directory.Length == 0 || f.Directory == folder) && f.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase)
        && evidence.Documents.Text(f)?.Contains("install " + name, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Modules with the two functions that a scoring service starts, where such a service is deployed.</summary>
    private static IEnumerable<TrailStep> ScoringScripts(RepositoryEvidence evidence) =>
        from source in Facts(evidence, "scoring-service", f => f.Strength is not Strength.Declared).Any() ? evidence.Code.Python : []
        where !source.IsTest && source.Document.Definitions.Any(d => d is { Name: "init", Parent: null })
        let run = source.Document.Definitions.FirstOrDefault(d => d is { Name: "run", Parent: null })
        where run is not null
        select new TrailStep(source.At(run.Line), "run");

    /// <summary>Models that a database trains.</summary>
    private static IEnumerable<TrailStep> TrainingStatements(RepositoryEvidence evidence) =>
        from file in evidence.Snapshot.Files
        where file is { Extension: ".sql", HasContent: true } && evidence.Trees.IsOwn(file) && !evidence.Trees.IsTest(file)
        let text = evidence.Documents.Text(file)
        let at = text?.IndexOf("CREATE OR REPLACE MODEL", StringComparison.OrdinalIgnoreCase) is >= 0 and int replaced ? replaced : text?.IndexOf("CREATE MODEL", StringComparison.OrdinalIgnoreCase) ?? -1
        where at >= 0
        select new TrailStep(new Location(file.Path, text!.AsSpan(0, at).Count('\n') + 1), "CREATE MODEL");

    /// <summary>Calls that fit a model's parameters: <c>.fit(</c>, an optimiser's step, a trainer's train; tests and examples not.</summary>
    private static IEnumerable<TrailStep> Training(RepositoryEvidence evidence)
    {
        IEnumerable<TrailStep> modules =
            from source in evidence.Code.Python
            where !source.IsTest
            from call in source.Document.Calls
            where IsTraining(call.Target)
            select new TrailStep(source.At(call.Line), call.Target);
        IEnumerable<TrailStep> notebooks =
            from source in evidence.Code.Notebooks
            where source.Document.Module is not null
            from call in source.Document.Module!.Calls
            where IsTraining(call.Target)
            select new TrailStep(source.At(call.Line), call.Target);
        IEnumerable<TrailStep> csharp =
            from source in evidence.Code.CSharp
            where !source.IsTest
            from call in source.Document.Calls
            where call.SimpleName is "Fit"
            select new TrailStep(source.At(call.Line), call.Name);
        return modules.Concat(notebooks).Concat(csharp);
    }

    /// <summary>Programs that train: a library's own <c>fit</c> trains its users' models, a <c>train.py</c> with a main part, or that trains as it is run, trains one of its own.</summary>
    private static IEnumerable<TrailStep> TrainingScripts(RepositoryEvidence evidence) =>
        from source in evidence.Code.Python
        where !source.IsTest
        let isNamed = source.File.Name.StartsWith("train", StringComparison.Ordinal) && (source.File.Name == "train.py" || !source.File.Directory.Split('/').Any(Tools.Contains))
        where isNamed || source.File.Directory.Length == 0
        let calls = source.Document.Calls
        let main = isNamed
            ? calls.FirstOrDefault(c => c.IsUnderMain || (c.Enclosing is null && IsTraining(c.Target))) ?? (IsScript(calls) ? calls[0] : null)
            : calls.FirstOrDefault(c => c.IsUnderMain && IsTraining(c.Target))
        where main is not null
        select new TrailStep(source.At(main.Line), main.Target);

    /// <summary>True when most of it runs as it is read.</summary>
    private static bool IsScript(IReadOnlyList<PythonCall> calls) => calls.Count >= 10 && calls.Count(c => c.Enclosing is null) * 2 > calls.Count;

    internal static bool IsTraining(string target) =>
        target.EndsWith(".fit", StringComparison.Ordinal)
        || target.EndsWith(".fit_generator", StringComparison.Ordinal)
        || target.EndsWith(".backward", StringComparison.Ordinal)
        || target.EndsWith("rainer.train", StringComparison.Ordinal)
        || target.EndsWith(".minimize", StringComparison.Ordinal)
        || target is "xgboost.train" or "lightgbm.train";

    private static IEnumerable<TrailStep> Imports(RepositoryEvidence evidence, string capability) =>
        from technology in evidence.Technologies.All
        where technology.Capabilities.Contains(capability)
        from import in evidence.Technologies.UsesOf(technology, certainOnly: true)
        where !evidence.Trees.IsTestPath(import.Location.Path)
        select import;

    /// <summary>The last step of what is known of a capability, tests not.</summary>
    private static IEnumerable<TrailStep> Facts(RepositoryEvidence evidence, string capability, Func<TechnologyFact, bool> counts) =>
        from technology in evidence.Technologies.All
        where technology.Capabilities.Contains(capability)
        from fact in evidence.Technologies.FactsOf(technology)
        where fact.Capabilities.Contains(capability) && counts(fact) && !evidence.Trees.IsTestPath(fact.Location.Path)
        select fact.Trail[^1];
}
