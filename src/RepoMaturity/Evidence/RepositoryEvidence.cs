using RepoMaturity.Documents;
using RepoMaturity.Documents.CSharp;
using RepoMaturity.Documents.Manifests;
using RepoMaturity.Documents.Measurements;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Cards;
using RepoMaturity.Evidence.Metrics;
using RepoMaturity.Evidence.Operations;
using RepoMaturity.Evidence.Reviews;
using RepoMaturity.Evidence.Privileges;
using RepoMaturity.Evidence.Secrets;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>What a team's configuration says that changes which evidence counts.</summary>
internal sealed record EvidenceOptions
{
    /// <summary>The day that time-bound rules are judged for.</summary>
    public DateOnly AsOf { get; init; } = DateOnly.MinValue;

    /// <summary>Traits set or unset by the team.</summary>
    public IReadOnlyDictionary<string, bool> Traits { get; init; } = new Dictionary<string, bool>();

    /// <summary>Globs of paths that are left out, with the team's reason.</summary>
    public IReadOnlyList<(string Glob, string Reason)> Excluded { get; init; } = [];

    /// <summary>Reports of test coverage that the caller gave, by name.</summary>
    public IReadOnlyList<(string Name, CoverageReport Report)> Coverage { get; init; } = [];

    /// <summary>Logs of static analysis that the caller gave, by name.</summary>
    public IReadOnlyList<(string Name, SarifLog Report)> Sarif { get; init; } = [];
}

/// <summary>All facts about a repository, each found when first asked for and then kept; safe for parallel use.</summary>
internal sealed class RepositoryEvidence
{
    private readonly Lazy<SourceTrees> _trees;
    private readonly Lazy<ManifestSet> _manifests;
    private readonly Lazy<MsBuildProjectSet> _projects;
    private readonly Lazy<PipelineSet> _pipelines;
    private readonly Lazy<CommandGraph> _commands;
    private readonly Lazy<IReadOnlyList<Execution>> _executions;
    private readonly Lazy<IReadOnlyList<ExecutedNotebook>> _executedNotebooks;
    private readonly Lazy<TechnologyEvidence> _technologies;
    private readonly Lazy<TraitSet> _traits;
    private readonly Lazy<IReadOnlyList<TestMethod>> _tests;
    private readonly Lazy<IReadOnlyList<KnownTest>> _knownTests;
    private readonly Lazy<ModelValidation> _modelValidation;
    private readonly Lazy<EndToEnd> _endToEnd;
    private readonly Lazy<IReadOnlyList<TrainingProgram>> _trainingPrograms;
    private readonly Lazy<DependencyPins> _pins;
    private readonly Lazy<Deployments> _deployments;
    private readonly Lazy<TrainingRuns> _training;
    private readonly Lazy<Delivery> _delivery;
    private readonly Lazy<PipelineCode> _pipelineCode;
    private readonly Lazy<ReleaseHistory> _releases;
    private readonly Lazy<IReadOnlyList<Card>> _cards;
    private readonly Lazy<IReadOnlySet<string>> _ownNames;
    private readonly Lazy<SecretEvidence> _secrets;
    private readonly Lazy<ChangeHistory> _changes;
    private readonly Lazy<CodeOwners?> _owners;
    private readonly Lazy<IReadOnlyList<OperationsDocument>> _operations;
    private readonly Lazy<IReadOnlyList<OpenApiDocument>> _openApi;
    private readonly Lazy<ArchitectureDocuments> _architecture;
    private readonly Lazy<IReadOnlyList<WorkflowStep>> _workflowSteps;
    private readonly Lazy<IReadOnlyList<Workload>> _workloads;
    private readonly Lazy<IReadOnlyList<RoleGrant>> _roleGrants;
    private readonly Lazy<IReadOnlyList<SnapshotFile>> _infrastructure;

