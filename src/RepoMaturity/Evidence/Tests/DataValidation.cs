using RepoMaturity.Documents;
using RepoMaturity.Documents.Python;
using RepoMaturity.Evidence.Technologies;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>Where own code checks data: with a validation library, with a schema of rows, or in tests written by hand.</summary>
internal static class DataValidation
{
    private static readonly string[] DataWords = ["data", "dataset", "datasets", "schema", "schemas"];
    private static readonly string[] Readers = ["read_csv", "read_parquet", "read_json", "read_excel", "read_table", "read_feather", "read_sql", "scan_csv", "scan_parquet", "load_dataset", "load_from_disk"];
    private static readonly string[] SchemaCalls = ["validate", "model_validate", "parse_obj", "load", "is_valid"];

    /// <summary>Places in the order of their strength: library, schema, tests.</summary>
    public static IEnumerable<TrailStep> Find(RepositoryEvidence evidence) => Libraries(evidence).Concat(Schemas(evidence)).Concat(ByHand(evidence));

    // A validation library that imports itself validates nothing.
    private static IEnumerable<TrailStep> Libraries(RepositoryEvidence evidence) =>
        from technology in evidence.Technologies.WithCapability("data-validation")
        where !technology.Imports.Any(evidence.OwnNames.Contains)
        from use in evidence.Technologies.UsesOf(technology)
        select use;

    /// <summary>A schema of objects counts where data frames are at hand and something is held against it; settings and messages are no data.</summary>
    private static IEnumerable<TrailStep> Schemas(RepositoryEvidence evidence)
    {
        Technology[] schemas = [.. evidence.Technologies.WithCapability("object-schema")];
        HashSet<string> frames = [.. evidence.Technologies.WithCapability("data-frame").SelectMany(t => evidence.Technologies.UsesOf(t)).Select(u => u.Location.Path)];
        return
            from source in evidence.Code.Python
            where !source.IsTest && frames.Contains(source.File.Path)
            from definition in source.Document.Definitions
            where definition.Kind == PythonDefinitionKind.Class
                && definition.Bases.Any(b => schemas.Any(s => s.Imports.Any(i => b.StartsWith(i + ".", StringComparison.Ordinal) && !b.EndsWith("Settings", StringComparison.Ordinal))))
                && source.Document.Calls.Any(c => c.Target == definition.Name || (c.Target.StartsWith(definition.Name + ".", StringComparison.Ordinal) && SchemaCalls.Contains(c.Target[(c.Target.LastIndexOf('.') + 1)..])))
            select new TrailStep(source.At(definition.Line), $"class {definition.Name}({definition.Bases[0]})");
    }

    /// <summary>Tests that hand data which they or their fixtures read to a function of own code that validates at one of these places.</summary>
    public static IEnumerable<TestMethod> TestsThrough(RepositoryEvidence evidence, IReadOnlyList<TrailStep> places)
    {
        HashSet<string> validators =
        [
            .. from source in evidence.Code.Python
               where !source.IsTest
               from place in places
               where place.Location.Path == source.File.Path
               from name in Validators(source.Document, place.Location.Line)
               select source.File.Name[..^source.File.Extension.Length] + "." + name,
        ];
        if (validators.Count == 0)
        {
            return [];
        }

        bool Validates(PythonCall call) => validators.Any(v => ("." + call.Target).EndsWith("." + v, StringComparison.Ordinal));
        bool Reads(PythonCall call) => Readers.Contains(call.Target[(call.Target.LastIndexOf('.') + 1)..]);
        Source<PythonModule>[] modules = [.. evidence.Code.Python.Where(s => s.IsTest)];
        HashSet<string> fixtures = [.. modules.SelectMany(s => s.Document.Calls).Where(c => Reads(c) && c.Enclosing is not null).Select(c => c.Enclosing!.Name)];
        return
            from source in modules
            from call in source.Document.Calls
            where call.Enclosing is not null && Validates(call)
            let function = call.Enclosing!
            let calls = source.Document.Calls.Where(c => c.Enclosing == function).ToArray()

            // A test that goes on with what was validated asserts something else.
            where calls.All(c => Validates(c) || Reads(c) || c.Target is "len" or "isinstance" or "all" or "any" or "print")
                && (calls.Any(Reads) || function.Parameters.Any(p => fixtures.Contains(p.Name)))
            from test in evidence.Tests
            where test.IsLive && test.AssertionCount > 0 && test.Location.Path == source.File.Path && test.Location.Line == function.Line
            select test;
    }

    /// <summary>Functions that hold the place, or that use the class which begins there.</summary>
    private static IEnumerable<string> Validators(PythonModule module, int line) =>
        module.Definitions.Where(d => d.Kind != PythonDefinitionKind.Class && d.Line <= line && d.EndLine >= line)
            .Concat(from schema in module.Definitions
                    where schema.Kind == PythonDefinitionKind.Class && schema.Line == line
                    from call in module.Calls
                    where call.Enclosing is not null && (call.Target == schema.Name || call.Target.StartsWith(schema.Name + ".", StringComparison.Ordinal))
                    select call.Enclosing!)
            .Select(d => d.Name);

    /// <summary>A test of data reads some and imports none of the repository's code.</summary>
    private static IEnumerable<TrailStep> ByHand(RepositoryEvidence evidence)
    {
        HashSet<string> own = [.. evidence.Code.Python.Where(s => !s.IsTest).SelectMany(s => s.File.Path[..^s.File.Extension.Length].Split('/'))];
        ILookup<string, TestMethod> tests = evidence.Tests.Where(t => t.IsLive && t.AssertionCount > 0).ToLookup(t => t.Location.Path, StringComparer.Ordinal);
        return
            from source in evidence.Code.Python
            where tests.Contains(source.File.Path)
                && source.File.Path[..^source.File.Extension.Length].Split('/', '_', '-').Any(w => DataWords.Contains(w, StringComparer.OrdinalIgnoreCase))
                && source.Document.Imports.All(i => i.Level == 0 && !own.Contains(i.Module.Split('.')[0]))
            let read = source.Document.Calls.FirstOrDefault(c => Readers.Contains(c.Target[(c.Target.LastIndexOf('.') + 1)..]))
            where read is not null
            from test in tests[source.File.Path].Take(1)
            select new TrailStep(test.Location, test.Name);
    }
}
