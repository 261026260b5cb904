using System.Text;
using RepoMaturity.Documents;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Evidence;

public class CommandGraphTests
{
    private const string Head = "on: [push, pull_request]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n";

    private static CommandGraph Graph(params (string Path, string Text)[] files)
    {
        DocumentSet documents = new(new RepositorySnapshot(
            "sample",
            null,
            files.Select(f => new SnapshotFile(f.Path, f.Text.Length, null, SnapshotFileMode.Regular, () => Encoding.UTF8.GetBytes(f.Text)))));
        return new CommandGraph(documents, new PipelineSet(documents));
    }

    /// <summary>A GitHub workflow whose only step runs one line (line 6 of the file), beside other files.</summary>
    private static CommandGraph Run(string command, params (string Path, string Text)[] files) =>
        Graph([(".github/workflows/ci.yml", Head + "      - run: " + command + "\n"), .. files]);

    private static string Show(Execution e) => string.Join(' ', [e.Name, .. e.Arguments]);

    private static string[] Commands(CommandGraph graph) => [.. graph.Executions.Where(e => e.Executor == Executor.Ci).Select(Show)];

    private static Execution Single(CommandGraph graph, string name) => Assert.Single(graph.Executions, e => e.Name == name && e.Executor == Executor.Ci);

    [Fact]
    public void FollowsTheTrailThroughMakeAndTox()
    {
        CommandGraph graph = Run(
            "make lint",
            ("Makefile", "TOX ?= tox\n\n.PHONY: lint\nlint: ## checks\n\t@$(TOX) -e lint\n"),
            ("tox.ini", "[tox]\nenvlist = py{39,310}\n\n[testenv]\ncommands = pytest {posargs:tests}\n\n[testenv:lint]\ncommands =\n    ruff check src\n    - mypy src\n"));
        Execution ruff = Single(graph, "ruff");
        Assert.Equal(["check", "src"], ruff.Arguments);
        Assert.Equal(
            [".github/workflows/ci.yml:6 make lint", "Makefile:5 tox -e lint", "tox.ini:9 ruff check src"],
            ruff.Trail.Select(t => t.ToString()));
        Assert.True(ruff.IsEnforced);
        Assert.Equal("build", ruff.Job?.Id);
        Execution mypy = Single(graph, "mypy");
        Assert.Equal("tox's - prefix", mypy.FailureIgnored);
        Assert.Equal("tox.ini:10", mypy.FailureIgnoredAt.ToString());
        Assert.False(mypy.IsEnforced);
        Assert.Equal(["make lint", "tox -e lint", "ruff check src", "mypy src"], Commands(graph));
        Assert.Equal(["tox py39", "tox py310"], graph.Uncalled.Select(u => $"{u.Tool} {u.Target.Name}"));
    }

    [Theory]
    [InlineData("pytest -q", "pytest -q")]
    [InlineData("sudo -E env CI=1 time pytest", "pytest")]
    [InlineData("python -m pytest -q", "pytest -q")]
    [InlineData("python3.11 -W error -m pytest", "pytest")]
    [InlineData("py -m pytest", "pytest")]
    [InlineData(".venv/bin/python -m pytest", "pytest")]
    [InlineData(".venv/bin/pytest -x", "pytest -x")]
    [InlineData("./.dotnet/dotnet test a.sln", "dotnet test a.sln")]
    [InlineData("./osv-scanner scan source .", "osv-scanner scan source .")]
    [InlineData("poetry run pytest", "pytest")]
    [InlineData("pipenv run python -m pytest", "pytest")]
    [InlineData("pdm run pytest -v", "pytest -v")]
    [InlineData("uv run --with foo --extra dev pytest", "pytest")]
    [InlineData("uv run -m pytest", "pytest")]
    [InlineData("uvx ruff@0.4.1 check .", "ruff check .")]
    [InlineData("uv tool run --from black black --check .", "black --check .")]
    [InlineData("pipx run black==24.1 --check .", "black --check .")]
    [InlineData("hatch run pytest", "pytest")]
    [InlineData("conda run -n env --no-capture-output pytest", "pytest")]
    [InlineData("micromamba run -n x pytest", "pytest")]
    [InlineData("rye run pytest", "pytest")]
    [InlineData("npx --yes prettier@3 --check .", "prettier --check .")]
    [InlineData("pnpm exec eslint .", "eslint .")]
    [InlineData("bundle exec rake test", "rake test")]
    [InlineData("timeout 10m pytest", "pytest")]
    [InlineData("timeout -k 5 10m nice -n 5 pytest", "pytest")]
    [InlineData("xvfb-run -a pytest", "pytest")]
    [InlineData("dotnet tool run csharpier --check .", "csharpier --check .")]
    [InlineData("dotnet test -c Release", "dotnet test -c Release")]
    [InlineData("bash -c 'pytest && mypy .'", "pytest", "mypy .")]
    [InlineData("git ls-files '*.py' | xargs -n 10 black --check", "git ls-files *.py", "black --check")]
    [InlineData("find . -name '*.sh' -exec shellcheck {} \\;", "shellcheck {}")]
    [InlineData("coverage run --branch -m pytest tests", "coverage run --branch -m pytest tests", "pytest tests")]
    [InlineData("docker run --rm -v $PWD:/w -w /w python:3.11 pytest -q", "docker run --rm -v $PWD:/w -w /w python:3.11 pytest -q", "pytest -q")]
    [InlineData("F=-q; pytest $F ${G:-tests} $H", "pytest -q tests $H")]
    [InlineData("echo pytest", new string[0])]
    [InlineData("FOO=1 BAR=2 pytest", "pytest")]
    public void TakesWrappersOff(string command, params string[] expected) => Assert.Equal(expected, Commands(Graph((".github/workflows/ci.yml", Head + "      - run: |\n          " + command + "\n"))));