    public RepositoryEvidence(RepositorySnapshot snapshot, IReadOnlyList<Technology> technologies, EvidenceOptions? options = null)
    {
        Snapshot = snapshot;
        Options = options ?? new EvidenceOptions();
        TechnologyDefinitions = technologies;
        Documents = new DocumentSet(snapshot);
        Code = new SourceCode(this);
        Metrics = new MetricSet(this);
        _executedNotebooks = new(() => Evidence.ExecutedNotebooks.Find(Documents, Executions, [.. technologies.Where(t => t.Capabilities.Contains("notebook-execution"))]));
        Lazy<IReadOnlyList<string>> run = new(() => [.. ExecutionScope.Run(_commands!.Value, snapshot, technologies)]);
        _trees = new(() => new SourceTrees(
            Documents,
            Options.Excluded,
            folder => run.Value.Any(p => RepositoryPath.IsWithin(p, folder)) || ExecutedNotebooks.Any(n => RepositoryPath.IsWithin(n.Notebook.Path, folder))));
        _manifests = new(() => new ManifestSet(Documents));
        _projects = new(() => MsBuildProjectSet.Load(Documents));
        _pipelines = new(() => new PipelineSet(Documents));
        _commands = new(() => new CommandGraph(Documents, _pipelines.Value));
        _executions = new(() => [.. Commands.Executions.Select(new PytestOptions(Documents).Complete)]);
        _technologies = new(() => new TechnologyEvidence(this, technologies));
        _traits = new(() => TraitSet.Detect(this));
        _knownTests = new(() => TestKinds.Find(this));
        _modelValidation = new(() => new ModelValidation(this));
        _endToEnd = new(() => new EndToEnd(this));
        _trainingPrograms = new(() => [.. new TrainingPrograms(this).Find()]);
        _pins = new(() => new DependencyPins(this));
        _deployments = new(() => new Deployments(this));
        _training = new(() => new TrainingRuns(this));
        _delivery = new(() => new Delivery(this));
        _pipelineCode = new(() => new PipelineCode(this));
        _releases = new(() => new ReleaseHistory(this));
        ModelUses = new ModelUses(this);
        ModelPrograms = new ModelPrograms(this);
        _cards = new(() => CardSet.Find(this));
        _ownNames = new(() => RepositoryNames.Of(this));
        _secrets = new(() => new SecretEvidence(Documents));
        _changes = new(() => new ChangeHistory(this));
        _owners = new(() => CodeOwners.Find(Documents));
        _operations = new(() => OperationsDocument.Find(this));
        _openApi = new(() => OpenApiDocuments.Find(this));
        _architecture = new(() => ArchitectureDocuments.Find(this));
        _workflowSteps = new(() => [.. GitHubWorkflows.Steps(this)]);
        _workloads = new(() => WorkloadReader.Find(this));
        _roleGrants = new(() => RoleGrantReader.Find(this));
        _infrastructure = new(() => InfrastructureFiles.Find(this));
        _tests = new(() =>
        [
            .. PythonTests.Find(Documents, Code.Python),
            .. CSharpTests.Find([.. Code.CSharp.Select(s => s.Document)]),
            .. Scenarios.Find(this),
        ]);
    }

    /// <summary>Finds side by side what most rules ask for, lest they all wait for the one that asks first. What fails here fails again for the rule that asks.</summary>
    public void Gather() => Parallel.ForEach<Func<object>>([() => Traits, () => Secrets, () => Manifests, () => Changes, () => Tests], static find =>
    {
        try
        {
            find();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Kept by the Lazy, so that the rule tells it.
        }
    });

    public RepositorySnapshot Snapshot { get; }

    public EvidenceOptions Options { get; }

    /// <summary>All technologies of the catalogue, whether the repository has them or not.</summary>
    public IReadOnlyList<Technology> TechnologyDefinitions { get; }

    public DocumentSet Documents { get; }

    /// <summary>Parsed own code.</summary>
    public SourceCode Code { get; }

    public MetricSet Metrics { get; }

    /// <summary>Which files are own code.</summary>
    public SourceTrees Trees => _trees.Value;

    public ManifestSet Manifests => _manifests.Value;

    public MsBuildProjectSet Projects => _projects.Value;

    public IReadOnlyList<Pipeline> Pipelines => _pipelines.Value.Pipelines;

    /// <summary>The template, workflow or action of this repository that a job or step calls, read with what is passed to it; or null.</summary>
    public Pipeline? Called(PipelineReference call) => _pipelines.Value.Called(call);

