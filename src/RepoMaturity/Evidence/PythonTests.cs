using RepoMaturity.Documents;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>
/// Tests in Python as pytest and unittest collect them. A helper or fixture that asserts counts wherever it stands among the tests, by its
/// simple name, so that no test is accused because its assertions live in a base class or in <c>conftest.py</c>.
/// </summary>
internal static class PythonTests
{
    private const int MaxHelperDepth = 4;
    private const string Self = "self.";
    private const string Mark = "pytest.mark.";

    /// <summary>Calls that cannot tell a test anything; the names of builtins only, since a method may be anybody's.</summary>
    private static readonly HashSet<string> Quiet = new(StringComparer.Ordinal)
    {
        "print", "pprint.pprint", "len", "range", "str", "int", "float", "list", "dict", "set", "tuple", "type", "repr", "sorted", "enumerate", "zip", "super",
        "time.time", "time.sleep", "time.perf_counter", "logging.info", "logging.debug", "logging.warning", "logging.getLogger", "datetime.datetime.now",
    };

    /// <summary>Tests of all modules, in their order.</summary>
    public static IReadOnlyList<TestMethod> Find(DocumentSet documents, IReadOnlyList<Source<PythonModule>> sources)
    {
        (Source<PythonModule> Source, ILookup<PythonDefinition?, PythonCall> Calls)[] read =
            [.. sources.AsParallel().AsOrdered().Select(s => (s, s.Document.Calls.ToLookup(c => Outermost(c.Enclosing))))];
        HashSet<string> helpers = AssertingHelpers([.. read.Where(r => r.Source.IsTest)]);
        return [.. read.SelectMany(r => Find(documents, r.Source, r.Calls, helpers))];
    }

    private static IEnumerable<TestMethod> Find(DocumentSet documents, Source<PythonModule> source, ILookup<PythonDefinition?, PythonCall> calls, HashSet<string> helpers)
    {
        HashSet<string>? called = null;
        string[]? ofModule = null;
        foreach (PythonDefinition definition in source.Document.Definitions)
        {
            // A function that others of its module call is a helper, whatever its name.
            if (!IsTest(definition, source)
                || (definition.Parent is null && (called ??= [.. source.Document.Calls.Where(c => c.Enclosing is not null).Select(c => c.Target)]).Contains(definition.Name)))
            {
                continue;
            }

            PythonCall[] own = [.. calls[definition]];
            int assertions = definition.AssertLines.Count + definition.RaisesLines.Count
                + own.Count(c => Asserts(c.Target, helpers))
                + definition.Parameters.Count(p => helpers.Contains(p.Name));
            string[] markers = [.. definition.Decorators.Concat(definition.Parent?.Decorators ?? []).Select(d => d.Target).Where(t => t.StartsWith(Mark, StringComparison.Ordinal)).Select(t => t[Mark.Length..]),
                .. ofModule ??= PytestMarks.OfModule(documents, source.File)];
            (bool skipped, string? reason) = Skip(documents, source, definition, own);
            yield return new TestMethod(
                definition.QualifiedName,
                new Location(source.File.Path, definition.Line, definition.Column, definition.EndLine),
                assertions,
                skipped,
                reason,
                (definition.IsStub && assertions == 0) || IsConstant(documents, source, definition))
            {
                Markers = markers,
                IsConditional = markers.Contains("skipif") || definition.Decorators.Concat(definition.Parent?.Decorators ?? []).Any(d => d.Target is "unittest.skipIf" or "unittest.skipUnless"),
                IsSilent = assertions == 0 && (definition.HasIdleComparison || own.Any(c => c.Enclosing == definition && Prints(c)) || (own.All(c => Quiet.Contains(c.Target)) && !Imports(source.Document, definition))),
            };
        }
    }

    private static bool IsTest(PythonDefinition definition, Source<PythonModule> source)
    {
        bool inTestModule = source.IsTest;
        if (definition.Kind == PythonDefinitionKind.Class
            || !definition.Name.StartsWith("test", StringComparison.Ordinal)
            || definition.QualifiedName.Contains("<locals>", StringComparison.Ordinal)
            || definition.Decorators.Any(d => d.Target.EndsWith("fixture", StringComparison.Ordinal)))
        {
            return false;
        }

        return definition.Parent switch
        {
            null => inTestModule && definition.Name.StartsWith("test_", StringComparison.Ordinal),
            { Kind: PythonDefinitionKind.Class } parent => parent.Bases.Any(b => b.EndsWith("TestCase", StringComparison.Ordinal) || b.EndsWith("Test", StringComparison.Ordinal) || b.EndsWith("Tests", StringComparison.Ordinal))
                || (inTestModule && parent.Name.StartsWith("Test", StringComparison.Ordinal))
                || (inTestModule && parent.Bases.Count > 0 && IsCollected(source.File.Name)),
            _ => false,
        };
    }