    [Fact]
    public void KnowsWhyAFailureDoesNotCount()
    {
        CommandGraph graph = Graph((".github/workflows/ci.yml", Head + """
                  - run: |
                      ruff check . || true
                      flake8 --exit-zero
                      mypy . | tee log
                  - run: black --check .
                    continue-on-error: true
                  - run: isort -c .
                    if: false
                  # - run: pylint src
                  - run: pytest
            """.Replace("\n            ", "\n      ", StringComparison.Ordinal)));
        string ignored(string name) => $"{Single(graph, name).FailureIgnored} @{Single(graph, name).FailureIgnoredAt.Line}";
        Assert.Equal("|| true @7", ignored("ruff"));
        Assert.Equal("--exit-zero @8", ignored("flake8"));
        Assert.Equal("not the last command of a pipeline without pipefail @9", ignored("mypy"));
        Assert.StartsWith("continue-on-error", Single(graph, "black").FailureIgnored, StringComparison.Ordinal);
        Assert.Null(Single(graph, "pytest").FailureIgnored);
        Assert.DoesNotContain(graph.Executions, e => e.Name is "isort" or "pylint");
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("shell: bash", true)]
    [InlineData("shell: bash -l {0}", true, "x1")]
    [InlineData("shell: pwsh", false, "x1")]
    public void KnowsTheShellOfTheHost(string shell, bool tee, string? lost = null)
    {
        CommandGraph graph = Graph((".github/workflows/ci.yml", Head + $"      - {(shell.Length > 0 ? shell : "name: x")}\n        run: |\n          x1\n          x2 | tee log\n"));
        Assert.Equal(lost is not null, Single(graph, "x1").FailureIgnored is not null);
        Assert.Equal(tee && lost is null, Single(graph, "x2").FailureIgnored is null);
    }

    [Fact]
    public void DisabledPipelinesRunNothing()
    {
        CommandGraph graph = Graph(
            (".github/workflows/off.yml", "on:\n  # push:\njobs:\n  t:\n    runs-on: x\n    steps:\n      - run: pytest\n"),
            (".github/workflows/never.yml", "on: push\njobs:\n  t:\n    if: false\n    runs-on: x\n    steps:\n      - run: pytest\n"),
            (".github/workflows/branch.yml", "on:\n  push:\n    branches: [gh-pages]\njobs:\n  t:\n    runs-on: x\n    steps:\n      - run: mypy\n"),
            ("ci/.github/workflows/deep.yml", "on: push\njobs:\n  t:\n    runs-on: x\n    steps:\n      - run: ruff check\n"));
        Assert.DoesNotContain(graph.Executions, e => e.Name == "pytest");
        Assert.False(Single(graph, "mypy").OnChange);
    }

