namespace RepoMaturity.Documents.Commands;

/// <summary>
/// Walks a script's syntax in the order it would run and decides for each command whether its failure fails the script, as bash
/// does: <c>set -e</c> stops at a failure unless the command is a condition, is followed by <c>&amp;&amp;</c> or <c>||</c>, or is
/// inverted; without it only the last exit code counts.
/// </summary>
internal sealed class ShellFlow
{
    internal const int MaxCommands = 5_000;
    private const int MaxCalls = 8;
    private const int MaxWords = 2_000;
    private const int MaxRounds = 8;

    private const string NotLast = "not the last command of a script without set -e";

    private readonly List<ShellCommand> _commands = [];
    private readonly Dictionary<string, ShellNode> _functions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exitVariables = new(StringComparer.Ordinal);
    private ShellOptions _options;
    private ShellScope _scope = new(null);
    private Dictionary<string, IReadOnlyList<ShellWord>> _bindings = new(StringComparer.Ordinal);
    private int _calls;
    private int _branches;
    private int _steps;

    private ShellFlow(ShellOptions options) => _options = options;

    /// <summary>What becomes of a failing exit code.</summary>
    /// <param name="Decides">The node's exit code is that of the script, or is checked and turned into one.</param>
    /// <param name="IsExempt"><c>set -e</c> does not apply here.</param>
    /// <param name="Ignored">Why a failure is lost whatever the options are.</param>
    /// <param name="Line">Where <paramref name="Ignored"/> is written.</param>
    private readonly record struct Fate(bool Decides, bool IsExempt, string? Ignored, int Line)
    {
        public Fate Lost(string reason, int line) => Ignored is null ? this with { Ignored = reason, Line = line } : this;
    }

    public static IReadOnlyList<ShellCommand> Commands(ShellNode script, ShellOptions options)
    {
        ShellFlow flow = new(options);
        flow.CollectExits(script, 0);
        flow.Visit(script, new Fate(Decides: true, IsExempt: false, null, 0));
        return flow._commands;
    }

    private void Visit(ShellNode node, Fate fate)
    {
        if (_commands.Count >= MaxCommands || ++_steps > MaxCommands * 20)
        {
            return;
        }

        switch (node)
        {
            case ShellNode.Sequence sequence:
                VisitSequence(sequence, fate);
                break;
            case ShellNode.Chain chain:
                VisitChain(chain, fate);
                break;
            case ShellNode.Pipe pipe:
                for (int i = 0; i < pipe.Stages.Count; i++)
                {
                    Visit(pipe.Stages[i], pipe.IsNegated ? fate.Lost("! inverts the exit code", pipe.Line)
                        : i < pipe.Stages.Count - 1 && !_options.PipeFail ? fate.Lost("not the last command of a pipeline without pipefail", pipe.Line)
                        : fate);
                }

                break;
            case ShellNode.Background background:
                Visit(background.Body, fate.Lost("runs in the background (&)", background.Line));
                break;
            case ShellNode.Subshell subshell:
                (ShellScope scope, ShellOptions options) = (_scope, _options);
                _scope = new ShellScope(scope);
                Visit(subshell.Body, fate);
                (_scope, _options) = (scope, options);
                break;
            case ShellNode.If branch:
                VisitIf(branch, fate);
                break;
            case ShellNode.Loop loop:
                VisitLoop(loop, fate);
                break;
            case ShellNode.Case choice:
                foreach (ShellNode body in choice.Branches)
                {
                    VisitBranch(body, fate);
                }

                break;
            case ShellNode.Function function:
                _functions[function.Name] = function.Body;
                break;
            case ShellNode.Simple simple:
                VisitSimple(simple, fate);
                break;
        }
    }

    private void VisitSequence(ShellNode.Sequence sequence, Fate fate)
    {
        for (int i = 0; i < sequence.Items.Count; i++)
        {
            ShellNode item = sequence.Items[i];
            bool last = i == sequence.Items.Count - 1;
            Visit(item, last ? fate : fate with { Decides = ChecksStatus(sequence.Items[i + 1]) });
            if (item is ShellNode.Simple { Name: "exit" or "return" })
            {
                return;
            }
        }
    }

    private void VisitChain(ShellNode.Chain chain, Fate fate)
    {
        IReadOnlyList<ShellNode.ChainLink> links = chain.Links;
        int handler = 0;
        for (int i = 0; i < links.Count; i++)
        {
            handler = Math.Max(handler, i + 1);
            while (handler < links.Count && !links[handler].IsOr)
            {
                handler++;
            }

            Fate own = i == links.Count - 1 ? fate
                : handler == links.Count ? fate with { IsExempt = true }
                : Fails(links[handler].Node) ? fate with { Decides = true, IsExempt = true }
                : fate.Lost("|| " + Describe(links[handler].Node), links[handler].Node.Line);
            _branches += i > 0 ? 1 : 0;
            Visit(links[i].Node, own);
            _branches -= i > 0 ? 1 : 0;
        }
    }

