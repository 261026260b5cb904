using RepoMaturity.Documents.Pipelines;

namespace RepoMaturity.Tests.Documents.Pipelines;

public class PipelineSetTests
{
    [Theory]
    [InlineData(".vsts-dotnet-ci.yml", "trigger: [main]\nsteps:\n- script: ./build.sh\n", nameof(PipelineHost.AzurePipelines))]
    [InlineData("build/codecoverage-ci.yml", "jobs:\n- template: /build/ci/job-template.yml\n", nameof(PipelineHost.AzurePipelines))]
    [InlineData("any/where.yaml", "stages:\n- stage: a\n  jobs: []\n", nameof(PipelineHost.AzurePipelines))]
    [InlineData("t.yml", "parameters:\n- name: x\nsteps:\n- ${{ if eq(parameters.x, 1) }}:\n  - script: a\n", nameof(PipelineHost.AzurePipelines))]
    [InlineData("cloudbuild/release.yaml", "---\nsteps:\n  - name: python:3.7\n    entrypoint: /bin/sh\n    args: [-c, make]\n", nameof(PipelineHost.CloudBuild))]
    [InlineData("deploy/build.yaml", "steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, .]\n", nameof(PipelineHost.CloudBuild))]
    [InlineData("ci/tekton/train.yaml", "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: t}\nspec: {steps: [{image: a, script: make}]}\n", nameof(PipelineHost.Tekton))]
    [InlineData("k8s/wf.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: {templates: []}\n", nameof(PipelineHost.ArgoWorkflows))]
    [InlineData(".circleci/config.yml", "version: 2.1\njobs: {build: {steps: [checkout]}}\n", nameof(PipelineHost.CircleCi))]
    [InlineData("Jenkinsfile", "pipeline { stages { stage('a') { steps { sh 'make' } } } }", nameof(PipelineHost.Jenkins))]
    [InlineData("ci/Jenkinsfile.release", "node { sh 'make' }", nameof(PipelineHost.Jenkins))]
    [InlineData(".travis.yml", "language: python\nscript: pytest\n", nameof(PipelineHost.Travis))]
    [InlineData("bitbucket-pipelines.yml", "pipelines: {default: [{step: {script: [make]}}]}\n", nameof(PipelineHost.Bitbucket))]
    public void Pipelines_are_found_in_odd_places(string path, string text, string host) =>
        Assert.Equal(host, Files.One(path, text).Host.ToString());

    [Theory]
    [InlineData("docker-compose.yml", "services:\n  a: {image: x}\n")]
    [InlineData("aml/pipeline.yml", "$schema: https://azuremlschemas.azureedge.net/latest/pipelineJob.schema.json\ntype: pipeline\njobs:\n  train: {type: command, command: python train.py}\n")]
    [InlineData("aml/component.yml", "name: prep\ntype: command\ncommand: python prep.py\n")]
    [InlineData("k8s/deployment.yaml", "apiVersion: apps/v1\nkind: Deployment\nspec: {}\n")]
    [InlineData("argo/app.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {}\n")]
    [InlineData("dvc.yaml", "stages:\n  train: {cmd: python train.py}\n")]
    [InlineData("site.yml", "- hosts: all\n  tasks:\n  - command: make\n")]
    [InlineData("environment.yml", "name: x\ndependencies: [python]\n")]
    [InlineData(".pre-commit-config.yaml", "repos:\n- repo: local\n  hooks: []\nci: {skip: [x]}\n")]
    [InlineData("openapi.yaml", "openapi: 3.0.0\npaths: {}\n")]
    [InlineData("MLproject.yml", "name: x\nentry_points:\n  main: {command: python a.py}\n")]
    [InlineData("databricks.yml", "bundle: {name: x}\nresources:\n  jobs: {train: {tasks: []}}\n")]
    [InlineData("prometheus.yml", "scrape_configs:\n- job_name: a\n")]
    [InlineData("recipe.yaml", "steps:\n- name: mix the dough\n  args: 3\n")]
    [InlineData(".drone.yml", "kind: pipeline\nsteps:\n- name: test\n  image: golang\n  commands: [go test]\n")]
    [InlineData("params.yaml", "stages: [train, test]\nsteps: 100\njobs: 4\n")]
    [InlineData("node_modules/x/azure-pipelines.yml", "steps:\n- script: a\n")]
    public void Other_YAML_is_left_alone(string path, string text) => Assert.Empty(Files.Set((path, text)).Pipelines);

    [Fact]
    public void Huge_YAML_is_not_parsed_just_to_look() =>
        Assert.Empty(Files.Set(("data.yml", "steps:\n- script: a\n" + new string('#', PipelineRecognizer.MaxLookBytes))).Pipelines);

    [Fact]
    public void Templates_of_pipelines_are_read_and_do_not_run()
    {
        Pipeline pipeline = Files.One("template/.github/workflows/ci.yml.tmpl", """
            name: {{ .name }}
            on:
              {{- if .pr }}
              pull_request:
              {{- end }}
              workflow_dispatch:
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - run: pytest {{ .folder }} ${{ github.sha }}
            """);
        Assert.False(pipeline.IsReadByHost);
        Assert.Equal("PullRequest; Manual", pipeline.Triggers.Show());
        Assert.Equal("pytest template_value ${{ github.sha }}", pipeline.OnlyStep().Script);
        Assert.Equal(11, pipeline.OnlyStep().ScriptLine);
    }
}
