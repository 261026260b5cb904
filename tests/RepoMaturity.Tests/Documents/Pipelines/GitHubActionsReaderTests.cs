using RepoMaturity.Documents.Pipelines;

namespace RepoMaturity.Tests.Documents.Pipelines;

public class GitHubActionsReaderTests
{
    private const string Path = ".github/workflows/ci.yml";

    [Fact]
    public void Triggers_are_kept_as_written()
    {
        Pipeline pipeline = Files.One(Path, """
            on:
              push:
                branches: [does-not-exist]
                tags: ['v*']
                paths-ignore: ['docs/**']
              pull_request_target:
              schedule:
                - cron: '0 3 * * 1'
              workflow_dispatch:
              release:
                types: [published]
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - run: make
            """);
        Assert.Equal(
            "Tag v* in **,!docs/**; Push does-not-exist in **,!docs/**; PullRequest; Schedule; Manual; Release",
            pipeline.Triggers.Show());
        Assert.Equal("pull_request_target", pipeline.Triggers[2].Detail);
        Assert.Equal("0 3 * * 1", pipeline.Triggers[3].Detail);
        Assert.Equal(8, pipeline.Triggers[3].Location.Line);
    }

    [Fact]
    public void Triggers_in_comments_are_none()
    {
        Pipeline pipeline = Files.One(Path, """
            on:
              # push:
              #   branches: [main]
              # pull_request:
              workflow_dispatch:
            jobs: {a: {runs-on: x, steps: [{run: pytest}]}}
            """);
        Assert.Equal("Manual", pipeline.Triggers.Show());
    }

    [Theory]
    [InlineData("on: push", "Push")]
    [InlineData("on: [push, pull_request]", "Push; PullRequest")]
    [InlineData("on: {pull_request: {types: [closed]}}", "Other")]
    [InlineData("on: {pull_request: {types: [labeled, synchronize]}}", "PullRequest")]
    [InlineData("on: {push: {tags: ['*']}}", "Tag *")]
    [InlineData("on: {workflow_run: {workflows: [ci]}}", "Other")]
    public void Short_forms_of_triggers(string on, string expected) =>
        Assert.Equal(expected, Files.One(Path, on + "\njobs: {a: {runs-on: x, steps: [{run: make}]}}").Triggers.Show());

    [Theory]
    [InlineData("false", true)]
    [InlineData("${{ false }}", true)]
    [InlineData("false && github.event_name == 'push'", true)]
    [InlineData("${{ github.actor != 'false' }}", false)]
    [InlineData("always()", false)]
    public void Conditions_that_never_hold(string condition, bool never)
    {
        Pipeline pipeline = Files.One(Path, $"on: push\njobs:\n  a:\n    if: {condition}\n    steps:\n      - run: make\n        if: {condition}\n");
        Assert.Equal(never, pipeline.Jobs[0].NeverRuns is not null);
        Assert.Equal(never, pipeline.OnlyStep().NeverRuns is not null);
    }

    [Fact]
    public void Continue_on_error_counts_only_when_it_is_certain()
    {
        Pipeline pipeline = Files.One(Path, """
            on: push
            jobs:
              a:
                continue-on-error: true
                steps:
                  - run: one
                    continue-on-error: true
                  - run: two
                    continue-on-error: ${{ matrix.experimental }}
                  - run: three
                    continue-on-error: ${{ true }}
              b:
                continue-on-error: ${{ matrix.experimental }}
                steps: [{run: four}]
            """);
        Assert.NotNull(pipeline.Jobs[0].FailureIgnored);
        Assert.Equal([true, false, true], pipeline.Jobs[0].Steps.Select(s => s.FailureIgnored is not null));
        Assert.Null(pipeline.Jobs[1].FailureIgnored);
    }

    [Theory]
    [InlineData("github.event_name == 'push'", "Push main")]
    [InlineData("github.event_name != 'pull_request'", "Push main; Schedule")]
    [InlineData("github.event_name == 'push' && github.ref == 'refs/heads/main'", "Push main")]
    [InlineData("github.event_name == 'schedule' || github.event_name == 'push'", "Push main; Schedule")]
    [InlineData("github.ref == 'refs/heads/release'", "Push release; Schedule")]
    [InlineData("github.event_name == 'push' && contains(github.event.head_commit.message, 'x')", "Push main")]
    [InlineData("startsWith(github.ref, 'refs/tags/')", "")]
    [InlineData("${{ (github.event_name == 'pull_request') }}", "PullRequest")]
    [InlineData("!contains(github.event_name, 'push')", null)]
    [InlineData("success()", null)]
    public void Plain_tests_of_the_event_narrow_a_job(string condition, string? expected)
    {
        Pipeline pipeline = Files.One(Path, $$"""
            on: {push: {branches: [main]}, pull_request: {}, schedule: [{cron: '0 0 * * *'}]}
            jobs:
              a:
                if: "{{condition}}"
                steps: [{run: make}]
            """);
        Assert.Equal(expected, pipeline.Jobs[0].Triggers?.Show());
    }

    [Fact]
    public void A_tag_test_turns_a_plain_push_into_a_tag_trigger()
    {
        Pipeline pipeline = Files.One(Path, "on: [push, pull_request]\njobs: {a: {if: \"startsWith(github.ref, 'refs/tags/v')\", steps: [{run: twine}]}}");
        Assert.Equal("Tag", pipeline.Jobs[0].Triggers!.Show());
    }

