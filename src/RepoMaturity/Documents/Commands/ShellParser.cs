namespace RepoMaturity.Documents.Commands;

/// <summary>Tokens to syntax. Reads what it can: a stray keyword or bracket is skipped, never an error.</summary>
internal sealed class ShellParser
{
    private const int MaxTested = 100;
    private const int MaxNesting = 64;
    private static readonly string[] Closers = ["then", "else", "elif", "fi", "do", "done", "esac", "}"];

    private readonly ShellLexer _lexer;
    private ShellToken _token;
    private int _nesting;

    private ShellParser(string text, int firstLine, int depth)
    {
        _lexer = new ShellLexer(text, firstLine, depth);
        _token = _lexer.Next();
    }

    internal static ShellNode Parse(string text, int firstLine = 0, int depth = 0)
    {
        ShellParser parser = new(text, firstLine, depth);
        List<ShellNode> items = [];
        while (parser._token.Kind != ShellTokenKind.End)
        {
            items.AddRange(((ShellNode.Sequence)parser.List()).Items);
            if (parser._token.Kind != ShellTokenKind.End)
            {
                parser.Move();
            }
        }

        return new ShellNode.Sequence(firstLine, items);
    }

    private void Move() => _token = _lexer.Next();

    private void SkipNewlines()
    {
        while (_token.Kind == ShellTokenKind.Newline)
        {
            Move();
        }
    }

    private bool Accept(string reserved)
    {
        bool found = _token.IsReserved(reserved);
        if (found)
        {
            Move();
        }

        return found;
    }

    /// <summary>Commands up to a closing keyword or bracket, which is left.</summary>
    private ShellNode List()
    {
        int line = _token.Line;
        List<ShellNode> items = [];
        if (++_nesting > MaxNesting)
        {
            while (_token.Kind != ShellTokenKind.End)
            {
                Move();
            }
        }

        while (true)
        {
            while (_token.Kind == ShellTokenKind.Newline || _token.Is(";"))
            {
                Move();
            }

            if (_token.Kind == ShellTokenKind.End || _token.Is(")") || _token.Is(";;") || _token.Is(";&") || _token.Is(";;&") || Closers.Any(_token.IsReserved))
            {
                _nesting--;
                return new ShellNode.Sequence(line, items);
            }

            ShellNode item = AndOr();
            if (_token.Is("&"))
            {
                item = new ShellNode.Background(item.Line, item);
                Move();
            }

            items.Add(item);
        }
    }

    private ShellNode AndOr()
    {
        ShellNode first = Pipeline();
        if (!_token.Is("&&") && !_token.Is("||"))
        {
            return first;
        }

        List<ShellNode.ChainLink> links = [new(first, IsOr: false)];
        while (_token.Is("&&") || _token.Is("||"))
        {
            bool or = _token.Is("||");
            Move();
            SkipNewlines();
            links.Add(new(Pipeline(), or));
        }

        return new ShellNode.Chain(first.Line, links);
    }

    private ShellNode Pipeline()
    {
        int line = _token.Line;
        bool negated = false;
        while (_token.IsReserved("!"))
        {
            negated = !negated;
            Move();
        }

        List<ShellNode> stages = [Command()];
        while (_token.Is("|") || _token.Is("|&"))
        {
            Move();
            SkipNewlines();
            stages.Add(Command());
        }

        return stages.Count == 1 && !negated ? stages[0] : new ShellNode.Pipe(line, stages, negated);
    }

    private ShellNode Command()
    {
        int line = _token.Line;
        if (_token.Is("("))
        {
            Move();
            ShellNode body = List();
            if (_token.Is(")"))
            {
                Move();
            }

            return new ShellNode.Subshell(line, body);
        }

        if (_token.Kind == ShellTokenKind.Operator)
        {
            Move();
            return new ShellNode.Sequence(line, []);
        }

        if (Accept("{"))
        {
            ShellNode body = List();
            Accept("}");
            return body;
        }

        return Accept("if") ? If(line)
            : _token.IsReserved("for") || _token.IsReserved("select") ? For(line)
            : _token.IsReserved("while") || _token.IsReserved("until") ? While(line)
            : Accept("case") ? Case(line)
            : Simple();
    }

    private ShellNode.If If(int line)
    {
        ShellNode condition = List();
        Accept("then");
        ShellNode then = List();
        int elseLine = _token.Line;
        ShellNode? otherwise = null;
        if (Accept("elif"))
        {
            otherwise = ++_nesting > MaxNesting ? List() : If(elseLine);
            _nesting--;
        }
        else if (Accept("else"))
        {
            otherwise = List();
        }

        if (otherwise is not ShellNode.If)
        {
            Accept("fi");
        }

        return new ShellNode.If(line, condition, then, otherwise);
    }

