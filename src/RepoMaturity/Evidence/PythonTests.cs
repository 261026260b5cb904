using RepoMaturity.Documents;
using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Finds tests in Python as pytest and unittest collect them.</summary>
internal static class PythonTests
{
    private const string Pytest = "pytest";

    /// <summary>
    /// Test functions of a module: those named <c>test…</c> in a test module, at the top or in a class named <c>Test…</c>, and methods of
    /// a <c>TestCase</c> anywhere.
    /// </summary>
    public static IEnumerable<TestMethod> Find(Source<PythonModule> source)
    {
        PythonModule module = source.Document;
        HashSet<PythonDefinition> asserting = Asserting(module);
        ILookup<PythonDefinition?, PythonCall> calls = module.Calls.ToLookup(c => Outermost(c.Enclosing));
        foreach (PythonDefinition definition in module.Definitions)
        {
            if (IsTest(definition, source.IsTest))
            {
                int assertions = definition.AssertLines.Count + definition.RaisesLines.Count
                    + calls[definition].Count(c => IsAssertion(c.Target) || asserting.Any(h => c.Target == h.Name || c.Target.EndsWith("." + h.Name, StringComparison.Ordinal)));
                PythonDecorator? skip = definition.Decorators.Concat(definition.Parent?.Decorators ?? []).FirstOrDefault(d => IsSkip(d.Target));
                PythonCall? skipCall = skip is null ? null : module.Calls.FirstOrDefault(c => c.Line == skip.Line && c.Target == skip.Target);
                yield return new TestMethod(
                    definition.QualifiedName,
                    new Location(source.File.Path, definition.Line, definition.Column, definition.EndLine),
                    assertions,
                    skip is not null,
                    skipCall?.Arguments.FirstOrDefault(a => a.Name is null or "reason").Value,
                    definition.IsStub);
            }
        }
    }

    private static bool IsTest(PythonDefinition definition, bool inTestModule)
    {
        if (definition.Kind == PythonDefinitionKind.Class || !definition.Name.StartsWith("test", StringComparison.Ordinal) || definition.Decorators.Any(d => d.Target.EndsWith("fixture", StringComparison.Ordinal)))
        {
            return false;
        }

        return definition.Parent switch
        {
            null => inTestModule && definition.Name.StartsWith("test_", StringComparison.Ordinal),
            { Kind: PythonDefinitionKind.Class } parent => parent.Bases.Any(b => b.EndsWith("TestCase", StringComparison.Ordinal) || b.EndsWith("Test", StringComparison.Ordinal) || b.EndsWith("Tests", StringComparison.Ordinal))
                || (inTestModule && parent.Name.StartsWith("Test", StringComparison.Ordinal))
                || (inTestModule && parent.Bases.Count > 0),
            _ => false,
        };
    }

    /// <summary>Helpers of the module that assert themselves, by name.</summary>
    private static HashSet<PythonDefinition> Asserting(PythonModule module)
    {
        HashSet<PythonDefinition> found = [.. module.Definitions.Where(d => d.Kind != PythonDefinitionKind.Class && (d.AssertLines.Count > 0 || d.RaisesLines.Count > 0))];
        foreach (PythonCall call in module.Calls)
        {
            if (Outermost(call.Enclosing) is { } helper && IsAssertion(call.Target))
            {
                found.Add(helper);
            }
        }

        return found;
    }

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
        string name = target[(target.LastIndexOf('.') + 1)..];
        return name.Contains("assert", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("check", StringComparison.Ordinal)
            || name.StartsWith("_check", StringComparison.Ordinal)
            || name.StartsWith("verify", StringComparison.Ordinal)
            || name.StartsWith("expect", StringComparison.Ordinal)
            || name.StartsWith("ensure_", StringComparison.Ordinal)
            || name.StartsWith("run_and_", StringComparison.Ordinal)
            || name.StartsWith("fail", StringComparison.Ordinal)
            || name is "raises" or "warns" or "check_call" or "run" or "testmod" or "benchmark"
            || target.StartsWith("pandera", StringComparison.Ordinal)
            || target is Pytest + ".raises" or Pytest + ".warns" or Pytest + ".fail";
    }

    private static bool IsSkip(string target) => target is "pytest.mark.skip" or "unittest.skip" or "skip";
}