    [Fact]
    public void Literal_matrix_values_are_put_into_scripts()
    {
        Pipeline pipeline = Files.One(Path, """
            on: push
            jobs:
              a:
                strategy:
                  matrix:
                    os: [ubuntu, macos]
                    session: [lint, tests]
                    exclude: [{os: macos, session: lint}]
                    include: [{os: ubuntu, session: docs}]
                    group: ${{ fromJSON(needs.x.outputs.y) }}
                steps:
                  - run: nox -s ${{ matrix.session }}
                  - run: echo ${{ matrix.group }}
            """);
        Assert.Equal(["nox -s lint", "nox -s tests", "nox -s docs", "echo ${{ matrix.group }}"], pipeline.Scripts());
    }

    [Fact]
    public void Scripts_have_their_exact_line_folder_shell_and_variables()
    {
        Pipeline pipeline = Files.One(Path, """
            on: push
            env: {A: file, B: file}
            defaults: {run: {working-directory: ./pkg, shell: bash -l {0}}}
            jobs:
              a:
                env: {B: job}
                steps:
                  - name: block
                    run: |
                      pytest tests
                      ruff check
                    env: {C: step}
                  - run: make lint
                    working-directory: ${{ github.workspace }}/src/../lib
                    shell: pwsh
                  - run: echo ${{ env.B }}
                    working-directory: ${{ inputs.where }}
            """.Replace("bash -l {0}", "'bash -l {0}'"));
        IReadOnlyList<PipelineStep> steps = pipeline.Jobs[0].Steps;
        Assert.Equal((10, "pkg", "bash", "pytest tests\nruff check\n"), (steps[0].ScriptLine, steps[0].WorkingDirectory, steps[0].Shell, steps[0].Script));
        Assert.Equal(["A=file", "B=job", "C=step"], steps[0].Variables.OrderBy(v => v.Key).Select(v => v.Key + "=" + v.Value));
        Assert.Equal((13, "lib", "pwsh"), (steps[1].ScriptLine, steps[1].WorkingDirectory, steps[1].Shell));
        Assert.Equal("echo job", steps[2].Script);
        Assert.Null(steps[2].WorkingDirectory);
    }

    [Fact]
    public void Calls_of_own_and_foreign_workflows_and_actions()
    {
        PipelineSet set = Files.Set(
            (Path, """
                on: push
                jobs:
                  own: {uses: ./.github/workflows/reuse.yml, with: {target: lint}}
                  same: {uses: acme/model/.github/workflows/reuse.yml@main}
                  other: {uses: acme/shared/.github/workflows/ml.yml@v1}
                  steps:
                    steps:
                      - uses: ./.github/actions/setup
                        with: {python: '3.12'}
                      - uses: actions/checkout@v4
                        with: {fetch-depth: 0}
                """),
            (".github/workflows/reuse.yml", """
                on: {workflow_call: {inputs: {target: {type: string, default: all}}}}
                jobs: {a: {runs-on: x, steps: [{run: "make ${{ inputs.target }}"}]}}
                """),
            (".github/actions/setup/action.yml", """
                inputs: {python: {default: '3.11'}}
                runs:
                  using: composite
                  steps: [{run: "uv python install ${{ inputs.python }}", shell: bash}]
                """));
        Pipeline ci = set.Find(Path)!;
        Assert.Equal(".github/workflows/reuse.yml", ci.Jobs[0].Calls!.Target);
        Assert.Equal(["make lint"], set.Called(ci.Jobs[0].Calls!)!.Scripts());
        Assert.Equal(["make all"], set.Called(ci.Jobs[1].Calls!)!.Scripts());
        Assert.True(ci.Jobs[2].Calls!.IsExternal);
        Assert.Equal("acme/shared/.github/workflows/ml.yml@v1", Assert.Single(ci.External).Target);
        Assert.Equal(["uv python install 3.12"], set.Called(ci.Jobs[3].Steps[0].Calls!)!.Scripts());
        Assert.Equal(("actions/checkout", "v4", "0"), (ci.Jobs[3].Steps[1].Uses, ci.Jobs[3].Steps[1].UsesVersion, ci.Jobs[3].Steps[1].Inputs["fetch-depth"]));
        Assert.Null(ci.Jobs[3].Steps[1].Calls);
        Assert.True(set.Find(".github/workflows/reuse.yml")!.IsCallable);
        Assert.True(set.Find(".github/actions/setup/action.yml")!.IsCallable);
        Assert.False(ci.IsCallable);
    }

    [Theory]
    [InlineData(".github/workflows/x.yml", true)]
    [InlineData(".github/workflows/sub/x.yml", false)]
    [InlineData(".github/workflows-disabled/x.yml", false)]
    [InlineData("template/.github/workflows/x.yml", false)]
    [InlineData("ci/x.yml", false)]
    public void Workflows_run_only_in_the_folder_that_the_host_reads(string path, bool read) =>
        Assert.Equal(read, Files.One(path, "on: push\njobs: {a: {runs-on: x, steps: [{run: make}]}}").IsReadByHost);

    [Fact]
    public void Anchors_are_followed_and_broken_files_keep_their_name()
    {
        PipelineSet set = Files.Set(
            (Path, "on: push\njobs:\n  a:\n    steps: &s\n      - run: pytest\n  b:\n    steps: *s\n"),
            (".github/workflows/broken.yml", "on: push\njobs: [\n"));
        Assert.Equal(["pytest", "pytest"], set.Find(Path)!.Scripts());
        Assert.NotNull(set.Find(".github/workflows/broken.yml")!.Problem);
    }
}
