using RepoMaturity.Documents.Pipelines;

namespace RepoMaturity.Tests.Documents.Pipelines;

public class AzurePipelinesReaderTests
{
    [Theory]
    [InlineData("steps: [{script: make}]", "Push?; PullRequest?")]
    [InlineData("trigger: none\nsteps: [{script: make}]", "PullRequest?")]
    [InlineData("trigger:\n- none\npr: none\nsteps: [{script: make}]", "")]
    [InlineData("# trigger: [main]\npr: [main, release/*]\ntrigger: none\nsteps: [{script: make}]", "PullRequest main,release/*")]
    [InlineData("trigger: {branches: {include: [main], exclude: [x/*]}, paths: {exclude: [docs]}}\npr: none\nsteps: [{script: make}]", "Push main,!x/* in **,!docs")]
    [InlineData("trigger: {tags: {include: [v*]}}\npr: none\nsteps: [{script: make}]", "Tag v*")]
    public void Triggers_and_their_defaults(string text, string expected) =>
        Assert.Equal(expected, Files.One("azure-pipelines.yml", text).Triggers.Show());

    [Fact]
    public void Schedules_and_pipelines_that_start_it()
    {
        Pipeline pipeline = Files.One(".pipelines/cd.yml", """
            trigger: none
            pr: none
            schedules:
            - cron: "0 4 * * *"
              branches: {include: [main]}
            resources:
              pipelines:
              - pipeline: ci
                source: Model-CI
                trigger: {branches: {include: [master]}}
              - pipeline: other
                source: Other
            steps:
            - script: make
            """);
        Assert.Equal("Schedule main; Other master", pipeline.Triggers.Show());
        Assert.Equal(["0 4 * * *", "pipeline Model-CI"], pipeline.Triggers.Select(t => t.Detail));
    }

    [Fact]
    public void Stages_deployments_conditions_and_needs()
    {
        Pipeline pipeline = Files.One("build/release.yml", """
            trigger: [main]
            stages:
            - stage: test
              jobs:
              - job: unit
                continueOnError: true
                steps:
                - bash: pytest
                  continueOnError: true
                  workingDirectory: $(Build.SourcesDirectory)/src
                - pwsh: ./build.ps1
                  condition: false
            - stage: prod
              condition: and(succeeded(), false)
              jobs:
              - deployment: deploy
                environment: {name: production}
                strategy:
                  canary:
                    increments: [10]
                    deploy: {steps: [{script: ./deploy.sh}]}
                    on: {failure: {steps: [{script: ./rollback.sh}]}}
            """);
        Assert.Equal(["unit", "deploy"], pipeline.Jobs.Select(j => j.Id));
        Assert.NotNull(pipeline.Jobs[0].FailureIgnored);
        Assert.Equal(("bash", "src"), (pipeline.Jobs[0].Steps[0].Shell, pipeline.Jobs[0].Steps[0].WorkingDirectory));
        Assert.NotNull(pipeline.Jobs[0].Steps[0].FailureIgnored);
        Assert.NotNull(pipeline.Jobs[0].Steps[1].NeverRuns);
        Assert.Equal(["unit"], pipeline.Jobs[1].Needs);
        Assert.NotNull(pipeline.Jobs[1].NeverRuns);
        Assert.Equal("production", pipeline.Jobs[1].Environment);
        Assert.Equal(["./deploy.sh", "./rollback.sh"], pipeline.Jobs[1].Steps.Select(s => s.Script));
    }

    [Theory]
    [InlineData("eq(variables['Build.Reason'], 'PullRequest')", "PullRequest main")]
    [InlineData("and(succeeded(), ne(variables['Build.Reason'], 'PullRequest'))", "Push main,dev")]
    [InlineData("and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))", "Push main")]
    [InlineData("succeededOrFailed()", null)]
    public void Plain_tests_of_the_reason_narrow_a_job(string condition, string? expected) => Assert.Equal(
        expected,
        Files.One("azure-pipelines.yml", $"trigger: [main, dev]\npr: [main]\njobs:\n- job: a\n  condition: {condition}\n  steps: [{{script: make}}]\n").Jobs[0].Triggers?.Show());

    [Fact]
    public void Tasks_have_inputs_and_inline_scripts_with_their_line()
    {
        Pipeline pipeline = Files.One("azure-pipelines.yml", """
            variables:
            - name: SRC
              value: src
            steps:
            - task: AzureCLI@2
              inputs:
                scriptType: bash
                workingDirectory: $(System.DefaultWorkingDirectory)/$(SRC)
                inlineScript: |
                  set -e
                  az ml job create -f $(SRC)/train.yml
            - task: PublishTestResults@2
              condition: succeededOrFailed()
              inputs: {testResultsFiles: '**/*.xml'}
            """);
        PipelineStep cli = pipeline.Jobs[0].Steps[0];
        Assert.Equal(("AzureCLI", "2", 10, "src", "bash"), (cli.Uses, cli.UsesVersion, cli.ScriptLine, cli.WorkingDirectory, cli.Shell));
        Assert.Equal("set -e\naz ml job create -f src/train.yml\n", cli.Script);
        Assert.Equal(("PublishTestResults", "**/*.xml"), (pipeline.Jobs[0].Steps[1].Uses, pipeline.Jobs[0].Steps[1].Inputs["testResultsFiles"]));
    }

