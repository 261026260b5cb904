using RepoMaturity.Rules;
using RepoMaturity.Scoring;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Reports;

/// <summary>Assessments built by hand, for reports are judged by what they show of them.</summary>
internal static class SampleAssessment
{
    private static readonly string[] Practices =
    [
        "Linting", "Type checking", "Code review", "Refactoring", "Modular code", "Unit tests", "Integration tests", "Model validation",
        "Data validation", "End-to-end tests", "Docstrings", "README", "Architecture", "API documentation", "Model cards", "Runbooks",
        "Secrets", "Least privilege", "Secure coding", "Vulnerability scanning", "Security review",
    ];

    /// <summary>A repository such as many: good linting, weak tests, a few defects.</summary>
    public static Assessment Realistic()
    {
        Finding lint = Pass(
            "RM50103",
            "ruff blocks pull requests",
            Step(".github/workflows/ci.yml", 23, "make lint"),
            Step("Makefile", 12, "tox -e lint"),
            Step("tox.ini", 8, "ruff check src tests --output-format=github"));
        Finding types = Pass("RM50201", "61 % of functions are annotated", Step("src/fraud/features.py", 0, ""));
        Finding modular = Pass("RM50502", "92 % of code lines lie outside notebooks", Step("pyproject.toml", 1, "[build-system]"));
        Finding tests = Fail("RM50603", "No pipeline runs the tests on pull requests", Severity.Warning, 3);
        Finding coverage = Fail("RM50605", "Coverage has no threshold that blocks", Severity.Note, 4);
        Finding checker = Fail("RM50203", "mypy is configured and its failure does not fail the pipeline", Severity.Note, 4, new Location(".github/workflows/ci.yml", 31, 9));
        Finding card = new()
        {
            Rule = Rule("RM51502", 3),
            Kind = ResultKind.NotApplicable,
            Severity = Severity.None,
            Message = "The repository keeps no model of its own",
            Location = new Location(""),
        };
        Finding protection = new()
        {
            Rule = Rule("RM51704", 4),
            Kind = ResultKind.Open,
            Severity = Severity.None,
            Message = "Secret scanning may run in the template acme/pipelines//secure.yml, which is not here",
            Location = new Location("azure-pipelines.yml", 14),
            Trail = [Step("azure-pipelines.yml", 14, "template: secure.yml@pipelines")],
        };
        Finding[] defects =
        [
            Defect("RM51711", "Azure storage key, AccountKey=abcd…", Severity.Error, "notebooks/explore.ipynb", 112, 18),
            Defect("RM50511", "Cells ran out of order: 7 after 12", Severity.Note, "notebooks/explore.ipynb", 96, 0),
            Defect("RM50512", "Absolute path '/home/maria/data/transactions_2024_full_export_final.parquet' runs on one machine only", Severity.Warning, "notebooks/explore.ipynb", 40, 5),
            .. Enumerable.Range(1, 7).Select(i => Defect("RM50611", $"test_case_{i} checks nothing", Severity.Warning, "tests/test_features.py", i * 10, 1)),
            Defect("RM51211", "The link docs/setup.md leads nowhere", Severity.Warning, "README.md", 61, 3),
        ];
        return new Assessment
        {
            Repository = "fraud-model",
            Commit = new CommitInfo("3f2a91c0d4b7e6a5f8c9d0e1f2a3b4c5d6e7f809", DateTimeOffset.UnixEpoch, "main"),
            AsOf = new DateOnly(2026, 11, 24),
            FileCount = 214,
            Projects =
            [
                new ProjectAssessment(
                    "",
                    [
                        new Trait("python", [Step("pyproject.toml", 1, "[project]")]),
                        new Trait("service", [Step("src/fraud/api.py", 12, "FastAPI()")]),
                        new Trait("notebook-research", [Step("notebooks/explore.ipynb", 0, "")]),
                    ],
                    [
                        new ComponentAssessment
                        {
                            Id = 5,
                            Name = "Technical Standards & Best Practices",
                            Level = 2,
                            Verified = 2.4567,
                            Attested = 2.4567,
                            Possible = 2.9999,
                            Provisional = "provisional, 8 of 21 practices",
                            Practices =
                            [
                                .. Practices.Select((name, i) => ($"5.{i + 1:00}", name) switch
                                {
                                    ("5.01", _) => Practice("5.01", name, 4, lint),
                                    ("5.02", _) => Practice("5.02", name, 2, types, checker),
                                    ("5.05", _) => Practice("5.05", name, 3, modular),
                                    ("5.06", _) => Practice("5.06", name, 1, tests, tests),
                                    ("5.12", _) => Practice("5.12", name, 2, Pass("RM51201", "README says what it is", Step("README.md", 1, "# Fraud model"))),
                                    ("5.15", _) => new PracticeAssessment { Id = "5.15", Name = name, NotAssessed = "not applicable", Proof = card },
                                    ("5.17", _) => Practice("5.17", name, 3, Pass("RM51702", "Secrets come from a store", Step("src/fraud/config/settings_loader.py", 41, "SecretClient(vault_url=os.environ[\"KEY_VAULT\"], credential=DefaultAzureCredential())")), protection),
                                    ("5.20", _) => Practice("5.20", name, 5, Pass("RM52001", "Dependabot is configured", Step(".github/dependabot.yml", 3, "package-ecosystem: pip"), Step("requirements.txt", 0, ""))),
                                    var (id, _) => new PracticeAssessment { Id = id, Name = name, NotAssessed = "not assessed" },
                                }),
                            ],
                            Levels = [new(2, 0.8, 0.2, true), new(3, 0.41, 0.3, false), new(4, 0.12, 0.5, false), new(5, null, 0.75, false)],
                            Blockers = [new StepUp(tests, 0.54, true), new StepUp(coverage, 0.08, false), new StepUp(checker, 0.04, false)],
                            CheapestStep = new StepUp(checker, 0.04, false),
                        },
                    ]),
            ],
            Findings = [.. new[] { lint, types, checker, modular, tests, coverage, card, protection }.Concat(defects).OrderBy(f => f.Rule.Id, StringComparer.Ordinal)],
            Measurements =
            [
                new Measurement("test-coverage", "Test coverage", 812 / 990.0, "share", "82 % of 990 lines were covered by tests", "out/coverage.xml"),
                new Measurement("annotated-functions", "Type hints", 0.61, "share", "61 % of 140 functions have type hints", Measurement.OwnCode),
            ],
            Excluded =
            [
                new Exclusion("third_party/unity", "vendored (.gitattributes:3)", 1204),
                new Exclusion("src/proto/generated_pb2.py", "generated", 1),
            ],
            Notes = ["History is shallow: 50 commits are here, so what speaks of history is open"],
        };
    }

