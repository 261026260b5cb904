using RepoMaturity.Documents.Data;

namespace RepoMaturity.Tests.Documents.Data;

public class IniLoaderTests
{
    [Fact]
    public void Sections_keys_and_continuations_as_ConfigParser_reads_them()
    {
        DataDocument document = IniLoader.Load("root = true\n\n[tool:pytest]\n# note\nAddopts: -q = x\n[tox]\ndeps =\n    a>=1\n    # left out\n\n    b ; python_version < '3'\nflag\n[*.{py,js}]\nx=1\n[tox]\nskip = 1\n");
        Assert.Null(document.Problem);
        Assert.Equal(
            [
                "root@1:1=true @1:8",
                "tool:pytest@3:1={1 keys} @3:1",
                "tool:pytest.Addopts@5:1=-q = x @5:10",
                "tox@6:1={3 keys} @6:1",
                "tox.deps@7:1=\na>=1\n\n\nb ; python_version < '3' @7:7",
                "tox.flag@12:1=null @12:5",
                "tox.skip@16:1=1 @16:8",
                "*.{py,js}@13:1={1 keys} @13:1",
                "*.{py,js}.x@14:1=1 @14:3",
            ],
            Places.Of(document.Root));
    }

    [Fact]
    public void A_value_without_a_key_is_a_problem_and_the_rest_is_read()
    {
        DataDocument document = IniLoader.Load("[a]\n= 1\nb = 2\n");
        Assert.Equal(2, document.Problem!.Value.Line);
        Assert.Equal("2", document.Root!.At("a", "b")!.Text);
    }
}
