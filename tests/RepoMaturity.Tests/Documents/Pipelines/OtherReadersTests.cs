using RepoMaturity.Documents.Pipelines;

namespace RepoMaturity.Tests.Documents.Pipelines;

public class OtherReadersTests
{
    [Fact]
    public void CircleCi_workflows_commands_and_folders()
    {
        Pipeline pipeline = Files.One(".circleci/config.yml", """
            version: 2.1
            orbs: {codecov: codecov/codecov@3.2.0}
            executors:
              py: {docker: [{image: cimg/python:3.12}, {image: postgres}]}
            commands:
              tox:
                parameters: {env: {type: string, default: py}}
                steps:
                  - run: tox -e << parameters.env >>
            jobs:
              unit:
                executor: py
                working_directory: ~/project/packages/api
                steps:
                  - checkout: {path: ~/project}
                  - tox: {env: lint}
                  - tox
                  - run: {name: block, command: "make test", working_directory: ~/project}
                  - codecov/upload: {file: cov.xml}
              unused: {docker: [{image: x}], steps: [{run: pytest}]}
            workflows:
              main:
                jobs:
                  - unit: {filters: {branches: {only: main}}}
                  - hold: {type: approval, requires: [unit]}
              nightly:
                triggers: [{schedule: {cron: "0 0 * * *", filters: {branches: {only: [main]}}}}]
                jobs: [unit]
            """);
        Assert.Equal("Push?; Schedule main", pipeline.Triggers.Show());
        PipelineJob unit = pipeline.Jobs[0];
        Assert.Equal("Push main", unit.Triggers!.Show());
        Assert.Equal(["cimg/python:3.12", "postgres"], [.. unit.Images, .. unit.Services]);
        Assert.Equal(["tox -e lint", "tox -e py", "make test"], unit.Steps.Select(s => s.Script).OfType<string>());
        Assert.Equal(["packages/api", "packages/api", ""], unit.Steps.Where(s => s.Script is not null).Select(s => s.WorkingDirectory));
        Assert.Equal(9, unit.Steps[1].ScriptLine);
        Assert.Equal(("codecov/codecov/upload", "3.2.0"), (unit.Steps[^1].Uses, unit.Steps[^1].UsesVersion));
        Assert.Equal(("hold", "approval"), (pipeline.Jobs[1].Id, pipeline.Jobs[1].Condition));
        Assert.Equal("Schedule main", pipeline.Jobs[2].Triggers!.Show());
        Assert.NotNull(pipeline.Jobs[3].NeverRuns);
    }

    [Fact]
    public void Jenkins_declarative()
    {
        Pipeline pipeline = Files.One("Jenkinsfile", """
            // sh 'commented out'
            pipeline {
              agent any
              triggers { cron('H 4 * * *') }
              stages {
                stage('Test') {
                  agent { docker { image 'python:3.12' } }
                  steps {
                    sh 'pytest tests'
                    sh(script: 'flake8', returnStatus: true)
                    dir('pkg') {
                      sh '''
                        make lint
                      '''
                    }
                    catchError(buildResult: 'SUCCESS') { sh "mypy src" }
                  }
                }
                stage('Deploy') {
                  when { branch 'main' }
                  steps { input 'Go?'; bat "deploy.cmd" }
                }
                stage('Off') {
                  when { expression { false } }
                  steps { sh 'x' }
                }
              }
              post { always { sh 'clean' } }
            }
            """);
        Assert.Equal("Schedule", pipeline.Triggers.Show());
        Assert.Equal("H 4 * * *", pipeline.Triggers[0].Detail);
        Assert.Equal(["Test", "Deploy", "Off", "pipeline"], pipeline.Jobs.Select(j => j.Id));
        Assert.Equal(["pytest tests", "flake8", "make lint", "mypy src", "deploy.cmd", "x", "clean"], pipeline.Scripts());
        PipelineJob test = pipeline.Jobs[0];
        Assert.Equal([null, "returnStatus: true", null, "catchError"], test.Steps.Select(s => s.FailureIgnored));
        Assert.Equal([9, 10, 12, 16], test.Steps.Select(s => s.ScriptLine));
        Assert.Equal("pkg", test.Steps[2].WorkingDirectory);
        Assert.Equal(["python:3.12"], test.Images);
        Assert.Equal("Push main", pipeline.Jobs[1].Triggers!.Show());
        Assert.Equal(("input", "cmd"), (pipeline.Jobs[1].Condition, pipeline.Jobs[1].Steps[0].Shell));
        Assert.NotNull(pipeline.Jobs[2].NeverRuns);
        Assert.Equal("post: always", pipeline.Jobs[3].Steps[0].Condition);
    }