    [Fact]
    public void ReadsMakefiles()
    {
        CommandGraph graph = Run(
            "make -C sub ci ARGS=-q -j 4",
            ("sub/Makefile", """
                include common.mk
                SRC := src
                SRC += tests
                PY = python -m

                all: unused
                ci: lint test ; mypy $(SRC)
                lint:
                	-flake8 $(SRC)
                	@cd app && $(PY) black \
                	  --check .
                test: prepare
                	$(MAKE) unit ARGS=$(ARGS)
                unit:
                	pytest $(ARGS) $${HOME} $@
                %.o: %.c
                	cc $<
                unused:
                	pylint src
                """),
            ("sub/common.mk", "prepare:\n\tpip install -e .\n"));
        Assert.Equal(
            [
                "make -C sub ci ARGS=-q -j 4", "flake8 src tests", "black --check .", "pip install -e .", "make unit ARGS=-q",
                "pytest -q ${HOME} unit", "mypy src tests",
            ],
            Commands(graph));
        Assert.Equal("make's - prefix", Single(graph, "flake8").FailureIgnored);
        Assert.Equal("sub/app", Single(graph, "black").WorkingDirectory);
        Assert.Equal(
            [".github/workflows/ci.yml:6 make -C sub ci ARGS=-q -j 4", "sub/Makefile:7 ci: lint", "sub/Makefile:10 python -m black --check ."],
            Single(graph, "black").Trail.Select(t => t.ToString()));
        Assert.Equal("sub/common.mk:2", Single(graph, "pip").Location.ToString());
        Assert.Equal(["unused"], graph.Uncalled.Select(u => u.Target.Name));
    }

    [Fact]
    public void ReadsToxInAllItsForms()
    {
        CommandGraph ini = Run(
            "tox",
            ("tox.ini", """
                [tox]
                envlist = py{39,310}-{old,new}, lint
                [base]
                deps = x
                check = ruff check
                    ruff format --check
                [testenv]
                changedir = sub
                commands =
                    old: pytest -m old {posargs}
                    !old: pytest -m new \
                      --cov={envname}
                [testenv:{lint,style}]
                ignore_outcome = true
                changedir =
                commands = {[base]check}
                """));
        Assert.Equal(
            ["tox", "pytest -m old", "pytest -m new --cov=py39-new", "pytest -m new --cov=py310-new", "ruff check", "ruff format --check"],
            Commands(ini));
        Assert.Equal("sub", ini.Executions.First(e => e.Name == "pytest").WorkingDirectory);
        Assert.Equal("ignore_outcome = true", ini.Executions.First(e => e.Name == "ruff").FailureIgnored);
        Assert.Equal("tox.ini:6", ini.Executions.Last(e => e.Name == "ruff").Location.ToString());

        CommandGraph toml = Run(
            "tox run -e lint,py311",
            ("pyproject.toml", "[tool.tox]\nenv_list = [\"py311\"]\n[tool.tox.env_run_base]\ncommands = [[\"pytest\", { replace = \"posargs\", default = [\"tests\"], extend = true }]]\n[tool.tox.env.lint]\ncommands = [[\"ruff\", \"check\"]]\n"));
        Assert.Equal(["tox run -e lint,py311", "ruff check", "pytest tests"], Commands(toml));

        CommandGraph legacy = Run("tox -e types", ("pyproject.toml", "[tool.tox]\nlegacy_tox_ini = \"\"\"\n[tox]\nenvlist = py\n[testenv:types]\ncommands = mypy .\n\"\"\"\n"));
        Assert.Equal("pyproject.toml:6 mypy .", Single(legacy, "mypy").Trail[^1].ToString());
    }