    /// <summary>A repository whose names and contents try to steer the reader's terminal and Markdown.</summary>
    public static Assessment Hostile()
    {
        const string Path = "a|b/`x` [link](https://evil.example)\u001b[2J\u202Egnp.\n# Owned <script>alert(1)</script>.py";
        const string Text = "echo \u001b]0;pwned\a | tee ``` <img src=x onerror=alert(1)> \u009b31m \u200b\r\n## Heading";
        Finding defect = Defect("RM50611", $"Found {Text} in www.evil.example by @maintainers, see #123 and https://evil.example", Severity.Error, Path, 3, 1) with
        {
            Trail = [Step(Path, 3, Text), Step("", 0, Text)],
        };
        Assessment sample = Realistic();
        ProjectAssessment project = sample.Projects[0];
        ComponentAssessment component = project.Components[0];
        return sample with
        {
            Repository = "<b>\u001b[31mred</b>",
            Commit = sample.Commit! with { Branch = "feat/`\u001b[1m|x" },
            Projects =
            [
                project with
                {
                    Traits = [new Trait("python\u001b[0m", [Step(Path, 1, Text)])],
                    Components =
                    [
                        component with
                        {
                            Practices = [Practice("5.01", "Linting", 2, defect with { Kind = ResultKind.Pass }), Practice("5.06", "Unit tests", 1, defect)],
                            Blockers = [new StepUp(defect, 0.1, false)],
                            CheapestStep = new StepUp(defect, 0.1, false),
                        },
                    ],
                },
            ],
            Findings = [defect],
            Measurements = [new Measurement("lint-results", "Lint results", 2, "count", "2 errors by " + Text, Path)],
            Excluded = [new Exclusion(Path, "configuration: " + Text, 2)],
            Notes = [Text],
        };
    }

    /// <summary>A repository without git in which nothing was found.</summary>
    public static Assessment Bare() => new()
    {
        Repository = "notes",
        AsOf = new DateOnly(2026, 11, 24),
        FileCount = 1,
        Projects =
        [
            new ProjectAssessment(
                "",
                [],
                [
                    new ComponentAssessment
                    {
                        Id = 5,
                        Name = "Technical Standards & Best Practices",
                        Level = 1,
                        Verified = 1,
                        Attested = 1,
                        Possible = 1,
                        Practices = [Practice("5.12", "README", 1, Fail("RM51201", "There is no README", Severity.Warning, 2))],
                        Levels = [],
                        Blockers = [],
                    },
                ]),
        ],
        Findings = [Fail("RM51201", "There is no README", Severity.Warning, 2)],
    };

    private static PracticeAssessment Practice(string id, string name, int level, Finding proof, Finding? next = null) =>
        new() { Id = id, Name = name, Level = level, Proof = proof, Next = next };

    private static TrailStep Step(string path, int line, string text) => new(new Location(path, line), text);

    private static Finding Pass(string ruleId, string message, params TrailStep[] trail) => new()
    {
        Rule = Rule(ruleId, 2),
        Kind = ResultKind.Pass,
        Severity = Severity.None,
        Message = message,
        Location = trail[^1].Location,
        Trail = trail,
        Fingerprint = "00ff",
    };

    private static Finding Fail(string ruleId, string message, Severity severity, int level, Location? location = null) => new()
    {
        Rule = Rule(ruleId, level),
        Kind = ResultKind.Fail,
        Severity = severity,
        Message = message,
        Location = location ?? new Location(""),
        Fingerprint = "00fe",
    };

    private static Finding Defect(string ruleId, string message, Severity severity, string path, int line, int column) => new()
    {
        Rule = Rule(ruleId, 2) with { IsDefect = true },
        Kind = ResultKind.Fail,
        Severity = severity,
        Message = message,
        Location = new Location(path, line, column),
        Fingerprint = "00fd",
    };

    private static RuleDescriptor Rule(string id, int level) => new()
    {
        Id = id,
        Title = "Title of " + id,
        Practice = $"{id[2]}.{id[3..5]}",
        MaturityLevel = level,
        DefaultSeverity = Severity.Warning,
        Effort = 1,
        Message = "message",
        Rationale = "rationale",
        Remedy = "remedy",
    };
}
