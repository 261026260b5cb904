using RepoMaturity.Documents;
using RepoMaturity.Documents.CSharp;

namespace RepoMaturity.Tests.Documents.CSharp;

public class CSharpTestsTests
{
    private static IReadOnlyList<TestMethod> Find(params string[] sources) =>
        CSharpTests.Find([.. sources.Select((s, i) => CSharpReader.Load(Repository.File($"t{i}.cs", s), s))]);

    private static TestMethod One(string member) => Assert.Single(Find("public class T {\n" + member + "\n}"));

    [Theory]
    [InlineData("[Fact]")]
    [InlineData("[Xunit.FactAttribute]")]
    [InlineData("[Theory, InlineData(1)]")]
    [InlineData("[LightGBMFact]")]
    [InlineData("[NativeDependencyTheory(\"MklImports\")]")]
    [InlineData("[Test]")]
    [InlineData("[TestCase(1)]\n[TestCase(2)]")]
    [InlineData("[TestMethod]")]
    [InlineData("[DataTestMethod]")]
    public void Attributes_of_every_framework_make_a_test(string attributes) => Assert.Equal("T.M", One(attributes + " public void M() { x(); }").Name);

    [Theory]
    [InlineData("[TestOf(\"x\")]")]
    [InlineData("[TestCategory(\"x\")]")]
    [InlineData("[SetUp]")]
    [InlineData("[Artifact]")]
    [InlineData("[Property(\"a\", \"b\")]")]
    [InlineData("// [Fact]\n")]
    public void Other_attributes_do_not(string attributes) => Assert.Empty(Find("public class T { " + attributes + " public void M() { x(); } }"));

    [Theory]
    [InlineData("Assert.Equal(1, x); Assert.True(y);", 2)]
    [InlineData("x.Should().Be(3);", 1)]
    [InlineData("x.Value.ShouldBe(3);", 1)]
    [InlineData("Run(() => CollectionAssert.AreEqual(a, b));", 1)]
    [InlineData("mock.Verify(m => m.Save()); service.Received(1).Save();", 2)]
    [InlineData("await Expect(page).ToHaveTitleAsync(\"a\");", 1)]
    [InlineData("if (x > 1) throw new Exception();", 1)]
    [InlineData("await new VerifyCS.Test { TestCode = a }.RunAsync();", 1)]
    [InlineData("Debug.Assert(x);", 0)]
    [InlineData("var assertive = Assertive(x); x.shoulder();", 0)]
    [InlineData("lin.bias = null; lin.call(torch.rand(100));", 0)]
    public void Assertions_are_counted(string body, int expected) => Assert.Equal(expected, One("[Fact] public async Task M() { " + body + " }").AssertionCount);

    [Fact]
    public void Helpers_count_wherever_they_stand_and_only_if_they_assert()
    {
        IReadOnlyList<TestMethod> tests = Find(
            """
            public class T : Base
            {
                [Fact] public void Near() { Check(1); Check(2); }
                [Fact] public void Far() { TestEstimatorCore(1); }
                [Fact] public void False() { assert_loss(1); }
                void Check(int x) { Assert.True(x > 0); }
                // Its result is thrown away, as once in a real repository.
                void assert_loss(int x) { expected.allclose(x); }
            }
            """,
            "public class Base { protected void TestEstimatorCore(int x) => Inner(x); void Inner(int x) => Assert.Equal(1, x); }");
        Assert.Equal([("T.Near", 2), ("T.Far", 1), ("T.False", 0)], tests.Select(t => (t.Name, t.AssertionCount)));
    }

    [Theory]
    [InlineData("[Fact(Skip = \"flaky on Linux\")]", true, "flaky on Linux")]
    [InlineData("[Fact(Skip = \"\")]", true, null)]
    [InlineData("[Fact(Skip = Reasons.Slow)]", true, "Reasons.Slow")]
    [InlineData("[Fact(Skip = null)]", false, null)]
    [InlineData("[Fact(Skip = \"no GPU\", SkipUnless = nameof(HasGpu))]", false, null)]
    [InlineData("[Test, Ignore(\"issue 12\")]", true, "issue 12")]
    [InlineData("[TestMethod][Ignore]", true, null)]
    [InlineData("[TestCase(1, Ignore = \"later\")]", true, "later")]
    [InlineData("[Fact]", false, null)]
    public void Skips_are_seen_with_their_reason(string attributes, bool skipped, string? reason)
    {
        TestMethod test = One(attributes + " public void M() { Assert.Equal(1, x); }");
        Assert.Equal((skipped, reason), (test.IsSkipped, test.SkipReason));
    }

    [Fact]
    public void An_ignored_class_skips_its_tests() =>
        Assert.True(Assert.Single(Find("[Ignore(\"old\")] public class T { [TestMethod] public void M() { x(); } }")) is { IsSkipped: true, SkipReason: "old" });

    [Theory]
    [InlineData("{ }", true)]
    [InlineData("{ throw new NotImplementedException(); }", true)]
    [InlineData("=> throw new System.NotImplementedException();", true)]
    [InlineData("{ Assert.True(true); }", true)]
    [InlineData("{ Assert.Fail(\"todo\"); }", true)]
    [InlineData("{ Assert.Equal(1, 1); }", true)]
    [InlineData("{ Assert.Equal(1, Sut.One()); }", false)]
    [InlineData("{ Run(); Assert.True(true); }", false)]
    public void Stubs_tell_nothing(string body, bool expected) => Assert.Equal(expected, One("[Fact] public void M() " + body).IsStub);

    [Fact]
    public void The_place_is_the_name_to_the_end()
    {
        TestMethod test = One("[Fact]\npublic void M()\n{\n Assert.True(x);\n}");
        Assert.Equal((3, 6), (test.Location.Line, test.Location.EndLine));
        Assert.Equal("t0.cs", test.Location.Path);
    }
}