    [Fact]
    public void FollowsOtherTaskRunners()
    {
        CommandGraph graph = Graph(
            (".github/workflows/ci.yml", Head + """
                      - run: just check
                      - run: nox -s tests-3.11 lint
                      - run: npm test
                      - run: hatch run qa:all
                      - run: pdm run lint
                      - run: poe ci
                      - run: task build
                      - run: inv check-types
                      - run: mise run audit
                      - run: uv run poe ci
                """.Replace("\n                ", "\n", StringComparison.Ordinal)),
            ("justfile", "flags := \"-q\"\n\ncheck: fmt\n    @pytest {{flags}}\n\nfmt:\n    -black .\n"),
            ("noxfile.py", "import nox\n\n@nox.session(python=['3.11'])\ndef tests(session):\n    session.install('-e', '.')\n    session.run('pytest', '-x', *session.posargs)\n\n@nox.session(name='lint')\ndef check(session):\n    session.run('ruff', 'check')\n\n@nox.session\ndef docs(session):\n    session.run('sphinx-build')\n"),
            ("package.json", "{\n \"scripts\": {\n  \"pretest\": \"eslint .\",\n  \"test\": \"jest --ci\",\n  \"unused\": \"tsc\"\n }\n}\n"),
            ("pyproject.toml", """
                [tool.hatch.envs.qa.scripts]
                types = "mypy {args:src}"
                all = ["types", "- pylint src"]
                [tool.pdm.scripts]
                lint = {composite = ["fmt", "flake8 src"]}
                fmt = "isort -c ."
                [tool.poe.tasks]
                a = "bandit -r src"
                ci = ["a", "b"]
                b.cmd = "codespell"
                """),
            ("Taskfile.yml", "version: '3'\ntasks:\n  build:\n    deps: [gen]\n    cmds:\n      - cmd: go vet ./...\n        ignore_error: true\n  gen:\n    cmds: ['protoc x']\n"),
            ("tasks.py", "from invoke import task\n\n@task\ndef check_types(c):\n    c.run('pyright src')\n"),
            ("mise.toml", "[tasks.audit]\nrun = \"pip-audit\"\n"));
        string[] commands = Commands(graph);
        string[] expected =
        [
            "black .", "pytest -q", "pytest -x $*", "ruff check", "eslint .", "jest --ci", "mypy src", "pylint src", "isort -c .", "flake8 src",
            "bandit -r src", "codespell", "protoc x", "go vet ./...", "pyright src", "pip-audit",
        ];
        Assert.Equal([], expected.Except(commands));
        Assert.Equal("just's - prefix", Single(graph, "black").FailureIgnored);
        Assert.Equal("leading - of the task", Single(graph, "pylint").FailureIgnored);
        Assert.Equal("ignore_error: true", Single(graph, "go").FailureIgnored);
        Assert.Equal([".github/workflows/ci.yml:7 nox -s tests-3.11 lint", "noxfile.py:10 ruff check"], Single(graph, "ruff").Trail.Select(t => t.ToString()));
        Assert.Equal(["nox docs", "npm unused"], graph.Uncalled.Select(u => $"{u.Tool} {u.Target.Name}"));
        Assert.Empty(graph.Unresolved);
    }

    [Fact]
    public void FollowsScriptsFoldersAndFunctions()
    {
        CommandGraph graph = Graph(
            (".github/workflows/ci.yml", Head + """
                      - run: ./scripts/test.sh -k fast
                      - run: cd tools && bash check.sh
                      - run: python train.py
                        working-directory: src
                      - run: scripts/missing.sh
                      - run: python gone.py
                      - run: ./dev tool
                """.Replace("\n                ", "\n", StringComparison.Ordinal)),
            ("scripts/test.sh", "#!/bin/bash\nset -e\nDIR=\"$( cd \"$( dirname \"${BASH_SOURCE[0]}\" )\" && pwd )\"\n. \"$DIR/lib.sh\"\nunit() {\n  pytest \"$@\"\n}\nunit tests $1 $2\n"),
            ("scripts/lib.sh", "pip install x\n"),
            ("tools/check.sh", "mypy .\nruff check . \n"),
            ("dev", "#!/usr/bin/env python3\nprint()\n"),
            ("src/train.py", ""));
        Assert.Equal(
            ["test.sh -k fast", "lib.sh", "pip install x", "pytest tests -k fast", "check.sh", "mypy .", "ruff check .", "python train.py", "python gone.py", "python dev tool"],
            Commands(graph));
        Assert.Equal([".github/workflows/ci.yml:6 ./scripts/test.sh -k fast", "scripts/test.sh:6 pytest $@"], Single(graph, "pytest").Trail.Select(t => t.ToString()).Select(t => t.Replace("pytest tests $1 $2", "pytest $@", StringComparison.Ordinal)));
        Assert.Equal("not the last command of a script without set -e", Single(graph, "mypy").FailureIgnored);
        Assert.Equal("tools/check.sh:1", Single(graph, "mypy").FailureIgnoredAt.ToString());
        Assert.True(Single(graph, "ruff").IsEnforced);
        Assert.Equal("src", graph.Executions.First(e => e.Arguments.SequenceEqual(["train.py"])).WorkingDirectory);
        Assert.Equal(["scripts/missing.sh: is not in this repository", "gone.py: is not in this repository"], graph.Unresolved.Select(u => $"{u.Target}: {u.Reason}"));
    }

