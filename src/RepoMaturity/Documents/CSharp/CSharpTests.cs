using System.Collections.Frozen;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.CSharp;

/// <summary>
/// Tests of xunit, NUnit, MSTest, TUnit and FsCheck in C# files. Give the files of a whole test project at once: a helper that asserts counts
/// wherever it stands among them, by its simple name, so that no test is accused because its assertions live in a base class.
/// </summary>
internal static class CSharpTests
{
    private const int MaxHelperDepth = 8;

    private static readonly FrozenSet<string> TestNames = FrozenSet.Create(
        StringComparer.Ordinal, "Test", "TestCase", "TestCaseSource", "TestMethod", "DataTestMethod", "STATestMethod", "UITestMethod");

    private static readonly FrozenSet<string> NoAssertions = FrozenSet.Create(StringComparer.Ordinal, "Debug", "Trace", "Contract");

    public static IReadOnlyList<TestMethod> Find(IReadOnlyList<CSharpFile> files)
    {
        List<(CSharpFile File, int[] Assertions, ILookup<int, CSharpCall> Calls)> read = [];
        foreach (CSharpFile file in files)
        {
            read.Add((file, OwnAssertions(file), file.Calls.ToLookup(c => c.Member)));
        }

        HashSet<string> helpers = AssertingHelpers(read);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = helpers.GetAlternateLookup<ReadOnlySpan<char>>();
        List<TestMethod> tests = [];
        foreach ((CSharpFile file, int[] own, ILookup<int, CSharpCall> calls) in read)
        {
            for (int i = 0; i < file.Members.Count; i++)
            {
                CSharpMember member = file.Members[i];
                if (member.Kind == CSharpMemberKind.Method && member.Attributes.Any(a => IsTest(a, file)))
                {
                    int helped = calls[i].Count(c => !IsAssertion(c) && lookup.Contains(c.SimpleName));
                    tests.Add(Describe(file, member, own[i] + helped, calls[i]));
                }
            }
        }

        return tests;
    }

    /// <summary>True for the attributes that make a method a test; frameworks are extended by names that end in Fact or Theory.</summary>
    internal static bool IsTest(CSharpAttribute attribute, CSharpFile file) =>
        TestNames.Contains(attribute.Name)
        || attribute.Name.EndsWith("Fact", StringComparison.Ordinal)
        || attribute.Name.EndsWith("Theory", StringComparison.Ordinal)
        || (attribute.Name == "Property" && file.Usings.Any(u => u.Name.StartsWith("FsCheck", StringComparison.Ordinal)));

    /// <summary>True for calls that fail a test: <c>Assert.Equal</c>, <c>x.Should()</c>, <c>x.ShouldBe(1)</c>, <c>mock.Verify()</c>, <c>s.Received()</c>, <c>Expect(page)</c>.</summary>
    internal static bool IsAssertion(CSharpCall call)
    {
        ReadOnlySpan<char> name = call.SimpleName;
        ReadOnlySpan<char> receiver = call.Name.Length > name.Length ? call.Name.AsSpan(0, call.Name.Length - name.Length - 1) : default;
        receiver = receiver[(receiver.LastIndexOf('.') + 1)..];
        if (NoAssertions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(receiver))
        {
            return false;
        }

        return receiver.EndsWith("Assert", StringComparison.Ordinal)
            || receiver is "Check" or "Expect" or "Verifier"
            || Starts(name, "Assert")
            || Starts(name, "Should")
            || Starts(name, "Verify")
            || Starts(name, "Expect")
            || name is "Received" or "ReceivedWithAnyArgs" or "DidNotReceive" or "DidNotReceiveWithAnyArgs" or "MustHaveHappened" or "MustNotHaveHappened"
                or "MustHaveHappenedOnceExactly" or "QuickCheckThrowOnFailure" or "QuickCheck";
    }

