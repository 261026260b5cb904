using RepoMaturity.Documents.Pipelines;

namespace RepoMaturity.Tests.Documents.Pipelines;

public class GitLabReaderTests
{
    private const string Path = ".gitlab-ci.yml";

    private static PipelineJob Job(string text) => Assert.Single(Files.One(Path, text).Jobs);

    [Fact]
    public void Hidden_jobs_extends_references_and_defaults()
    {
        Pipeline pipeline = Files.One(Path, """
            default:
              image: python:3.12
              before_script:
                - pip install tox
            .base:
              variables: {A: base, B: base}
              script:
                - echo base
            test:
              extends: .base
              variables: {B: own}
              needs: [{job: build}]
              services: [postgres:16]
              script:
                - tox -e py
                - !reference [.base, script]
                - |
                  ruff check
            deploy:
              stage: deploy
              environment: {name: production}
              script: ./deploy.sh
            """);
        Assert.Equal(["test", "deploy"], pipeline.Jobs.Select(j => j.Id));
        PipelineJob test = pipeline.Jobs[0];
        Assert.Equal(["pip install tox", "tox -e py", "echo base", "ruff check"], test.Steps.Select(s => s.Script!.Trim()));
        Assert.Equal([4, 15, 8, 18], test.Steps.Select(s => s.ScriptLine));
        Assert.Equal(("base", "own"), (test.Variables["A"], test.Variables["B"]));
        Assert.Equal(["python:3.12", "postgres:16", "build"], [.. test.Images, .. test.Services, .. test.Needs]);
        Assert.Equal("production", pipeline.Jobs[1].Environment);
        Assert.Equal(["test"], pipeline.Jobs[1].Needs);
        Assert.Equal("Push?; Tag?", pipeline.Triggers.Show());
    }

    [Fact]
    public void Lines_of_a_script_keep_their_place_in_the_file()
    {
        PipelineStep step = Assert.Single(Job("a:\n  script:\n    - one\n    # comment\n    - two\n").Steps);
        Assert.Equal((3, "one\n\ntwo\n"), (step.ScriptLine, step.Script));
    }

    [Theory]
    [InlineData("rules: [{if: '$CI_PIPELINE_SOURCE == \"merge_request_event\"'}]", "PullRequest")]
    [InlineData("rules: [{if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'}]", "Push $CI_DEFAULT_BRANCH")]
    [InlineData("rules: [{if: '$CI_PIPELINE_SOURCE == \"merge_request_event\" && $CI_MERGE_REQUEST_TARGET_BRANCH_NAME == \"main\"'}]", "PullRequest main")]
    [InlineData("rules: [{if: '$CI_COMMIT_TAG'}, {if: '$CI_PIPELINE_SOURCE == \"schedule\"'}]", "Tag; Schedule")]
    [InlineData("rules: [{if: '$CI_COMMIT_TAG', when: never}, {changes: [src/**]}]", "Push in src/**; Tag in src/**")]
    [InlineData("rules: [{when: manual}]", "Manual; Manual")]
    [InlineData("only: [main, merge_requests]", "PullRequest; Push main")]
    [InlineData("except: [tags]", "Push")]
    [InlineData("stage: test", null)]
    public void Rules_of_a_job(string rules, string? expected) =>
        Assert.Equal(expected, Job($"a:\n  script: make\n  {rules}\n").Triggers?.Show());

    [Theory]
    [InlineData("when: never", true)]
    [InlineData("rules: [{when: never}]", true)]
    [InlineData("rules: [{if: $A, when: never}, {when: always}]", false)]
    public void Jobs_that_never_run(string rules, bool never) =>
        Assert.Equal(never, Job($"a:\n  script: make\n  {rules}\n").NeverRuns is not null);

    [Fact]
    public void Allowed_failures()
    {
        Assert.NotNull(Job("a: {script: make, allow_failure: true}").FailureIgnored);
        Assert.Null(Job("a: {script: make, allow_failure: {exit_codes: 3}}").FailureIgnored);
        Assert.NotNull(Job("a: {script: make, when: manual}").FailureIgnored);
        Assert.Null(Job("a: {script: make}").FailureIgnored);
    }

    [Fact]
    public void Local_includes_are_read_with_their_own_places_and_foreign_ones_are_named()
    {
        PipelineSet set = Files.Set(
            (Path, "include:\n- local: /ci/test.yml\n- project: acme/ci\n  file: ml.yml\n- template: Security/SAST.gitlab-ci.yml\ndeploy:\n  script: x\n"),
            ("ci/test.yml", "unit:\n  script:\n    - pytest\n"),
            ("sub/.gitlab-ci.yml", "a: {script: x}\n"));
        Pipeline main = set.Find(Path)!;
        Assert.Equal(["acme/ci:ml.yml", "Security/SAST.gitlab-ci.yml"], main.External.Select(e => e.Target));
        Assert.Equal("ci/test.yml:3", main.Jobs.Single(j => j.Id == "unit").Steps[0].Location.ToString());
        Assert.True(set.Find("ci/test.yml")!.IsCallable);
        Assert.False(set.Find("sub/.gitlab-ci.yml")!.IsReadByHost);
    }

    [Fact]
    public void Jobs_that_extend_each_other_end() =>
        Assert.Equal("x", Job("a: {extends: b, script: x}\n.c: {extends: a}\nb: {extends: a}\n".Replace("b:", ".b:").Replace("extends: b", "extends: .b")).Steps[0].Script!.Trim());
}
