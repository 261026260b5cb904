using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;
using RepoMaturity.Stores;

namespace RepoMaturity.Tests.Evidence;

public class TraitSetTests
{
    private const string Package = "[project]\nname = \"parts\"\nversion = \"1\"\n[build-system]\nrequires = [\"hatchling\"]\n";
    private const string Workflow = "on: [push]\njobs:\n  ci:\n    runs-on: ubuntu-latest\n    steps:\n    - run: ";
    private const string Function = "Resources:\n  Predict:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n        Request:\n          Type: ";

    [Theory]
    [InlineData("main.py", "import torch\nif __name__ == \"__main__\":\n    trainer.fit(model, data)\n", true)]
    [InlineData("main.py", "import torch\ndef fit(loss):\n    loss.backward()\n", false)]
    [InlineData("gcn/train.py", "import tensorflow\na()\nb()\nc()\nd()\ne()\nf()\ng()\nh()\ni()\nsession.run(step)\n", true)]
    [InlineData("gcn/train.py", "import tensorflow\nlog = get_logger()\ndef train(model):\n    model.fit(1)\n", false)]
    public void In_a_library_a_script_trains_its_own_model(string path, string text, bool expected) =>
        Assert.Equal(expected, Has("trains-models", ("pyproject.toml", Package), (path, text)));

    [Theory]
    [InlineData("ruff check src examples", false)]
    [InlineData("python -m black --check examples", false)]
    [InlineData("codespell examples", false)]
    [InlineData("pip install -r examples/requirements.txt", false)]
    [InlineData("python tools/check.py examples", false)]
    [InlineData("pytest --ignore examples", false)]
    [InlineData("pytest tests examples", true)]
    [InlineData("python examples/fit.py", true)]
    [InlineData("cd examples && dvc repro", true)]
    public void Examples_are_own_code_where_ci_runs_them(string command, bool expected) => Assert.Equal(
        expected,
        Has("machine-learning", ("examples/fit.py", "import sklearn\n"), ("src/a.py", "x = 1\n" + new string('#', 200)), (".github/workflows/ci.yml", Workflow + command + "\n")));

    [Theory]
    [InlineData("pyproject.toml", true, "main.tf", "")]
    [InlineData("components/parts/pyproject.toml", true, "README.md", "")]
    [InlineData("components/parts/pyproject.toml", false, "main.tf", "")]
    [InlineData("components/parts/pyproject.toml", true, "main.tf", "twine upload dist/*")]
    [InlineData("{{cookiecutter.name}}/pyproject.toml", false, "cookiecutter.json", "")]
    [InlineData("sdk/pyproject.toml", true, "charts/Chart.yaml", "", "sdk/README.md", "```\npip install parts\n```\n")]
    public void Parts_of_what_is_deployed_are_no_library(string manifest, bool expected, string beside, string command, string readme = "NOTES.md", string text = "") =>
        Assert.Equal(expected, Has("library", (manifest, Package), (beside, "{}"), (readme, text), (".github/workflows/ci.yml", Workflow + command + "\n")));

    [Theory]
    [InlineData("job.py", "import sagemaker\nxgb = sagemaker.estimator.Estimator(image)\n", true)]
    [InlineData("job.py", "import boto3\nboto3.client('sagemaker').create_training_job(Name=name)\n", true)]
    [InlineData("job.py", "from google.cloud import aiplatform\naiplatform.CustomContainerTrainingJob(name)\n", true)]
    [InlineData("job.py", "from azureml.core import ScriptRunConfig\nScriptRunConfig('.', script='train.py')\n", true)]
    [InlineData("job.py", "import sagemaker\nsagemaker.model.Model(data)\n", false)]
    [InlineData("model.sql", "-- the model\ncreate or replace model churn.m OPTIONS (model_type = 'logistic_reg') AS SELECT 1\n", true)]
    [InlineData("model.sql", "SELECT model FROM churn\n", false)]
    public void Training_by_a_managed_service_is_training(string path, string text, bool expected) => Assert.Equal(expected, Has("trains-models", (path, text)));

    [Theory]
    [InlineData("stack.yml", "# ours\nAWSTemplateFormatVersion: '2010-09-09'\n", true)]
    [InlineData("template.yaml", "Transform: AWS::Serverless-2016-10-31\n", true)]
    [InlineData("infra/arm/main.json", "{\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\"}", true)]
    [InlineData("charts/app/Chart.yaml", "apiVersion: v2\n", true)]
    [InlineData("cdk.json", "{}", true)]
    [InlineData("data/stack.json", "{\"infra\": 1}", false)]
    [InlineData("config.yml", "a: 1\n", false)]
    public void Templates_of_clouds_are_infrastructure(string path, string text, bool expected) => Assert.Equal(expected, Has("infrastructure", (path, text)));

    [Theory]
    [InlineData("Api", true)]
    [InlineData("Schedule", false)]
    public void A_function_that_a_gateway_starts_is_a_service(string type, bool expected) =>
        Assert.Equal(expected, Has("service", ("template.yml", "Transform: AWS::Serverless-2016-10-31\n" + Function + type + "\n")));

    [Theory]
    [InlineData("deploy/online-deployment.yml", "https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json", true)]
    [InlineData("deploy/batch-deployment.yml", "https://azuremlschemas.azureedge.net/latest/batchDeployment.schema.json", false)]
    public void A_scoring_script_that_is_deployed_is_a_service(string path, string schema, bool expected) =>
        Assert.Equal(expected, Has("service", ("src/score.py", "def init():\n    pass\n\n\ndef run(data):\n    return data\n"), (path, $"$schema: {schema}\n")));

    [Fact]
    public void Python_of_a_template_is_python() => Assert.True(Has("python", ("databricks_template_schema.json", "{}"), ("template/{{.root}}/train.py.tmpl", "def train():\n    return \"{{.name}}\"\n")));

    private static bool Has(string trait, params (string Path, string Text)[] files)
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create("repo", files);
        return new RepositoryEvidence(snapshot, BuiltInRules.Load().Technologies).Traits.Has(trait);
    }
}