    [Fact]
    public void FollowsImagesAndCompose()
    {
        CommandGraph graph = Graph(
            (".github/workflows/ci.yml", Head + """
                      - run: docker build --target test -t x .
                      - run: docker compose -f ci/compose.yml run --rm app pytest -q
                      - run: docker compose -f ci/compose.yml up
                """.Replace("\n                ", "\n", StringComparison.Ordinal)),
            ("Dockerfile", "FROM python:3.11 AS base\nRUN pip install x && \\\n    # why\n    ruff check .\nFROM base AS test\nRUN [\"mypy\", \"src\"]\nRUN <<EOF\nset -e\nblack --check .\nEOF\nFROM base\nRUN rm -rf /\n"),
            ("ci/compose.yml", "services:\n  app:\n    build:\n      context: ..\n      dockerfile: app.Dockerfile\n    command: gunicorn app:app\n"),
            ("app.Dockerfile", "FROM scratch\nRUN pyright\n"));
        Assert.Equal(
            [
                "docker build --target test -t x .", "pip install x", "ruff check .", "mypy src", "black --check .",
                "docker compose -f ci/compose.yml run --rm app pytest -q", "pytest -q",
                "docker compose -f ci/compose.yml up", "pyright", "gunicorn app:app",
            ],
            Commands(graph));
        Assert.Equal("Dockerfile:4", Single(graph, "ruff").Location.ToString());
        Assert.Equal("Dockerfile:9", Single(graph, "black").Location.ToString());
        Assert.Equal("docker compose up does not return a service's exit code", Single(graph, "gunicorn").FailureIgnored);
    }

    [Fact]
    public void FollowsPreCommitInAllItsPlaces()
    {
        (string, string) config = (".pre-commit-config.yaml", """
            ci:
              skip: [mypy]
            repos:
              - repo: https://github.com/astral-sh/ruff-pre-commit
                rev: v0.4.0
                hooks:
                  - id: ruff
                    args: [--fix]
                  - id: mypy
              - repo: local
                hooks:
                  - id: style
                    entry: make style
                    language: system
                  - id: slow
                    entry: pytest
                    language: system
                    stages: [manual]
            """);
        CommandGraph graph = Run("SKIP=mypy pre-commit run --all-files", config, ("Makefile", "style:\n\tblack .\n"));
        Assert.Equal(["pre-commit run --all-files", "ruff --fix", "style", "make style", "black ."], Commands(graph));
        Assert.Equal(
            [".github/workflows/ci.yml:6 pre-commit run --all-files", ".pre-commit-config.yaml:12 style", ".pre-commit-config.yaml:12 make style", "Makefile:2 black ."],
            Single(graph, "black").Trail.Select(t => t.ToString()));
        Assert.Equal(["ruff", "mypy", "style", "make", "black"], graph.Executions.Where(e => e.Executor == Executor.CommitHook).Select(e => e.Name));
        Assert.Equal(["ruff", "style", "make", "black"], graph.Executions.Where(e => e.Executor == Executor.Hosted).Select(e => e.Name));
        Assert.True(graph.Executions.First(e => e.Executor == Executor.Hosted).IsEnforced);
        Assert.False(graph.Executions.First(e => e.Executor == Executor.CommitHook).IsEnforced);
        Assert.Equal(["ruff", "mypy", "style"], Graph((".github/workflows/ci.yml", Head + "      - uses: pre-commit/action@v3\n"), config).Executions.Where(e => e is { Executor: Executor.Ci, Kind: ExecutionKind.Hook }).Select(e => e.Name));
    }

    [Fact]
    public void FollowsOtherHooks()
    {
        CommandGraph graph = Graph(
            ("lefthook.yml", "pre-commit:\n  commands:\n    lint:\n      run: ruff check {staged_files}\n"),
            (".husky/pre-commit", "npx lint-staged\n"),
            ("package.json", "{\n \"lint-staged\": {\n  \"*.js\": [\"eslint --fix\"]\n },\n \"simple-git-hooks\": { \"pre-push\": \"jest\" }\n}\n"));
        Assert.Equal(["ruff check {staged_files}", "lint-staged", "eslint --fix", "jest"], graph.Executions.Select(Show));
        Assert.All(graph.Executions, e => Assert.Equal(Executor.CommitHook, e.Executor));
    }