    /// <summary>What runners look into; of a helper's class with an unknown base nothing says that it holds tests.</summary>
    private static bool IsCollected(string name) =>
        name.StartsWith("test", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_test.py", StringComparison.Ordinal) || name.EndsWith("_tests.py", StringComparison.Ordinal);

    /// <summary>Functions, methods and fixtures of the tests that assert, themselves or through others, by simple name.</summary>
    private static HashSet<string> AssertingHelpers((Source<PythonModule> Source, ILookup<PythonDefinition?, PythonCall> Calls)[] read)
    {
        HashSet<string> helpers = new(StringComparer.Ordinal);
        for (int depth = 0; depth < MaxHelperDepth; depth++)
        {
            int before = helpers.Count;
            foreach ((Source<PythonModule> source, ILookup<PythonDefinition?, PythonCall> calls) in read)
            {
                foreach (PythonDefinition definition in source.Document.Definitions)
                {
                    if (definition.Kind != PythonDefinitionKind.Class
                        && !definition.IsMagic
                        && (definition.AssertLines.Count > 0 || definition.RaisesLines.Count > 0 || calls[definition].Any(c => Asserts(c.Target, helpers))))
                    {
                        helpers.Add(definition.Kind == PythonDefinitionKind.Method ? Self + definition.Name : definition.Name);
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

    /// <summary>True for an assertion and for a helper: a function of any module, a method of the test's own class.</summary>
    private static bool Asserts(string target, HashSet<string> helpers)
    {
        string name = SimpleName(target);
        return IsAssertion(target)
            || helpers.Contains(name)
            || ((target.StartsWith(Self, StringComparison.Ordinal) || target.StartsWith("cls.", StringComparison.Ordinal) || target.StartsWith("?.", StringComparison.Ordinal)) && helpers.Contains(Self + name));
    }

    /// <summary>An import inside is a smoke test of it.</summary>
    private static bool Imports(PythonModule module, PythonDefinition definition) =>
        module.Imports.Any(i => i.Line >= definition.Line && i.Line <= definition.EndLine);

    private static PythonDefinition? Outermost(PythonDefinition? definition)
    {
        while (definition is { Parent: { Kind: not PythonDefinitionKind.Class } parent })
        {
            definition = parent;
        }

        return definition;
    }

    /// <summary>
    /// True for a call that can fail a test by its name: <c>self.assertEqual</c>, <c>np.testing.assert_allclose</c>, <c>pytest.fail</c>,
    /// <c>mock.assert_called_once</c>, <c>check_…</c> and <c>verify_…</c> helpers of other modules.
    /// </summary>
    private static bool IsAssertion(string target)
    {
        string name = SimpleName(target);
        return name.Contains("assert", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("check", StringComparison.Ordinal)
            || name.StartsWith("_check", StringComparison.Ordinal)
            || name.StartsWith("verify", StringComparison.Ordinal)
            || name.StartsWith("expect", StringComparison.Ordinal)
            || name.StartsWith("ensure_", StringComparison.Ordinal)
            || name.StartsWith("run_and_", StringComparison.Ordinal)
            || name.StartsWith("fail", StringComparison.Ordinal)
            || name is "raises" or "warns" or "deprecated_call" or "testmod" or "validate";
    }

    private static string SimpleName(string target) => target[(target.LastIndexOf('.') + 1)..];

    /// <summary>A print of something computed.</summary>
    private static bool Prints(PythonCall call) =>
        call.Target is "print" or "pprint.pprint" && call.Arguments.Any(a => a.Name is null && a.Kind is PythonArgumentKind.Name or PythonArgumentKind.Expression or PythonArgumentKind.Formatted);

    /// <summary>A skip whatever the machine: by decorator, or by the first statement of the body.</summary>
    private static (bool Skipped, string? Reason) Skip(DocumentSet documents, Source<PythonModule> source, PythonDefinition definition, PythonCall[] own)
    {
        PythonDecorator? decorator = definition.Decorators.Concat(definition.Parent?.Decorators ?? []).FirstOrDefault(d => IsSkip(d.Target));
        if (decorator is not null)
        {
            PythonCall? call = source.Document.Calls.FirstOrDefault(c => c.Line == decorator.Line && c.Target == decorator.Target);
            return (true, Reason(call) ?? Comment(documents, source, decorator.Line));
        }

        return own is [{ Target: "pytest.skip" or "self.skipTest" } first, ..] && definition.Statements == 1
            ? (true, Reason(first) ?? Comment(documents, source, first.Line))
            : (false, null);
    }

    private static bool IsSkip(string target) => target is "pytest.mark.skip" or "unittest.skip" or "skip";

    // A reason that is computed is one all the same.
    private static string? Reason(PythonCall? call) =>
        call is not null && call.Arguments.Where(a => a.Name is null or "reason" or "msg").Select(a => a.Value ?? "computed").FirstOrDefault() is { Length: > 0 } reason ? reason : null;

    private static string? Comment(DocumentSet documents, Source<PythonModule> source, int line)
    {
        string text = Line(documents, source, line);
        int hash = text.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? null : text[(hash + 1)..].Trim();
    }

    /// <summary>A body that is one assertion of a constant: <c>assert True</c>, <c>assert 1 == 1</c>, <c>assert False</c>.</summary>
    private static bool IsConstant(DocumentSet documents, Source<PythonModule> source, PythonDefinition definition)
    {
        if (definition.Statements != 1 || definition.AssertLines is not [var line])
        {
            return false;
        }

        string text = Line(documents, source, line).Split('#')[0].Split(',')[0].Trim();
        return text is "assert True" or "assert False" or "assert 0" or "assert 1"
            || (text.Split("==") is [var left, var right] && left.Replace("assert", "", StringComparison.Ordinal).Trim() is { Length: > 0 } value && value == right.Trim() && char.IsDigit(value[0]));
    }

    private static string Line(DocumentSet documents, Source<PythonModule> source, int line)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> text in (documents.Text(source.File) ?? "").AsSpan().EnumerateLines())
        {
            if (++number == line)
            {
                return text.ToString();
            }
        }

        return "";
    }
}
