using System.Text;
using RepoMaturity.Documents.Pipelines;

namespace RepoMaturity.Tests.Documents.Pipelines;

public class HostileTests
{
    [Theory]
    [InlineData(".github/workflows/a.yml", "on: {push: {branches: [a]}}\njobs:\n  a:\n    if: ((github.ref == 'x' && ${{ a }}\n    strategy: {matrix: {a: [1, {b: 2}], include: [{a: 1, c: 3}]}}\n    uses: ./x\n    steps: [{uses: ./}, {run: \"${{ matrix.a }} ${{\"}, {}]\n")]
    [InlineData("azure-pipelines.yml", "parameters: {a: [1, 2]}\nvariables: [{template: v.yml@r}, {name: a, value: $(a)}]\nstages:\n- ${{ each x in parameters.a }}:\n  - stage: ${{ x }}\n    condition: and(eq(\n    jobs:\n    - ${{ if and(eq(1, }}:\n      - job: a\n        steps: [{script: $(a}, {task: '@'}, {template: '@'}]\n")]
    [InlineData(".gitlab-ci.yml", "include: [{local: '*'}, a]\n'': {script: x}\na: {extends: [a, b], script: [!reference [a, script], !reference []], rules: [{if: '=='}, x]}\nb: {script: [[[x]]], only: {refs: [a]}}\n")]
    [InlineData(".circleci/config.yml", "commands: {c: {steps: [c, {}]}}\njobs: {build: {docker: [{}], steps: [c, {run: }, {when: {steps: [c]}}]}}\nworkflows: {v: 2, w: {jobs: [build, {}, {build: {filters: {}, matrix: {parameters: {a: [1]}}}}]}}\n")]
    [InlineData("Jenkinsfile", "pipeline { stages { stage('a') { when { expression { false } } steps { dir('..') { sh(script: \"\"\"x\\\"\"\"\") ; sh ''' } } } } triggers { cron(")]
    [InlineData("cloudbuild.yaml", "steps:\n- {name: a/b, args: [-c], entrypoint: sh}\n- {name: ':', dir: ../.., env: [a, '=']}\n")]
    [InlineData("bitbucket-pipelines.yml", "pipelines: {default: [{step: }, {parallel: {steps: [{step: {script: [{pipe: a}]}}]}}], branches: {a: }}\n")]
    [InlineData(".travis.yml", "language:\njobs: {include: [{}, a], allow_failures: [{}]}\ndeploy: {}\n")]
    [InlineData("t.yaml", "apiVersion: tekton.dev/v1\nkind: Task\nspec: {steps: [{}, {command: [sh, -c, x]}], tasks: [{}]}\n")]
    [InlineData("a.yaml", "apiVersion: argoproj.io/v1\nkind: CronWorkflow\nspec: {workflowSpec: {templates: [{container: }]}}\n")]
    public void Any_beginning_of_a_strange_file_is_read_without_an_exception(string path, string text)
    {
        for (int length = 0; length <= text.Length; length++)
        {
            Assert.InRange(Files.Set((path, text[..length])).Pipelines.Count, 0, 1);
        }
    }

    [Fact]
    public void Aliases_and_references_cannot_multiply_without_end()
    {
        StringBuilder bomb = new("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'k'; c++)
        {
            bomb.Append($"{c}: &{c} [{string.Join(',', Enumerable.Repeat("*" + (char)(c - 1), 9))}]\n");
        }

        Assert.NotEmpty(Files.One(".gitlab-ci.yml", bomb + "job: {script: *j}\n").Jobs);
        string references = string.Concat(Enumerable.Range(0, 12).Select(i => $".r{i}: {{script: [{string.Join(',', Enumerable.Repeat($"!reference [.r{i + 1}, script]", 9))}]}}\n"));
        Assert.NotEmpty(Files.One(".gitlab-ci.yml", references + ".r12: {script: [x]}\njob: {script: [!reference [.r0, script], y]}\n").Jobs);
        string commands = string.Concat(Enumerable.Range(0, 8).Select(i => $"  c{i}: {{steps: [{string.Join(',', Enumerable.Repeat("c" + (i + 1), 9))}]}}\n"));
        Assert.NotEmpty(Files.One(".circleci/config.yml", "commands:\n" + commands + "jobs: {build: {steps: [c0]}}\n").Jobs);
        string jobs = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"  j{i}: {{steps: *s}}\n"));
        string steps = string.Join(',', Enumerable.Repeat("{run: x}", 2_000));
        Pipeline workflow = Files.One(".github/workflows/a.yml", $"on: push\nx: &s [{steps}]\njobs:\n{jobs}");
        Assert.InRange(workflow.Jobs.Sum(j => j.Steps.Count), 2_000, 10_000);
        Assert.NotNull(workflow.Problem);
    }
}
