using RepoMaturity.Documents;
using RepoMaturity.Documents.Pipelines;
using RepoMaturity.Evidence.Secrets;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Evidence.Secrets;

public class PipelineSecretsTests
{
    [Theory]
    [InlineData("${{ secrets.A_KEY }}", "A_KEY")]
    [InlineData("x=${{secrets['B-KEY']}} y=${{ secrets.C || vars.D }}", "B-KEY,C")]
    [InlineData("${{ inputs.secrets.A }} ${{ mysecrets.B }} secrets.C ${{ toJSON(secrets) }}", "")]
    [InlineData("${{ secrets.UNCLOSED", "UNCLOSED")]
    [InlineData("${{", "")]
    public void Names_stand_in_expressions(string text, string expected) =>
        Assert.Equal(expected, string.Join(',', PipelineSecrets.Names(text).Select(n => n.Name)));

    [Fact]
    public void GitHub_secrets_have_the_line_that_uses_them()
    {
        const string workflow = """
            on: [push]
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                - run: |
                    echo one
                    deploy ${{ secrets.DEPLOY_KEY }}
                  env:
                    T: ${{ secrets.GITHUB_TOKEN }}
              b:
                uses: o/r/.github/workflows/x.yml@v1
                secrets: inherit
            """;
        Assert.Equal(["DEPLOY_KEY 8", "inherit 13"], Of(".github/workflows/a.yml", workflow));
    }

    [Fact]
    public void Variables_that_the_pipeline_sets_are_not_the_hosts()
    {
        const string pipeline = """
            deploy:
              variables:
                DB_PASSWORD: plain
                API_TOKEN: $CI_API_TOKEN
              script:
              - login $DB_PASSWORD $REGISTRY_PASSWORD $RANK
              - call ${API_TOKEN}
            """;
        Assert.Equal(["REGISTRY_PASSWORD 6", "API_TOKEN 6", "CI_API_TOKEN 6"], Of(".gitlab-ci.yml", pipeline));
    }

    [Fact]
    public void Azure_takes_groups_and_service_connections()
    {
        const string pipeline = """
            trigger: [main]
            variables:
            - group: prod
            steps:
            - task: AzureCLI@2
              inputs:
                azureSubscription: ml
                inlineScript: az login $(System.AccessToken)
            """;
        Assert.Equal(["group 3", "azureSubscription 7"], Of("azure-pipelines.yml", pipeline));
    }

    [Fact]
    public void A_bomb_of_aliases_is_walked_once()
    {
        string bomb = string.Join('\n', Enumerable.Range(1, 60).Select(i => $"b{i}: &b{i} [*b{i - 1}, *b{i - 1}]"));
        Assert.Equal(["X 3"], Of(".github/workflows/a.yml", $"on: [push]\njobs: {{}}\nb0: &b0 ['${{{{ secrets.X }}}}']\n{bomb}\n"));
    }

    private static IEnumerable<string> Of(string path, string text)
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("r", (path, text));
        return [.. PipelineSecrets.Of(new PipelineSet(new DocumentSet(snapshot)).Pipelines.Single()).Select(s => $"{s.Name} {s.Location.Line}")];
    }
}