    [Fact]
    public void FollowsReusableWorkflowsAndCompositeActions()
    {
        CommandGraph graph = Graph(
            (".github/workflows/ci.yml", "on:\n  pull_request:\njobs:\n  call:\n    uses: ./.github/workflows/reusable.yml\n  away:\n    uses: org/repo/.github/workflows/x.yml@v1\n"),
            (".github/workflows/reusable.yml", "on:\n  workflow_call:\njobs:\n  lint:\n    runs-on: x\n    continue-on-error: true\n    steps:\n      - uses: ./.github/actions/lint\n  test:\n    runs-on: x\n    steps:\n      - run: pytest\n"),
            (".github/actions/lint/action.yml", "name: lint\nruns:\n  using: composite\n  steps:\n    - run: ruff check\n      shell: bash\n"));
        Execution ruff = Single(graph, "ruff");
        Assert.Equal(
            [
                ".github/workflows/ci.yml:5 uses .github/workflows/reusable.yml", ".github/workflows/reusable.yml:8 uses .github/actions/lint/action.yml",
                ".github/actions/lint/action.yml:5 ruff check",
            ],
            ruff.Trail.Select(t => t.ToString()));
        Assert.NotNull(ruff.FailureIgnored);
        Assert.Equal("lint", ruff.Job?.Id);
        Assert.Equal(".github/workflows/ci.yml", ruff.Pipeline?.File.Path);
        Assert.True(Single(graph, "pytest").IsEnforced);
        Assert.Equal("lies outside this repository", Assert.Single(graph.Unresolved).Reason);
    }

    [Fact]
    public void ReadsAzureTasks()
    {
        CommandGraph graph = Graph(("azure-pipelines.yml", """
            trigger: [main]
            steps:
            - task: DotNetCoreCLI@2
              inputs:
                command: test
                projects: '**/*Tests.csproj'
            - task: Bash@3
              inputs:
                filePath: build.sh
            - script: |
                flake8 .
                pytest
            - task: PublishTestResults@2
            """), ("build.sh", "set -e\nmypy src\n"));
        Assert.Equal("dotnet test **/*Tests.csproj", Show(Single(graph, "dotnet")));
        Assert.Contains(graph.Executions, e => e is { Kind: ExecutionKind.Action, Name: "PublishTestResults" });
        Assert.Equal(["azure-pipelines.yml:7", "build.sh:2"], Single(graph, "mypy").Trail.Select(t => t.Location.ToString()));
        Assert.Equal("not the last command of a script without set -e", Single(graph, "flake8").FailureIgnored);
        Assert.True(Single(graph, "pytest").IsEnforced);
    }

    [Fact]
    public void CutsCyclesAndBounds()
    {
        CommandGraph graph = Run(
            "make a && ./loop.sh && npm run x",
            ("Makefile", "a: b\n\t$(MAKE) a\nb: a\n\tpytest\n"),
            ("loop.sh", "./loop.sh\nmypy\n"),
            ("package.json", "{\"scripts\":{\"x\":\"npm run x && tsc\"}}"));
        Assert.Equal(1, Commands(graph).Count(c => c == "pytest"));
        Assert.Equal(1, Commands(graph).Count(c => c == "mypy"));
        Assert.Equal(1, Commands(graph).Count(c => c == "tsc"));

        string chain = string.Concat(Enumerable.Range(0, 40).Select(i => $"t{i}: t{i + 1}\n\techo\n")) + "t40:\n\tpytest\n";
        Assert.DoesNotContain(Run("make t0", ("Makefile", chain)).Executions, e => e.Name == "pytest");

        // Each target calls the next one four times over: 4^12 without a bound.
        string fan = string.Concat(Enumerable.Range(0, 12).Select(i => $"t{i}:\n" + string.Concat(Enumerable.Range(0, 4).Select(j => $"\tmake t{i + 1} X={j}\n")))) + "t12:\n\tpytest\n";
        CommandGraph bounded = Graph(
            (".github/workflows/a.yml", Head + "      - run: make t0\n"),
            (".github/workflows/b.yml", Head + "      - run: ruff check\n"),
            (".github/workflows/c.yml", Head + "      - run: make t1\n"),
            (".pre-commit-config.yaml", "repos:\n- repo: local\n  hooks:\n  - {id: types, name: types, entry: mypy, language: system}\n"),
            ("Makefile", fan));
        Assert.True(bounded.Executions.Count <= CommandGraph.MaxExecutions);

        // What is beyond the bound is named, and takes nothing from the next pipeline or from the hooks.
        Assert.Equal(
            ["CI calls .github/workflows/a.yml, which runs more than is followed: look there", "CI calls .github/workflows/c.yml, which runs more than is followed: look there"],
            bounded.Unresolved.Where(u => u.IsUnseen).Select(u => u.Advice));
        Assert.Contains(bounded.Executions, e => e.Name == "ruff");
        Assert.Contains(bounded.Executions, e => e is { Name: "mypy", Executor: Executor.CommitHook });
    }