    public CommandGraph Commands => _commands.Value;

    /// <summary>Executions of the command graph, with the options that pytest reads from its configuration.</summary>
    public IReadOnlyList<Execution> Executions => _executions.Value;

    /// <summary>Notebooks that CI executes, whether own code or not.</summary>
    public IReadOnlyList<ExecutedNotebook> ExecutedNotebooks => _executedNotebooks.Value;

    public TechnologyEvidence Technologies => _technologies.Value;

    public TraitSet Traits => _traits.Value;

    /// <summary>Tests of own code in every language, in path order.</summary>
    public IReadOnlyList<TestMethod> Tests => _tests.Value;

    /// <summary>Integration and end-to-end tests among them that are switched on.</summary>
    public IReadOnlyList<KnownTest> KnownTests => _knownTests.Value;

    /// <summary>How models are evaluated, and what their metrics are held against.</summary>
    public ModelValidation ModelValidation => _modelValidation.Value;

    /// <summary>Programs that train, with the random numbers that they draw.</summary>
    public IReadOnlyList<TrainingProgram> TrainingPrograms => _trainingPrograms.Value;

    /// <summary>How firmly the versions of dependencies stand.</summary>
    public DependencyPins Pins => _pins.Value;

    /// <summary>What drives all of the system.</summary>
    public EndToEnd EndToEnd => _endToEnd.Value;

    /// <summary>What CI deploys, and what tests it then.</summary>
    public Deployments Deployments => _deployments.Value;

    /// <summary>Where own models are trained and what starts it.</summary>
    public TrainingRuns Training => _training.Value;

    /// <summary>How what is built here comes to its users.</summary>
    public Delivery Delivery => _delivery.Value;

    /// <summary>What pipelines of models run.</summary>
    public PipelineCode PipelineCode => _pipelineCode.Value;

    /// <summary>What was released or deployed in the year before the latest commit.</summary>
    public ReleaseHistory Releases => _releases.Value;

    /// <summary>What functions and tests do with models.</summary>
    public ModelUses ModelUses { get; }

    /// <summary>What own programs do with models.</summary>
    public ModelPrograms ModelPrograms { get; }

    /// <summary>Names that the repository gives itself, whatever their case.</summary>
    public IReadOnlySet<string> OwnNames => _ownNames.Value;

    /// <summary>Cards of models and data sets, in path order.</summary>
    public IReadOnlyList<Card> Cards => _cards.Value;

    /// <summary>Secrets in all files, own code or not.</summary>
    public SecretEvidence Secrets => _secrets.Value;

    /// <summary>The latest changes of the branch and how they came.</summary>
    public ChangeHistory Changes => _changes.Value;

    /// <summary>Who owns which paths; null where no file says so.</summary>
    public CodeOwners? Owners => _owners.Value;

    /// <summary>Runbooks and their kin, in path order.</summary>
    public IReadOnlyList<OperationsDocument> Operations => _operations.Value;

    /// <summary>Descriptions of HTTP APIs, in path order.</summary>
    public IReadOnlyList<OpenApiDocument> OpenApi => _openApi.Value;

    /// <summary>Sections, diagrams and decisions about the architecture.</summary>
    public ArchitectureDocuments Architecture => _architecture.Value;

    /// <summary>Steps of GitHub workflows that can run, with those of the actions and workflows they call.</summary>
    public IReadOnlyList<WorkflowStep> WorkflowSteps => _workflowSteps.Value;

    /// <summary>Containers that own compose files and Kubernetes manifests start, in path order.</summary>
    public IReadOnlyList<Workload> Workloads => _workloads.Value;

    /// <summary>Roles that own infrastructure code grants, in path order.</summary>
    public IReadOnlyList<RoleGrant> RoleGrants => _roleGrants.Value;

    /// <summary>Own files that say what is to be set up, in path order.</summary>
    public IReadOnlyList<SnapshotFile> Infrastructure => _infrastructure.Value;

    /// <summary>Own MSBuild projects that are no tests.</summary>
    public IEnumerable<EvaluatedProject> OwnProjects => Projects.Projects.Where(p => !p.IsTest && Trees.IsOwn(p.File));
}