    [Fact]
    public void Templates_are_read_with_the_values_of_their_call()
    {
        PipelineSet set = Files.Set(
            (".azure-pipelines/ci.yml", """
                trigger: [main]
                jobs:
                - template: jobs/job.yml
                  parameters:
                    test: dotnet test a.csproj -c
                    lint: true
                    extra:
                    - script: echo from caller
                - template: /shared/steps.yml@central
                """),
            (".azure-pipelines/jobs/job.yml", """
                parameters:
                  test: ''
                  lint: false
                  extra: []
                jobs:
                - job: build
                  variables:
                    _test: ${{ parameters.test }}
                  strategy:
                    matrix:
                      Debug: {config: Debug}
                      Release: {config: Release}
                  steps:
                  - script: $(_test) $(config)
                  - ${{ if eq(parameters.lint, true) }}:
                    - script: make lint
                  - ${{ else }}:
                    - script: echo no lint
                  - ${{ each step in parameters.extra }}:
                    - ${{ step }}
                  - template: /.azure-pipelines/steps.yml
                """),
            (".azure-pipelines/steps.yml", "steps:\n- script: echo done\n"));
        Pipeline ci = set.Find(".azure-pipelines/ci.yml")!;
        Assert.Equal("/shared/steps.yml@central", Assert.Single(ci.External).Target);
        Pipeline job = set.Called(ci.Jobs[0].Calls!)!;
        Assert.Equal(["dotnet test a.csproj -c Debug", "dotnet test a.csproj -c Release", "make lint", "echo from caller"], job.Scripts());
        Assert.Equal(".azure-pipelines/ci.yml:8", job.Jobs[0].Steps[3].Location.ToString());
        Assert.Equal(["echo done"], set.Called(job.Jobs[0].Steps[^1].Calls!)!.Scripts());

        Pipeline alone = set.Find(".azure-pipelines/jobs/job.yml")!;
        Assert.True(alone.IsCallable);
        Assert.Contains("echo no lint", alone.Scripts());
        Assert.Contains("make lint", alone.Scripts());
        Assert.Equal("if eq(parameters.lint, true)", alone.Jobs[0].Steps.Single(s => s.Script == "make lint").Condition);
        Assert.True(set.Find(".azure-pipelines/steps.yml")!.IsCallable);
    }

    [Fact]
    public void A_runtime_parameter_that_is_off_leaves_the_job_to_a_run_by_hand()
    {
        PipelineJob job = Files.One("azure-pipelines.yml", """
            parameters:
            - {name: push, type: boolean, default: false}
            trigger: [main]
            jobs:
            - job: push
              condition: and(succeeded(), eq('${{ parameters.push }}', true))
              steps: [{script: dotnet nuget push}]
            """).Jobs[0];
        Assert.Null(job.NeverRuns);
        Assert.Equal("Manual", job.Triggers!.Show());
    }

    [Fact]
    public void Extends_and_stage_templates_are_calls()
    {
        PipelineSet set = Files.Set(
            ("ci/main.yml", "trigger: [main]\nextends:\n  template: base.yml\n  parameters: {env: dev}\n"),
            ("ci/base.yml", "parameters:\n- name: env\n  type: string\nstages:\n- stage: a\n  jobs:\n  - job: j\n    steps:\n    - script: deploy ${{ parameters.env }}\n"));
        Assert.Equal(["deploy dev"], set.Called(set.Find("ci/main.yml")!.Jobs[0].Calls!)!.Scripts());
    }

    [Fact]
    public void Variable_templates_give_values()
    {
        PipelineSet set = Files.Set(
            (".pipelines/ci.yml", "trigger: [main]\nvariables:\n- template: vars.yml\nsteps:\n- script: pytest $(DIR) $(date)\n"),
            (".pipelines/vars.yml", "variables:\n  DIR: tests/unit\n"));
        Assert.Equal(["pytest tests/unit $(date)"], Assert.Single(set.Pipelines).Scripts());
    }

    [Fact]
    public void A_template_that_calls_itself_and_deep_nesting_end()
    {
        PipelineSet set = Files.Set(("a.yml", "parameters: {x: 1}\nsteps:\n- template: a.yml\n"));
        Assert.Equal("a.yml", set.Pipelines[0].Jobs[0].Steps[0].Calls!.Target);
        string nested = string.Concat(Enumerable.Range(0, 110).Select(i => new string(' ', i) + "- ${{ if eq(parameters.x, 1) }}:\n"));
        Assert.NotNull(Files.Set(("b.yml", "parameters: {x: 1}\nsteps:\n- script: a\n" + nested)).Pipelines);
    }
}