    [Theory]
    [InlineData("node { stage('x') { sh \"make ${env.T}\" ; def r = sh(returnStdout: true, script: 'git log') } }", "make ${env.T}|git log")]
    [InlineData("pipeline { stages { stage('a { steps { sh 'x", "")]
    [InlineData("}}}} sh 'a' {{{{", "a")]
    [InlineData("/* sh 'no' ", "")]
    public void Jenkins_scripted_or_broken(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Files.One("Jenkinsfile", text).Scripts()));

    [Fact]
    public void CloudBuild_steps()
    {
        Pipeline pipeline = Files.One("cloudbuild/pr-checks.yaml", """
            substitutions: {_TARGET: unit}
            steps:
              - name: python:3.7
                entrypoint: /bin/sh
                args:
                  - -c
                  - |
                    make setup && \
                    make test ${_TARGET} $$HOME
                env: [A=1]
                dir: pkg
              - name: gcr.io/cloud-builders/docker@sha256:abc
                args: [build, -t, "a b", .]
                allowFailure: true
              - name: python:3.12
                args: [pytest, tests]
              - {id: s, name: bash, script: make lint}
            """);
        IReadOnlyList<PipelineStep> steps = pipeline.Jobs[0].Steps;
        Assert.Equal(["make setup && \\\nmake test unit $HOME", "docker build -t 'a b' .", "pytest tests", "make lint"], pipeline.Scripts());
        Assert.Equal((8, "sh", "pkg", "1"), (steps[0].ScriptLine, steps[0].Shell, steps[0].WorkingDirectory, steps[0].Variables["A"]));
        Assert.Equal(("gcr.io/cloud-builders/docker", "sha256:abc"), (steps[1].Uses, steps[1].UsesVersion));
        Assert.NotNull(steps[1].FailureIgnored);
        Assert.Equal("PullRequest?", pipeline.Triggers.Show());
    }

    [Fact]
    public void CloudBuild_triggers_come_from_Terraform_where_they_are_declared()
    {
        const string Build = "steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, .]\n";
        Assert.Equal("Other", Files.One("cloudbuild/release.yaml", Build).Triggers.Show());
        PipelineSet set = Files.Set(
            ("cloudbuild/release.yaml", Build),
            ("infra/ci.tf", "resource \"google_cloudbuild_trigger\" \"r\" {\n  filename = \"cloudbuild/release.yaml\"\n  github {\n    push {\n      branch = \"^main$\"\n    }\n  }\n}\nresource \"google_cloudbuild_trigger\" \"o\" {\n  filename = \"x.yaml\"\n}\n"));
        Assert.Equal("Push ^main$", set.Pipelines[0].Triggers.Show());
        Assert.Equal("infra/ci.tf:1", set.Pipelines[0].Triggers[0].Location.ToString());
    }

    [Fact]
    public void Bitbucket_sections()
    {
        Pipeline pipeline = Files.One("bitbucket-pipelines.yml", """
            image: python:3.12
            definitions:
              steps:
                - step: &test
                    name: Test
                    script:
                      - pip install tox
                      - tox
            pipelines:
              default:
                - step: *test
              pull-requests:
                '**':
                  - parallel:
                      - step: *test
                      - step:
                          name: Scan
                          script:
                            - pipe: atlassian/git-secrets-scan:1.5.1
                              variables: {A: b}
              branches:
                main:
                  - step: {deployment: production, trigger: manual, script: [./deploy.sh]}
              custom:
                train: [{step: {script: [make train]}}]
            """);
        Assert.Equal("Push; PullRequest; Push main; Manual", pipeline.Triggers.Show());
        Assert.Equal(["Push", "PullRequest", "PullRequest", "Manual main", "Manual"], pipeline.Jobs.Select(j => j.Triggers!.Show()));
        Assert.Equal((7, "pip install tox\ntox\n"), (pipeline.Jobs[0].Steps[0].ScriptLine, pipeline.Jobs[0].Steps[0].Script));
        Assert.Equal(("atlassian/git-secrets-scan", "1.5.1"), (pipeline.Jobs[2].Steps[0].Uses, pipeline.Jobs[2].Steps[0].UsesVersion));
        Assert.Equal("production", pipeline.Jobs[3].Environment);
    }

    [Fact]
    public void Travis_jobs_and_defaults()
    {
        Pipeline pipeline = Files.One(".travis.yml", """
            language: python
            branches: {only: [master]}
            install: pip install -e .
            jobs:
              allow_failures: [{name: nightly}]
              include:
                - {name: lint, script: flake8}
                - {name: nightly, script: pytest}
                - {name: off, if: "false", script: x}
            """);
        Assert.Equal("Push master; PullRequest master", pipeline.Triggers.Show());
        Assert.Equal(["pip install -e .", "flake8", "pip install -e .", "pytest", "pip install -e .", "x"], pipeline.Scripts());
        Assert.Equal([null, "allow_failures", null], pipeline.Jobs.Select(j => j.FailureIgnored));
        Assert.NotNull(pipeline.Jobs[2].NeverRuns);
        Assert.Equal(["npm test"], Files.One(".travis.yml", "language: node_js\n").Scripts());
    }

    [Fact]
    public void Tekton_and_Argo()
    {
        Pipeline tekton = Files.One("t.yaml", """
            apiVersion: tekton.dev/v1
            kind: Pipeline
            metadata: {name: train}
            spec:
              tasks:
                - name: test
                  taskSpec: {steps: [{image: "python:3.12", script: "pytest\n"}, {image: a, command: [sh, -c], args: [make], onError: continue}]}
                - name: deploy
                  runAfter: [test]
                  taskRef: {name: kaniko}
            """);
        Assert.Equal(["pytest", "make"], tekton.Scripts());
        Assert.NotNull(tekton.Jobs[0].Steps[1].FailureIgnored);
        Assert.Equal(["test", "kaniko"], [.. tekton.Jobs[1].Needs, tekton.Jobs[1].Steps[0].Uses!]);
        Pipeline argo = Files.One("a.yaml", """
            apiVersion: argoproj.io/v1alpha1
            kind: CronWorkflow
            metadata: {name: retrain}
            spec:
              schedule: "0 2 * * *"
              workflowSpec:
                templates:
                  - {name: main, steps: [[{name: a, template: train}]]}
                  - name: train
                    container: {image: model, command: [python, train.py]}
            """);
        Assert.Equal("Schedule", argo.Triggers.Show());
        Assert.Equal("0 2 * * *", argo.Triggers[0].Detail);
        Assert.Equal(["python train.py"], argo.Scripts());
    }
}