    [Fact]
    public void SurvivesVariablesThatDouble()
    {
        string refs(string name) => string.Concat(Enumerable.Repeat($"$({name})", 4_000));
        string makefile = string.Concat(Enumerable.Range(0, 10).Select(i => $"A{i} = {refs("A" + (i + 1))}\n")) + "all:\n\techo $(A0)\n\tpytest\n";
        Assert.Contains("pytest", Commands(Run("make", ("Makefile", makefile))));
        string sections = string.Concat(Enumerable.Range(0, 8).Select(i => $"[s{i}]\nc =\n" + string.Concat(Enumerable.Repeat($"    {{[s{i + 1}]c}}\n", 500))));
        Assert.Contains("pytest", Commands(Run("tox -e a; pytest", ("tox.ini", "[testenv:a]\ncommands = {[s0]c}\n" + sections))));
        string doubling = "A=xxxxxxxxxx\n" + string.Concat(Enumerable.Repeat("          A=$A$A\n", 100)) + "          pytest $A\n";
        Assert.Contains(Graph((".github/workflows/ci.yml", Head + "      - run: |\n          " + doubling)).Executions, e => e.Name == "pytest");
    }

    [Fact]
    public void AVariableMayHoldTheCheckoutsFolder()
    {
        CommandGraph graph = Graph(
            (".github/workflows/ci.yml", "env:\n  PYTHON_ROOT: ${{ github.workspace }}/contrib/python\n" + Head + "      - run: |\n          cd \"${PYTHON_ROOT}\"\n          pytest ./tests\n"));
        Assert.Equal("contrib/python", Single(graph, "pytest").WorkingDirectory);
    }

    [Fact]
    public void NarrowsTriggersByConditions()
    {
        CommandGraph graph = Graph(
            (".github/workflows/ci.yml", "on:\n  push:\n  schedule:\n    - cron: '0 0 * * *'\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: pytest\n        if: github.event_name == 'schedule'\n      - run: mypy\n        if: always()\n  b:\n    uses: ./.github/workflows/r.yml\n"),
            (".github/workflows/r.yml", "on: workflow_call\njobs:\n  c:\n    if: github.event_name == 'push'\n    runs-on: x\n    steps:\n      - run: ruff check\n"));
        Assert.Equal([TriggerKind.Schedule], Single(graph, "pytest").Triggers.Select(t => t.Kind));
        Assert.Equal([TriggerKind.Push, TriggerKind.Schedule], Single(graph, "mypy").Triggers.Select(t => t.Kind));
        Assert.Equal([TriggerKind.Push], Single(graph, "ruff").Triggers.Select(t => t.Kind));
    }

    [Theory]
    [InlineData("steps.lint.outcome == 'failure'")]
    [InlineData("always() && steps.lint.outcome != 'success'")]
    public void AStepWhoseOutcomeIsCheckedLaterBlocks(string condition)
    {
        string steps = "      - id: lint\n        run: ruff check\n        continue-on-error: true\n      - id: types\n        run: mypy .\n        continue-on-error: true\n";
        CommandGraph graph = Graph((".github/workflows/ci.yml", Head + steps + $"      - if: {condition}\n        run: exit 1\n"));
        Assert.True(Single(graph, "ruff").IsEnforced);
        Assert.False(Single(graph, "mypy").IsEnforced);
    }

    [Fact]
    public void QuestionsAboutAProgramAreNoRuns()
    {
        CommandGraph graph = Graph((".github/workflows/ci.yml", Head + "      - run: |\n          command -v ruff\n          python -m pytest --version\n          black --help\n          which mypy\n"));
        Assert.Equal(["which mypy"], Commands(graph));
    }

