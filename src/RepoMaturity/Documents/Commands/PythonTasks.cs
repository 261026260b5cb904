using RepoMaturity.Documents.Python;
using RepoMaturity.Snapshots;

namespace RepoMaturity.Documents.Commands;

/// <summary>Reads tasks that are Python functions: sessions of nox, tasks of invoke.</summary>
internal static class PythonTasks
{
    private const int MaxTargets = 500;

    /// <summary>Sessions and the arguments of <c>session.run(…)</c>, <c>$*</c> for those that are no literals; with the name <c>nox.options.sessions</c> unread, all are defaults.</summary>
    public static TaskFile? Nox(DocumentSet documents, SnapshotFile file) =>
        Read(documents, file, "nox", d => d is "nox.session" or "session", c => c is "run" or "run_always" or "install_and_run", asWords: true);

    /// <summary>Tasks and the literal command of <c>c.run("…")</c>.</summary>
    public static TaskFile? Invoke(DocumentSet documents, SnapshotFile file) =>
        Read(documents, file, "invoke", d => d is "invoke.task" or "task" or "invoke.tasks.task", c => c is "run" or "sudo", asWords: false);

    private static TaskFile? Read(DocumentSet documents, SnapshotFile file, string tool, Func<string, bool> isDecorator, Func<string, bool> isRun, bool asWords)
    {
        if (PythonModule.Of(documents, file) is not { } module)
        {
            return null;
        }

        ILookup<PythonDefinition, PythonCall> calls = module.Calls.Where(c => Outermost(c.Enclosing) is not null).ToLookup(c => Outermost(c.Enclosing)!);
        List<TaskTarget> targets = [];
        foreach (PythonDefinition definition in module.Definitions.Where(d => d.Parent is null && d.Decorators.Any(n => isDecorator(n.Target))).Take(MaxTargets))
        {
            List<TaskCommand> commands = [];
            foreach (PythonCall call in calls[definition])
            {
                int dot = call.Target.LastIndexOf('.');
                List<string> words = [.. call.Arguments.Where(a => a.Name is null).TakeWhile(a => a.Kind is PythonArgumentKind.String or PythonArgumentKind.Expression or PythonArgumentKind.Formatted or PythonArgumentKind.Name or PythonArgumentKind.Unpacked or PythonArgumentKind.Number)
                    .Select(a => a.Kind is PythonArgumentKind.String or PythonArgumentKind.Number ? a.Value ?? "" : "$*")];
                if (dot > 0 && isRun(call.Target[(dot + 1)..]) && words.Count > 0 && call.Arguments[0].Kind == PythonArgumentKind.String)
                {
                    commands.Add(new TaskCommand(asWords ? string.Join(' ', words) : words[0], new Location(file.Path, call.Line))
                    {
                        Words = asWords ? words : null,
                        FailureIgnored = call.Keyword("warn") is { Value: "True" } ? "warn=True" : call.Keyword("success_codes") is not null ? "success_codes" : null,
                    });
                }
            }

            string name = NameOf(module, definition, isDecorator);
            targets.Add(new TaskTarget(tool == "invoke" ? name.Replace('_', '-') : name, new Location(file.Path, definition.Line)) { Commands = commands });
        }

        return targets.Count == 0 ? null : new TaskFile(file, tool, targets) { Defaults = [.. targets.Select(t => t.Name)] };
    }

    /// <summary>The function's own name, or the <c>name=</c> of its decorator, which stands in the lines just above it.</summary>
    private static string NameOf(PythonModule module, PythonDefinition definition, Func<string, bool> isDecorator)
    {
        PythonCall? decorator = module.Calls.LastOrDefault(c => c.Enclosing is null && isDecorator(c.Target) && c.Line <= definition.Line && c.Line >= definition.Line - 12
            && !module.Definitions.Any(d => d.Line > c.Line && d.Line < definition.Line));
        return decorator?.Keyword("name") is { Kind: PythonArgumentKind.String, Value: { } given } ? given : definition.Name;
    }

    private static PythonDefinition? Outermost(PythonDefinition? definition)
    {
        while (definition?.Parent is { } parent)
        {
            definition = parent;
        }

        return definition;
    }
}
