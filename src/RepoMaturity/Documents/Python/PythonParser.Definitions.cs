namespace RepoMaturity.Documents.Python;

/// <content>Functions, classes and decorators.</content>
internal ref partial struct PythonParser
{
    private void ReadDecorator()
    {
        int chain = ChainEnd(1, _tokens.Length);
        Token at = _tokens[Math.Min(1, _tokens.Length - 1)];
        PythonDecorator decorator = new(chain == 1 ? "?" : NameOf(1, chain, isTrailing: false), LineOf(at));
        _pendingDecorators.Add(decorator);
        _decorators.Add((decorator, _scope));
        Scan(1, _tokens.Length);
    }

    private IReadOnlyList<PythonDecorator> TakeDecorators()
    {
        if (_pendingDecorators.Count == 0)
        {
            return [];
        }

        PythonDecorator[] taken = [.. _pendingDecorators];
        _pendingDecorators.Clear();
        return taken;
    }

    /// <param name="i">First token: <c>def</c> or <c>async</c>.</param>
    /// <param name="def">The token of <c>def</c>.</param>
    private int ReadFunction(int i, int def)
    {
        if (KindAt(def + 1) != TokenKind.Name)
        {
            _lexer.Report("expected a name", _tokens[i].Line);
            return ReadSimple(i);
        }

        CountStatement();
        IReadOnlyList<PythonDecorator> decorators = TakeDecorators();
        bool isMethod = _definition is { Kind: PythonDefinitionKind.Class };
        PythonParameter[] parameters = [];
        int p = SkipTypeParameters(def + 2);
        if (KindAt(p) == TokenKind.ParenOpen)
        {
            int close = MatchingClose(p);
            Scan(p + 1, close);
            parameters = ReadParameters(p + 1, close, isMethod && !IsStatic(decorators));
            p = Math.Min(close + 1, _tokens.Length);
        }

        int colon = p < _tokens.Length ? HeaderEnd(p) : HeaderEnd(def);
        bool hasReturn = KindAt(p) == TokenKind.Arrow;
        if (hasReturn)
        {
            Scan(p + 1, colon);
        }

        PythonDefinition definition = Define(i, def + 1, isMethod ? PythonDefinitionKind.Method : PythonDefinitionKind.Function) with
        {
            IsAsync = i != def,
            Decorators = decorators,
            Parameters = parameters,
            HasReturnAnnotation = hasReturn,
            Complexity = 1,
        };
        Enter(BlockKind.Function, definition);
        foreach (ref readonly PythonParameter parameter in parameters.AsSpan())
        {
            _names.BindLocal(_scope, parameter.Name);
        }

        return ReadBody(colon);
    }

    private int ReadClass(int i)
    {
        if (KindAt(i + 1) != TokenKind.Name)
        {
            _lexer.Report("expected a name", _tokens[i].Line);
            return ReadSimple(i);
        }

        CountStatement();
        IReadOnlyList<PythonDecorator> decorators = TakeDecorators();
        string[] bases = [];
        int p = SkipTypeParameters(i + 2);
        if (KindAt(p) == TokenKind.ParenOpen)
        {
            int close = MatchingClose(p);
            Scan(p + 1, close);
            bases = ReadBases(p + 1, close);
            p = Math.Min(close + 1, _tokens.Length);
        }

        int colon = p < _tokens.Length ? HeaderEnd(p) : HeaderEnd(i);
        PythonDefinition definition = Define(i, i + 1, PythonDefinitionKind.Class) with { Decorators = decorators, Bases = bases };
        if (bases.Length > 0)
        {
            _bases.Add((bases, _scope));
        }

        Enter(BlockKind.Class, definition);
        return ReadBody(colon);
    }

    private PythonDefinition Define(int first, int nameToken, PythonDefinitionKind kind)
    {
        string name = TextOf(_tokens[nameToken]);
        string qualified = _definition switch
        {
            null or { QualifiedName.Length: > MaxNameLength } => name,
            { Kind: PythonDefinitionKind.Class } parent => parent.QualifiedName + "." + name,
            { } parent => parent.QualifiedName + ".<locals>." + name,
        };
        BindLocal(nameToken);
        return new PythonDefinition(name, qualified, kind, LineOf(_tokens[first]), ColumnOf(_tokens[first]), _definition);
    }

    private void Enter(BlockKind kind, PythonDefinition definition)
    {
        _definitions.Add(definition);
        Block block = Inherit();
        block.Definition = definition;
        block.Scope = _names.Open(_scope, kind == BlockKind.Class);
        block.IsInFunction |= kind == BlockKind.Function;
        block.IsInLoop &= kind == BlockKind.Class;
        block.IsInTry &= kind == BlockKind.Class;
        Push(kind, block);
    }

    /// <summary>Skips <c>[T: bound]</c> after a name.</summary>
    private int SkipTypeParameters(int p)
    {
        if (KindAt(p) != TokenKind.SquareOpen)
        {
            return p;
        }

        int close = MatchingClose(p);
        Scan(p + 1, close);
        return Math.Min(close + 1, _tokens.Length);
    }

    /// <summary>The token that closes the bracket at <paramref name="open"/>, or the end of the line.</summary>
    private readonly int MatchingClose(int open) => FindOutside(_tokens, open + 1, _tokens.Length, TokenKind.ParenClose);

    private static bool IsStatic(IReadOnlyList<PythonDecorator> decorators)
    {
        foreach (PythonDecorator decorator in decorators)
        {
            if (decorator.Name is "staticmethod" or "builtins.staticmethod")
            {
                return true;
            }
        }

        return false;
    }

    private PythonParameter[] ReadParameters(int start, int end, bool hasReceiver)
    {
        List<PythonParameter> parameters = [];
        bool isKeywordOnly = false;
        foreach ((int from, int to) in new ListItems(_tokens, start, end))
        {
            PythonParameterKind kind = isKeywordOnly ? PythonParameterKind.KeywordOnly : PythonParameterKind.PositionalOrKeyword;
            int name = from;
            switch (_tokens[from].Kind)
            {
                case TokenKind.Slash:
                    for (int p = 0; p < parameters.Count; p++)
                    {
                        parameters[p] = parameters[p] with { Kind = PythonParameterKind.PositionalOnly };
                    }

                    continue;
                case TokenKind.Star:
                    isKeywordOnly = true;
                    kind = PythonParameterKind.VarPositional;
                    name++;
                    break;
                case TokenKind.DoubleStar:
                    kind = PythonParameterKind.VarKeyword;
                    name++;
                    break;
            }

            if (name >= to || _tokens[name].Kind != TokenKind.Name)
            {
                continue;
            }

            bool isAnnotated = name + 1 < to && _tokens[name + 1].Kind == TokenKind.Colon;
            bool hasDefault = AnnotationEnd(name + 1, to) < to;
            bool isReceiver = hasReceiver && parameters.Count == 0 && kind == PythonParameterKind.PositionalOrKeyword;
            parameters.Add(new PythonParameter(TextOf(_tokens[name]), kind, isAnnotated, hasDefault, isReceiver));
        }

        return [.. parameters];
    }

    private string[] ReadBases(int start, int end)
    {
        List<string> bases = [];
        foreach ((int from, int to) in new ListItems(_tokens, start, end))
        {
            bool isKeyword = from + 1 < to && _tokens[from + 1].Kind == TokenKind.Assign;
            if (!isKeyword && _tokens[from].Kind is not (TokenKind.Star or TokenKind.DoubleStar))
            {
                int chain = ChainEnd(from, to);
                bases.Add(chain == from ? "?" : NameOf(from, chain, isTrailing: false));
            }
        }

        return [.. bases];
    }

    /// <summary>The items between commas of a range, brackets and lambdas minded; empty items are left out.</summary>
    private ref struct ListItems(ReadOnlySpan<Token> tokens, int start, int end)
    {
        private readonly ReadOnlySpan<Token> _tokens = tokens;
        private int _next = start;

        public (int From, int To) Current { get; private set; }

        public readonly ListItems GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_next < end)
            {
                int from = _next;
                int to = FindOutside(_tokens, from, end, TokenKind.Comma);
                _next = to + 1;
                if (to > from)
                {
                    Current = (from, to);
                    return true;
                }
            }

            return false;
        }
    }
}
