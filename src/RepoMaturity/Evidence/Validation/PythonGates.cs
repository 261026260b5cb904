using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Evidence;

/// <summary>What follows from a comparison.</summary>
/// <param name="Effect">The kind.</param>
/// <param name="Decision">The call that is guarded or that stops, or null.</param>
/// <param name="OnTrue">Whether the model passes when the comparison holds; null when that is not known.</param>
internal sealed record GateOutcome(GateEffect Effect, TrailStep? Decision = null, bool? OnTrue = null);

/// <summary>Follows comparisons to what they decide: in their own statement, by the name they are given, or through the function that returns them.</summary>
internal sealed class PythonGates(IReadOnlyList<Source<PythonModule>> sources)
{
    private static readonly GateOutcome Unseen = new(GateEffect.Unseen);
    private static readonly string[] Releases = ["register", "registered", "promote", "promotion", "deploy", "deployment", "publish", "transition", "alias", "aliases", "rollout", "release"];
    private static readonly string[] Exits = ["sys.exit", "exit", "quit", "os._exit"];
    private static readonly string[] Notes = ["print", "info", "warning", "debug", "error", "log", "format", "write"];

    /// <summary>Statements of programs that test what a function returns, by the function's name.</summary>
    private readonly Lazy<ILookup<string, (Source<PythonModule> Source, PythonCondition Condition)>> _askers = new(() =>
        (from source in sources
         where !source.IsTest
         from condition in source.Document.Conditions
         from call in source.Document.Calls.Skip(condition.Subject.FirstCall).Take(condition.Subject.CallCount)
         select (Name: Last(call.Target), Asker: (source, condition))).ToLookup(p => p.Name, p => p.Asker, StringComparer.Ordinal));

    /// <summary>The outcome; null for a comparison whose value goes elsewhere, or is only printed.</summary>
    public GateOutcome? Of(Source<PythonModule> source, PythonComparison comparison)
    {
        string? function = comparison.Enclosing is { Kind: not PythonDefinitionKind.Class } enclosing ? enclosing.Name : null;
        if (comparison.Condition is { Kind: not PythonConditionKind.While } own)
        {
            GateOutcome? outcome = Of(source, own);
            bool returns = own.Returns || own.Otherwise?.Returns == true;
            return outcome?.Effect == GateEffect.Unseen && returns ? Returned(function) : outcome;
        }

        if (comparison.AssignedTo is { } name)
        {
            return source.Document.Conditions
                .Where(c => c.Line >= comparison.Line && c.Enclosing == comparison.Enclosing && (c.Subject.Value == name || c.Subject.Names?.Contains(name) == true))
                .Select(c => Of(source, c)).FirstOrDefault(o => o is not null and not { Effect: GateEffect.Unseen })
                ?? Returned(function);
        }

        return comparison.IsReturned ? Returned(function) : null;
    }

    /// <summary>What the callers of a function do with its answer; which of its answers lets the model pass is not followed.</summary>
    private GateOutcome Returned(string? function) =>
        function is null ? Unseen
        : _askers.Value[function].Select(a => Of(a.Source, a.Condition)).FirstOrDefault(o => o is not null and not { Effect: GateEffect.Unseen }) is { } asked ? asked with { OnTrue = null }
        : Unseen;

    private static GateOutcome? Of(Source<PythonModule> source, PythonCondition condition)
    {
        if (condition.Kind == PythonConditionKind.Assert)
        {
            return new GateOutcome(GateEffect.Stops);
        }

        TrailStep Step(PythonCall call) => new(source.At(call.Line, call.Column), call.Target);
        bool isFirst = true;
        for (PythonCondition? clause = condition; clause is not null; clause = clause.Otherwise, isFirst = false)
        {
            bool onTrue = isFirst != condition.IsNegated;
            if (clause.Raises && !clause.IsInTry)
            {
                return new GateOutcome(GateEffect.Stops, null, !onTrue);
            }

            foreach (PythonCall call in CallsIn(source.Document, clause))
            {
                if (IsRelease(call))
                {
                    return new GateOutcome(GateEffect.Guards, Step(call), onTrue);
                }

                if (Exits.Contains(call.Target) || Last(call.Target) is "cancel" or "abort" or "fail")
                {
                    return new GateOutcome(GateEffect.Stops, Step(call), !onTrue);
                }
            }

            // A return before what would release the model.
            if (clause.Returns && source.Document.Calls.FirstOrDefault(c => c.Enclosing == condition.Enclosing && c.Line > clause.EndLine && IsRelease(c)) is { } later)
            {
                return new GateOutcome(GateEffect.Guards, Step(later), !onTrue);
            }
        }

        // Steps of a pipeline under a condition that the pipeline's engine tests.
        PythonCall? step = condition.Kind == PythonConditionKind.With && source.Document.Calls.Any(c => c.Line == condition.Line && Last(c.Target) is "Condition" or "If")
            ? CallsIn(source.Document, condition).FirstOrDefault()
            : null;
        return step is not null ? new GateOutcome(GateEffect.Guards, Step(step), true)
            : IsNote(source.Document, condition) && (condition.Otherwise is null || IsNote(source.Document, condition.Otherwise)) ? null
            : Unseen;
    }

    /// <summary>Calls of a clause, not of the statement that tests it.</summary>
    private static IEnumerable<PythonCall> CallsIn(PythonModule module, PythonCondition clause)
    {
        int test = clause.Subject.FirstCall + clause.Subject.CallCount;
        return module.Calls.Where((c, i) => c.Line >= clause.Line && c.Line <= clause.EndLine && c.Enclosing == clause.Enclosing && (c.Line > clause.Line || i >= test));
    }

    /// <summary>A clause that only prints.</summary>
    private static bool IsNote(PythonModule module, PythonCondition clause)
    {
        PythonCall[] calls = [.. CallsIn(module, clause)];
        return !clause.Raises && !clause.Returns && calls.Length > 0 && calls.Count(c => Notes.Contains(Last(c.Target))) >= clause.EndLine - clause.Line;
    }

    private static bool IsRelease(PythonCall call) =>
        (TestKinds.Words(Last(call.Target)).Any(Releases.Contains) && !call.Target.StartsWith("atexit", StringComparison.Ordinal) && !IsOfClass(call)) || call.Keyword("registered_model_name") is not null;

    /// <summary><c>Model.register(Scored)</c>: what is registered is a class.</summary>
    private static bool IsOfClass(PythonCall call) =>
        Last(call.Target) == "register" && call.Arguments is [{ Name: null, Kind: PythonArgumentKind.Name, Value: { } value }, ..]
        && Last(value) is { Length: > 1 } name && char.IsAsciiLetterUpper(name[0]) && name.Any(char.IsAsciiLetterLower);

    private static string Last(string target) => target[(target.LastIndexOf('.') + 1)..];
}