    private void VisitIf(ShellNode.If branch, Fate fate)
    {
        ShellNode condition = branch.Condition is ShellNode.Sequence { Items: [var only] } ? only : branch.Condition;
        bool negated = false;
        if (condition is ShellNode.Pipe { IsNegated: true } pipe)
        {
            negated = true;
            condition = pipe with { IsNegated = false };
        }

        ShellNode? onFailure = negated ? branch.Then : branch.Else;
        Fate tested = onFailure is not null && Exits(onFailure)
            ? fate with { Decides = true, IsExempt = true }
            : fate.Lost("condition of an if", branch.Line);
        Visit(condition, tested);
        VisitBranch(branch.Then, fate);
        if (branch.Else is { } otherwise)
        {
            VisitBranch(otherwise, fate);
        }
    }

    private void VisitBranch(ShellNode body, Fate fate)
    {
        _branches++;
        Visit(body, fate);
        _branches--;
    }

    private void VisitLoop(ShellNode.Loop loop, Fate fate)
    {
        if (loop.Condition is { } condition)
        {
            Visit(condition, fate.Lost("condition of a loop", loop.Line));
        }

        bool once = loop.Condition is null && loop.Values.Count == 1;
        Fate body = once ? fate : fate with { Decides = false };
        if (loop.Variable is not { } variable || loop.Values.Count is 0 or > MaxRounds || !loop.Values.All(v => v.IsLiteral && v.Text.AsSpan().IndexOfAny("*?{[") < 0))
        {
            VisitBranch(loop.Body, body);
            return;
        }

        Dictionary<string, IReadOnlyList<ShellWord>> outer = _bindings;
        foreach (ShellWord value in loop.Values)
        {
            _bindings = new(outer, StringComparer.Ordinal) { [variable] = [value] };
            Visit(loop.Body, body);
        }

        _bindings = outer;
    }

    private void VisitSimple(ShellNode.Simple simple, Fate fate)
    {
        foreach (ShellNode inner in simple.Substitutions)
        {
            (ShellScope scope, ShellOptions options) = (_scope, _options);
            _scope = new ShellScope(scope);
            Visit(inner, simple.Words.Count == 0 ? fate : fate.Lost("inside $(…) of another command", simple.Line));
            (_scope, _options) = (scope, options);
        }

        IReadOnlyList<ShellWord> words = [.. simple.Words.SelectMany(Bind).Take(MaxWords)];
        string name = words.Count > 0 ? words[0].Text : "";
        if (name == "set")
        {
            _options = _options.With(words.Skip(1).Select(w => w.Text));
        }

        if (_functions.TryGetValue(name, out ShellNode? body) && _calls < MaxCalls)
        {
            Dictionary<string, IReadOnlyList<ShellWord>> outer = _bindings;
            _bindings = new(outer, StringComparer.Ordinal) { ["@"] = [.. words.Skip(1)], ["*"] = [.. words.Skip(1)] };
            for (int i = 1; i < Math.Min(words.Count, 10); i++)
            {
                _bindings[i.ToString()] = [words[i]];
            }

            _calls++;
            Visit(body, fate);
            _calls--;
            _bindings = outer;
            return;
        }

        bool blocks = fate.Ignored is null && (fate.Decides || (_options.ErrExit && !fate.IsExempt));
        _commands.Add(new ShellCommand(words, [.. simple.Assignments.Select(a => a with { Value = Bound(a.Value) })], simple.Line, _scope)
        {
            FailureIgnored = blocks ? null : fate.Ignored ?? (fate.IsExempt && _options.ErrExit ? "left of && in a list that is not the last command" : NotLast),
            FailureIgnoredLine = fate.Ignored is null ? simple.Line : fate.Line,
            IsConditional = _branches > 0,
        });
    }

    private IEnumerable<ShellWord> Bind(ShellWord word) =>
        word.Parts.Where(p => p.Text.Length > 0).ToList() is [{ Variable: { } name }] && _bindings.TryGetValue(name, out IReadOnlyList<ShellWord>? values)
            ? values
            : [Bound(word)];

    private ShellWord Bound(ShellWord word) =>
        _bindings.Count == 0 || word.IsLiteral
            ? word
            : new ShellWord([.. word.Parts.SelectMany(p =>
                p.Variable is { } name && _bindings.TryGetValue(name, out IReadOnlyList<ShellWord>? values) && values.Count == 1 ? values[0].Parts : [p])]);

    /// <summary>True when a node turns the exit code of the command before it into a failure: <c>exit $?</c>, <c>rc=$?</c> … <c>exit $rc</c>, <c>if [ $? -ne 0 ]; then exit 1</c>.</summary>
    private bool ChecksStatus(ShellNode next) => next switch
    {
        ShellNode.Simple { Words.Count: 0, Assignments: [{ Value.Text: "$?", Name: var name }] } => _exitVariables.Contains(name),
        ShellNode.Simple { Name: "exit" or "return" } exit => exit.Words.Count == 1 || exit.Words[1].Text == "$?",
        ShellNode.If branch => Mentions(branch.Condition) && (Exits(branch.Then) || (branch.Else is { } otherwise && Exits(otherwise))),
        ShellNode.Chain { Links: [var first, ..] } chain => Mentions(first.Node) && chain.Links.Any(l => Fails(l.Node)),
        _ => false,
    };