    private ShellNode.Loop For(int line)
    {
        Move();
        string? variable = _token.Kind == ShellTokenKind.Word ? _token.Text : null;
        List<ShellWord> values = [];
        while (_token.Kind == ShellTokenKind.Word && !_token.IsReserved("do") || _token.Is("(") || _token.Is(")"))
        {
            if (_token.Word is { } word)
            {
                values.Add(word);
            }

            Move();
        }

        while (_token.Kind == ShellTokenKind.Newline || _token.Is(";"))
        {
            Move();
        }

        return new ShellNode.Loop(line, null, Body(), variable, values.Count > 2 ? values[2..] : []);
    }

    private ShellNode.Loop While(int line)
    {
        Move();
        ShellNode condition = List();
        return new ShellNode.Loop(line, condition, Body(), null, []);
    }

    private ShellNode Body()
    {
        Accept("do");
        ShellNode body = List();
        Accept("done");
        return body;
    }

    private ShellNode.Case Case(int line)
    {
        while (_token.Kind == ShellTokenKind.Word && !_token.IsReserved("in"))
        {
            Move();
        }

        Accept("in");
        List<ShellNode> branches = [];
        while (true)
        {
            SkipNewlines();
            if (_token.Kind == ShellTokenKind.End || Accept("esac"))
            {
                return new ShellNode.Case(line, branches);
            }

            while (_token.Kind is ShellTokenKind.Word || _token.Is("(") || _token.Is("|"))
            {
                Move();
            }

            if (_token.Kind != ShellTokenKind.End)
            {
                Move();
            }

            branches.Add(List());
            if (_token.Kind == ShellTokenKind.Operator)
            {
                Move();
            }
        }
    }

    private ShellNode Simple()
    {
        int line = _token.Line;
        List<ShellWord> words = [];
        List<ShellAssignment> assignments = [];
        List<ShellNode> substitutions = [];
        while (_token.Kind == ShellTokenKind.Word && !(words is [{ Text: "function" }, _] && _token.IsReserved("{")))
        {
            substitutions.AddRange(_token.Substitutions);
            if (words.Count == 0 && _token.IsReserved("[["))
            {
                words.Add(_token.Word!);
                words.AddRange(_lexer.SkipPast("]]").Split((char[]?)null, MaxTested, StringSplitOptions.RemoveEmptyEntries).Select(Tested));
            }
            else if (words.Count == 0 && Assignment(_token.Word!) is { } assignment)
            {
                assignments.Add(assignment);
            }
            else
            {
                words.Add(_token.Word!);
            }

            Move();
        }

        if (_token.Is("(") && words.Count > 0)
        {
            return Function(line, words);
        }

        return words is [{ Text: "function" }, { Text: var name }] && (_token.Kind == ShellTokenKind.Newline || _token.IsReserved("{"))
            ? FunctionBody(line, name)
            : new ShellNode.Simple(line, words, assignments, substitutions);
    }

    /// <summary>A word between <c>[[</c> and <c>]]</c>, where the shell splits nothing: a variable alone, or some text.</summary>
    private static ShellWord Tested(string text)
    {
        string name = text.Trim('"').TrimStart('$').Trim('{', '}');
        return text.Trim('"').StartsWith('$') && name.Length > 0 && (name == "?" || name.All(c => c == '_' || char.IsAsciiLetterOrDigit(c)))
            ? new ShellWord([new ShellPart("$" + name, IsQuoted: true) { Variable = name, IsExpansion = true }])
            : ShellWord.Literal(text);
    }

    private ShellNode Function(int line, List<ShellWord> words)
    {
        Move();
        if (!_token.Is(")"))
        {
            // Not a definition: something this parser does not know, such as an array in the middle of a command.
            return new ShellNode.Simple(line, words, [], []);
        }

        Move();
        return FunctionBody(line, words[^1].Text);
    }

    private ShellNode.Function FunctionBody(int line, string name)
    {
        SkipNewlines();
        return new ShellNode.Function(line, name, ++_nesting > MaxNesting ? new ShellNode.Sequence(line, []) : Unnest(Command()));
    }

    private ShellNode Unnest(ShellNode node)
    {
        _nesting--;
        return node;
    }

    private static ShellAssignment? Assignment(ShellWord word)
    {
        if (word.Parts.Count == 0 || word.Parts[0] is { IsQuoted: true } or { IsExpansion: true })
        {
            return null;
        }

        string first = word.Parts[0].Text;
        int equals = first.IndexOf('=', StringComparison.Ordinal);
        string name = equals > 0 ? first[..equals].TrimEnd('+') : "";
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => c == '_' || char.IsAsciiLetterOrDigit(c)))
        {
            return null;
        }

        List<ShellPart> value = [.. word.Parts.Skip(1)];
        if (equals + 1 < first.Length)
        {
            value.Insert(0, new ShellPart(first[(equals + 1)..], IsQuoted: false));
        }

        return new ShellAssignment(name, new ShellWord(value));
    }
}