    [Fact]
    public void KnowsTheOptionsOfMakeAndTox()
    {
        (string, string) makefile = ("Makefile", ".ONESHELL:\n.SHELLFLAGS = -ec\nlint:\n\tcd app\n\truff check\n\tmypy .\n");
        CommandGraph ignoring = Run("make -i lint", makefile);
        Assert.Equal("make -i", Single(ignoring, "ruff").FailureIgnored);
        CommandGraph plain = Run("make lint", makefile);
        Assert.Null(Single(plain, "ruff").FailureIgnored);
        Assert.Equal(("app", "Makefile:6"), (Single(plain, "mypy").WorkingDirectory, Single(plain, "mypy").Location.ToString()));
        Assert.Equal(["make -n lint"], Commands(Run("make -n lint", makefile)));

        (string, string) tox = ("tox.ini", "[tox]\nenvlist = py39,py310,lint\n[gh-actions]\npython =\n    3.9: py39, lint\n[testenv]\ncommands = pytest\n[testenv:lint]\ncommands = ruff check\n[testenv:py310]\ncommands = unittest\n");
        Assert.Equal(["tox", "pytest", "ruff check"], Commands(Run("tox", tox)));
        Assert.Equal(["tox -p", "unittest"], Commands(Run("TOXENV=py310 tox -p", tox)));
        Assert.Equal(["tox -e nope"], Commands(Run("tox -e nope", tox)));
        Assert.Equal("no tox environment of this name", Assert.Single(Run("tox -e nope", tox).Unresolved).Reason);
        Assert.Equal(["tox --listenvs"], Commands(Run("tox --listenvs", tox)));
    }

    [Fact]
    public void OtherHostsComposeTheirOwnFailureState()
    {
        CommandGraph graph = Graph(
            (".gitlab-ci.yml", "lint:\n  allow_failure: true\n  script:\n    - ruff check\ntest:\n  script:\n    - pytest | tee log\n"),
            (".circleci/config.yml", "version: 2.1\njobs:\n  t:\n    docker:\n      - image: cimg/python:3.11\n    steps:\n      - run: tox -e types\n      - run:\n          command: black --check . | tee log\nworkflows:\n  w:\n    jobs: [t]\n"),
            ("tox.ini", "[testenv:types]\ncommands = mypy src\n[testenv:docs]\ncommands = sphinx-build\n"));
        Assert.StartsWith("allow_failure", Single(graph, "ruff").FailureIgnored, StringComparison.Ordinal);
        Assert.True(Single(graph, "pytest").IsEnforced);
        Assert.True(Single(graph, "black").IsEnforced);
        Assert.Equal([".circleci/config.yml:7 tox -e types", "tox.ini:2 mypy src"], Single(graph, "mypy").Trail.Select(t => t.ToString()));
        Assert.Equal("docs", Assert.Single(graph.Uncalled).Target.Name);
    }

    [Fact]
    public void PutsArgumentsBehindATasksCommand()
    {
        CommandGraph graph = Run("pixi run -e ci tests -n 3 -k 'a b'", ("pyproject.toml", "[tool.pixi.feature.test.tasks]\ntests = { cmd = \"pytest -q\" }\n"));
        Assert.Equal(["-q", "-n", "3", "-k", "a b"], Single(graph, "pytest").Arguments);
        Assert.Equal("pyproject.toml:2", Single(graph, "pytest").Location.ToString());
    }

    [Fact]
    public void VariablesOfBranchesAreNotClaimed()
    {
        CommandGraph graph = Graph((".github/workflows/ci.yml", Head + "      - run: |\n          test=false\n          case $1 in --test) test=true;; esac\n          for f in $(ls *.x); do test=true; done\n          msbuild /p:Test=$test\n"));
        Assert.Equal(["/p:Test=$test"], Single(graph, "msbuild").Arguments);
    }

    [Fact]
    public void TrailsShowNoSecrets()
    {
        CommandGraph graph = Graph((".github/workflows/ci.yml", Head + """
                  - run: |
                      docker login -u me -p hunter2 registry
                      curl --token=abc123 https://user:pw@host/x
                      API_KEY=xyz pytest --key $API_KEY aB3dE5gH7jK9mN1pQ3sT5
                    env:
                      API_KEY: topsecret
            """.Replace("\n            ", "\n      ", StringComparison.Ordinal)));
        string all = string.Join('\n', graph.Executions.SelectMany(e => e.Trail).Select(t => t.Text));
        Assert.Contains("docker login -u me -p *** registry", all, StringComparison.Ordinal);
        foreach (string secret in new[] { "hunter2", "abc123", "pw@", "xyz", "topsecret", "aB3dE5" })
        {
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(graph.Executions, e => e.Arguments.Contains("topsecret"));
    }
}
