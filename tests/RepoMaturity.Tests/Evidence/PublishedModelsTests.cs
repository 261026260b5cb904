using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Evidence;

public class PublishedModelsTests
{
    [Theory]
    [InlineData("""model.push_to_hub("me/x")""", true)]
    [InlineData("""tokenizer.push_to_hub("me/x")""", false)]
    [InlineData("""dataset.push_to_hub("me/x")""", false)]
    [InlineData("""AutoModel.from_pretrained("me/tagger-base")""", true)]
    [InlineData("""AutoModel.from_pretrained("google-bert/bert-base-uncased")""", false)]
    [InlineData("""AutoModel.from_pretrained("tagger")""", false)]
    [InlineData("""URL = "https://cdn.example.org/tagger/base.pt" """, true)]
    [InlineData("""URL = "https://download.pytorch.org/models/resnet50.pth" """, false)]
    [InlineData("""URL = "https://example.org/tagger/files/benchmark.tar.gz" """, false)]
    [InlineData("""URL = "https://example.org/tagger/files/model-1.tar.gz" """, true)]
    public void Own_models_are_told_from_those_of_others(string code, bool expected)
    {
        RepositoryEvidence evidence = new(
            InMemorySnapshot.Create("repo", ("setup.py", "from setuptools import setup\nsetup(name=\"tagger\", version=\"1\")\n"), ("tagger/hub.py", code + "\n")), []);
        Assert.Equal(expected, PublishedModels.Find(evidence, isLibrary: false).Any());
    }

    [Theory]
    [InlineData("""model.push_to_hub("me/x")""", true)]
    [InlineData("""self.model.push_to_hub(repo_id, **kwargs)""", false)]
    [InlineData("""trainer.push_to_hub()""", false)]
    public void A_library_names_the_model_that_it_publishes(string code, bool expected)
    {
        RepositoryEvidence evidence = new(InMemorySnapshot.Create("repo", ("tagger/hub.py", code + "\n")), []);
        Assert.Equal(expected, PublishedModels.Find(evidence, isLibrary: true).Any());
    }
}
