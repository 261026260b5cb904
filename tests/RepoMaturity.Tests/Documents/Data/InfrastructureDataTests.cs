using RepoMaturity.Documents.Data;

namespace RepoMaturity.Tests.Documents.Data;

public class InfrastructureDataTests
{
    private const string Terraform = """
        # resource "aws_lb" "old" {}
        resource "aws_lb" "web" {
          name = "web"
          listener {
            port = 80
          }
          listener {
            port = 443
          }
        }
        module "net" {
          source = "./net"
        }
        """;

    private const string Bicep = """
        param name string
        resource old 'Microsoft.Insights/components@2020-02-02' existing = {
          name: 'old'
        }
        resource plan 'Microsoft.Web/serverfarms@2022-03-01' = if (big) {
          name: name // of the plan
          sku: {
            capacity: 2
          }
          zones: [
            '1'
          ]
          resource site 'sites' = {
            name: 'site'
          }
        }
        resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [for a in all: {
          name: a
        }]
        // resource no 'Microsoft.Cache/redis@2023-08-01' = {
        """;

    [Theory]
    [InlineData("resource.aws_lb.*.name", "web")]
    [InlineData("resource.*.*.listener.port", "80 443")]
    [InlineData("module.net.source", "./net")]
    [InlineData("resource.aws_lb.old", "")]
    public void Terraform_reads_like_its_JSON_syntax(string path, string values) => Assert.Equal(values, Find("main.tf", Terraform, path));

    [Theory]
    [InlineData("resources.*.type", "sites Microsoft.Web/serverfarms Microsoft.Insights/metricAlerts")]
    [InlineData("resources.*.sku.capacity", "2")]
    [InlineData("resources.*.name", "site name a")]
    public void Bicep_reads_like_the_template_it_becomes(string path, string values) => Assert.Equal(values, Find("main.bicep", Bicep, path));

    [Fact]
    public void A_place_is_that_of_the_resource()
    {
        Assert.Equal(2, Entry("main.tf", Terraform, "resource.aws_lb").Line);
        Assert.Equal(5, Entry("main.bicep", Bicep, "resources.*.type", 1).Line);
    }

    [Fact]
    public void A_chart_is_read_as_if_filled_in()
    {
        Assert.Equal("Ingress", Find("chart/templates/i.yaml", "{{- if .Values.on }}\nkind: Ingress\nmetadata:\n  name: {{ .Name }}-x\n{{- end }}\n", "kind"));
        Assert.Equal("{{ x }}", Find("workflow.yaml", "name: \"{{ x }}\"\n", "name"));
    }

    [Theory]
    [InlineData("**.type", "a b c")]
    [InlineData("r.**.type", "a b c")]
    [InlineData("**.none.**.type", "")]
    public void Two_stars_go_any_depth(string path, string values) =>
        Assert.Equal(values, Find("a.yaml", "r:\n- type: a\n  in: &i\n    r:\n    - type: b\n  again: *i\n- x: {type: c}\n", path));

    [Theory]
    [InlineData("main.tf", Terraform)]
    [InlineData("main.bicep", Bicep)]
    public void Any_beginning_is_read_without_an_exception(string path, string text)
    {
        for (int length = 0; length <= text.Length; length++)
        {
            Assert.NotNull(Load(path, text[..length]).Root);
        }
    }

    [Fact]
    public void Depth_is_bounded()
    {
        Assert.NotNull(Load("main.tf", string.Concat(Enumerable.Repeat("a {\n", 10_000))).Root);
        Assert.NotNull(Load("main.bicep", string.Concat(Enumerable.Repeat("a: {\n", 10_000))).Root);
    }

    private static DataDocument Load(string path, string text)
    {
        var file = Places.File(path, text);
        return DataLoader.Load(file, file.Read());
    }

    private static string Find(string path, string text, string key) => string.Join(' ', KeyPath.Find(Load(path, text).Root!, key).Select(e => e.Value.ToString()));

    private static DataEntry Entry(string path, string text, string key, int index = 0) => KeyPath.Find(Load(path, text).Root!, key).ElementAt(index);
}
