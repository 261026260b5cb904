using RepoMaturity.Documents;
using RepoMaturity.Evidence;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Tests.Evidence;

/// <summary>What counts as a test in Python and what it can tell.</summary>
public class PythonTestsTests
{
    [Theory]
    [InlineData("def test_a():\n    double(2)\n", 0, false, false)]
    [InlineData("def test_a():\n    print(double(2))\n", 0, false, true)]
    [InlineData("def test_a():\n    print('start')\n    double(2)\n", 0, false, false)]
    [InlineData("def test_a():\n    import numpy\n", 0, false, false)]
    [InlineData("def test_a():\n    pass\n", 0, true, true)]
    [InlineData("def test_a():\n    assert True\n", 1, true, false)]
    [InlineData("def test_a():\n    assert 1 == 1, 'why'\n", 1, true, false)]
    [InlineData("def test_a():\n    assert 1 == double(1)\n", 1, false, false)]
    [InlineData("def test_a(checked_model):\n    pass\n", 1, false, false)]
    [InlineData("def test_a():\n    compare(1, 2)\n", 1, false, false)]
    [InlineData("class TestA:\n    def own(self):\n        assert x\n    def test_a(self):\n        self.own()\n", 1, false, false)]
    [InlineData("class Model:\n    def fit(self):\n        assert x\n\ndef test_a():\n    model.fit()\n", 0, false, false)]
    public void A_test_is_described(string code, int assertions, bool isStub, bool isSilent)
    {
        TestMethod test = Assert.Single(Find(code));
        Assert.Equal((assertions, isStub, isSilent), (test.AssertionCount, test.IsStub, test.IsSilent));
    }

    [Theory]
    [InlineData("def test_helper(x):\n    assert x\n\ndef test_a():\n    test_helper(1)\n", "test_a")]
    [InlineData("import pytest\n\n@pytest.fixture\ndef test_data():\n    return 1\n\ndef test_a():\n    assert 1\n", "test_a")]
    [InlineData("def test_a():\n    class TestInner:\n        def test_b(self):\n            assert x\n    assert TestInner()\n", "test_a")]
    public void Helpers_fixtures_and_local_classes_are_no_tests(string code, string only) =>
        Assert.Equal([only], Find(code).Select(t => t.Name));

    [Theory]
    [InlineData("@pytest.mark.skip\n", true, null)]
    [InlineData("@pytest.mark.skip(reason='slow')\n", true, "slow")]
    [InlineData("@pytest.mark.skip(reason=f'{x}')\n", true, "computed")]
    [InlineData("@pytest.mark.skip  # see #12\n", true, "see #12")]
    [InlineData("@pytest.mark.skipif(x, reason='slow')\n", false, null)]
    public void A_skip_has_a_reason_or_none(string decorator, bool isSkipped, string? reason)
    {
        TestMethod test = Assert.Single(Find("import pytest\n\n" + decorator + "def test_a():\n    assert x\n"));
        Assert.Equal((isSkipped, reason), (test.IsSkipped, test.SkipReason));
    }

    private static IReadOnlyList<TestMethod> Find(string code)
    {
        using RepositorySnapshot snapshot = InMemorySnapshot.Create(
            "example",
            ("tests/test_a.py", code),
            ("tests/conftest.py", "import pytest\n\n@pytest.fixture\ndef checked_model():\n    assert x\n\ndef compare(a, b):\n    assert a == b\n"));
        return new RepositoryEvidence(snapshot, []).Tests;
    }
}
