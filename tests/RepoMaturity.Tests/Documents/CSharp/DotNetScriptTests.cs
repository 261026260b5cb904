using RepoMaturity.Documents;
using RepoMaturity.Documents.CSharp;

namespace RepoMaturity.Tests.Documents.CSharp;

public class DotNetScriptTests
{
    [Theory]
    [InlineData("a.csx", "", true)]
    [InlineData("a.fsx", "", true)]
    [InlineData("a.dib", "", true)]
    [InlineData("a.cs", "", false)]
    [InlineData("a.ipynb", """{"cells":[{"metadata":{"kernelspec":{"name":".net-csharp"}}}],"metadata":{"kernelspec":{"display_name":".NET (C#)","name":".net-csharp"}}}""", true)]
    [InlineData("a.ipynb", """{"metadata":{"language_info":{"name":".net-csharp"},"kernelspec":{"name":"python3"}}}""", false)]
    [InlineData("a.ipynb", """{"cells":[{"metadata":{"kernelspec":{"name":".net-csharp"}}}]}""", false)]
    [InlineData("a.ipynb", """{"metadata":{"kernelspec":{"na""", false)]
    [InlineData("a.ipynb", "[[[[", false)]
    public void Scripts_and_notebooks_of_dotnet_are_recognised(string path, string text, bool expected)
    {
        DocumentSet documents = Repository.Of((path, text));
        Assert.Equal(expected, DotNetScript.Is(documents, documents.Snapshot.Files[0]));
    }
}