    private static bool Mentions(ShellNode condition) => condition switch
    {
        ShellNode.Simple simple => simple.Words.Any(w => w.Text == "$?"),
        ShellNode.Sequence { Items: [var only] } => Mentions(only),
        _ => false,
    };

    /// <summary>True when a handler after <c>||</c> ends with a failure of its own.</summary>
    private bool Fails(ShellNode handler, int depth = 0) => handler switch
    {
        ShellNode.Simple { Name: "exit" or "return" } exit => exit.Words.Count > 1 && !IsZero(exit.Words[1].Text),
        ShellNode.Simple { Name: "false" } => true,
        ShellNode.Simple { Name: "[" or "[[" or "test" } test => Mentions(test),
        ShellNode.Simple { Words.Count: > 0 } call when _functions.TryGetValue(call.Name, out ShellNode? body) => depth < MaxCalls && Exits(body, depth + 1),
        ShellNode.Simple { Words.Count: 0 } assignment => assignment.Assignments.Any(a => _exitVariables.Contains(a.Name) && !IsZero(a.Value.Text)),
        ShellNode.Sequence { Items: [.., var last] } sequence => Fails(last, depth) || sequence.Items.Any(i => i is ShellNode.Simple { Name: "exit" } && Fails(i)),
        ShellNode.Subshell subshell => Fails(subshell.Body, depth),
        ShellNode.Chain { Links: [.., var last] } => !last.IsOr && Fails(last.Node, depth),
        _ => false,
    };

    /// <summary>True when a branch holds an <c>exit</c> with a failure, or sets the variable that the script exits with.</summary>
    private bool Exits(ShellNode node, int depth = 0) => depth < MaxCalls && (Fails(node, depth) || node switch
    {
        ShellNode.Sequence sequence => sequence.Items.Any(i => Exits(i, depth + 1)),
        ShellNode.If branch => Exits(branch.Then, depth + 1) || (branch.Else is { } otherwise && Exits(otherwise, depth + 1)),
        ShellNode.Chain chain => chain.Links.Any(l => Exits(l.Node, depth + 1)),
        _ => false,
    });

    /// <summary>The variables of <c>exit $rc</c> anywhere in the script.</summary>
    private void CollectExits(ShellNode node, int depth)
    {
        if (depth > 200)
        {
            return;
        }

        IEnumerable<ShellNode> inner = node switch
        {
            ShellNode.Sequence sequence => sequence.Items,
            ShellNode.Chain chain => chain.Links.Select(l => l.Node),
            ShellNode.Subshell subshell => [subshell.Body],
            ShellNode.If { Else: { } otherwise } branch => [branch.Then, otherwise],
            ShellNode.If branch => [branch.Then],
            ShellNode.Loop loop => [loop.Body],
            ShellNode.Case choice => choice.Branches,
            ShellNode.Function function => [function.Body],
            _ => [],
        };
        foreach (ShellNode child in inner)
        {
            CollectExits(child, depth + 1);
        }

        if (node is ShellNode.If tested && Exits(tested.Then))
        {
            // if [ $failed -ne 0 ]; then exit 1: the same in more words.
            _exitVariables.UnionWith(Tests(tested.Condition).SelectMany(t => t.Words).SelectMany(w => w.Parts).Select(p => p.Variable).OfType<string>());
        }

        if (node is ShellNode.Function { Body: ShellNode.Sequence { Items: [.., ShellNode.Simple { Name: "[" or "[[" or "test" } status] } })
        {
            // A function that ends with [[ $result == passed ]] answers with it.
            _exitVariables.UnionWith(status.Words.SelectMany(w => w.Parts).Select(p => p.Variable).OfType<string>());
        }

        if (node is ShellNode.Simple { Name: "exit", Words: [_, var code, ..] } && code.Parts.FirstOrDefault(p => p.Variable is not null)?.Variable is { } name)
        {
            _exitVariables.Add(name);
        }
    }

    private static IEnumerable<ShellNode.Simple> Tests(ShellNode condition) => condition switch
    {
        ShellNode.Simple { Name: "[" or "[[" or "test" } test => [test],
        ShellNode.Sequence { Items: [var only] } => Tests(only),
        ShellNode.Chain chain => chain.Links.Select(l => l.Node).OfType<ShellNode.Simple>().Where(t => t.Name is "[" or "[[" or "test"),
        _ => [],
    };

    private static bool IsZero(string code) => code == "0";

    private static string Describe(ShellNode handler)
    {
        string text = handler is ShellNode.Simple simple ? string.Join(' ', simple.Words.Take(2).Select(w => w.Text)) : "( … )";
        return text.Length > 40 ? text[..40] + "…" : text;
    }
}
