using RepoMaturity.Documents.Data;

namespace RepoMaturity.Tests.Documents.Data;

public class DataLoaderTests
{
    [Theory]
    [InlineData(".prettierrc", "{\n\t\"a\": \"1\"\n}")]
    [InlineData(".prettierrc", "a: 1")]
    [InlineData("x.csv.dvc", "a: 1")]
    [InlineData("MLproject", "a: 1")]
    [InlineData("renovate.json5", "{a: 1}")]
    [InlineData("tsconfig.json", "{\"a\": 1}")]
    [InlineData("Pipfile", "a = 1")]
    [InlineData("pyproject.toml.tmpl", "a = '1'")]
    [InlineData(".flake8", "a = 1")]
    [InlineData(".dvc/config", "a = 1")]
    public void The_name_chooses_the_loader(string path, string text)
    {
        var file = Places.File(path, text);
        Assert.Equal("1", DataLoader.Load(file, file.Read()).Root!.TextOf("a"));
    }
}