    /// <summary>The word alone or before a capital: <c>AssertEqual</c>, not <c>Assertive</c>.</summary>
    private static bool Starts(ReadOnlySpan<char> name, string word) =>
        name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || !char.IsLower(name[word.Length]));

    private static int[] OwnAssertions(CSharpFile file)
    {
        int[] counts = new int[file.Members.Count];
        for (int i = 0; i < counts.Length; i++)
        {
            CSharpMember member = file.Members[i];
            counts[i] = member.ThrowCount + member.Attributes.Count(a => a.Name == "ExpectedException" || a.Argument("ExpectedResult") is not null);
        }

        foreach (CSharpCall call in file.Calls)
        {
            if (call.Member >= 0 && IsAssertion(call))
            {
                counts[call.Member]++;
            }
        }

        foreach (CSharpCall creation in file.Creations)
        {
            // new VerifyCS.Test { … }.RunAsync(), as Roslyn's testing library has it.
            if (creation.Member >= 0 && Starts(creation.Name, "Verify"))
            {
                counts[creation.Member]++;
            }
        }

        return counts;
    }

    /// <summary>Names of methods that assert, themselves or through others.</summary>
    private static HashSet<string> AssertingHelpers(List<(CSharpFile File, int[] Assertions, ILookup<int, CSharpCall> Calls)> read)
    {
        HashSet<string> helpers = new(StringComparer.Ordinal);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = helpers.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int depth = 0; depth < MaxHelperDepth; depth++)
        {
            int before = helpers.Count;
            foreach ((CSharpFile file, int[] own, ILookup<int, CSharpCall> calls) in read)
            {
                for (int i = 0; i < own.Length; i++)
                {
                    CSharpMember member = file.Members[i];
                    if (member.Kind != CSharpMemberKind.Method || member.Attributes.Any(a => IsTest(a, file)))
                    {
                        continue;
                    }

                    bool asserts = own[i] > 0;
                    if (!asserts && depth > 0)
                    {
                        foreach (CSharpCall call in calls[i])
                        {
                            asserts |= lookup.Contains(call.SimpleName);
                        }
                    }

                    if (asserts)
                    {
                        helpers.Add(member.Name);
                    }
                }
            }

            if (helpers.Count == before)
            {
                break;
            }
        }

        return helpers;
    }

    private static TestMethod Describe(CSharpFile file, CSharpMember member, int assertions, IEnumerable<CSharpCall> calls)
    {
        (bool skipped, string? reason) = Skip(member.Attributes);
        CSharpType? type = member.Type >= 0 ? file.Types[member.Type] : null;
        if (!skipped && type is not null)
        {
            (skipped, reason) = Skip(type.Attributes);
        }

        string name = type is null ? member.Name : $"{type.Name}.{member.Name}";
        bool stub = member.IsNotImplemented || member.StatementCount == 0 || (member.StatementCount == 1 && calls.Any() && calls.All(IsConstant));
        bool silent = assertions == 0 && calls.Any(c => c.Name is "Console.WriteLine" or "Console.Write" && c.Arguments.Any(a => !a.IsLiteral));
        return new TestMethod(name, new Location(file.File.Path, member.Line, EndLine: member.EndLine), assertions, skipped, reason, stub)
        {
            IsSilent = silent,
            Markers = [.. member.Attributes.Concat(type?.Attributes ?? []).SelectMany(Categories)],
            IsConditional = member.Attributes.Any(a => a.Name.StartsWith("Skippable", StringComparison.Ordinal) || a.Name.StartsWith("Conditional", StringComparison.Ordinal) || a.Argument("SkipUnless") is not null || a.Argument("SkipWhen") is not null),
        };
    }

    private static IEnumerable<string> Categories(CSharpAttribute attribute) => attribute.Name switch
    {
        "Category" or "TestCategory" => attribute.Arguments.Take(1).Select(a => a.Value).OfType<string>(),
        "Trait" or "TestProperty" => attribute.Arguments.Take(2).Select(a => a.Value).OfType<string>(),
        _ => [],
    };

    /// <summary>
    /// An assertion whose outcome is written down: <c>Assert.True(true)</c>, <c>Assert.Fail()</c>, <c>Assert.Equal(1, 1)</c>; what a helper such as
    /// <c>ExpectThrow("a")</c> does with a constant is not known here.
    /// </summary>
    private static bool IsConstant(CSharpCall call) => IsAssertion(call)
        && (call.SimpleName is "Pass" or "Fail" or "Inconclusive" or "Ignore"
            || (call.Name.Contains("Assert.", StringComparison.Ordinal) && call.Arguments.Count > 0 && call.Arguments.All(a => a.IsLiteral)));

    private static (bool Skipped, string? Reason) Skip(IReadOnlyList<CSharpAttribute> attributes)
    {
        foreach (CSharpAttribute attribute in attributes)
        {
            if (attribute.Name is "Ignore" or "Explicit" or "Skip")
            {
                return (true, attribute.Arguments is [{ Value: var reason }, ..] ? NonEmpty(reason) : null);
            }

            if (attribute.Argument("Skip") is { } skip
                && skip is not { IsLiteral: true, Value: "null" }
                && attribute.Argument("SkipWhen") is null
                && attribute.Argument("SkipUnless") is null)
            {
                return (true, NonEmpty(skip.Value));
            }

            if (attribute.Argument("Ignore") is { } ignore && attribute.Name.StartsWith("Test", StringComparison.Ordinal))
            {
                return (true, NonEmpty(ignore.Value));
            }
        }

        return (false, null);
    }

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
