using System.Text;

namespace RepoMaturity.Documents.Python;

/// <content>Compound and simple statements, imports.</content>
internal ref partial struct PythonParser
{
    /// <summary>Reads a header such as <c>if</c>, <c>for</c>, <c>try</c> or <c>match</c> and opens its block.</summary>
    /// <param name="i">First token of the statement.</param>
    /// <param name="word">Its keyword, which may follow <c>async</c>.</param>
    private int ReadCompound(int i, int word)
    {
        TokenKind kind = _tokens[word].Kind;
        int colon = HeaderEnd(word);
        Block block = Inherit();
        BlockKind blockKind = BlockKind.Other;
        int scanFrom = word + 1;
        bool isStatement = true;
        PythonCondition? condition = null;
        switch (kind)
        {
            case TokenKind.If or TokenKind.Elif:
                AddComplexity();
                condition = AddCondition(PythonConditionKind.If, word, kind == TokenKind.Elif ? _closedCondition : null);
                block.IsMain |= IsMainTest(scanFrom, colon);
                block.IsTypeChecking |= IsTypeCheckingTest(scanFrom, colon);
                break;
            case TokenKind.For or TokenKind.While:
                AddComplexity();
                blockKind = BlockKind.Loop;
                condition = kind == TokenKind.While ? AddCondition(PythonConditionKind.While, word) : null;
                if (KindAt(scanFrom) == TokenKind.Name && KindAt(scanFrom + 1) == TokenKind.In)
                {
                    BindLocal(scanFrom);
                }

                break;
            case TokenKind.Else:
                isStatement = false;
                if (_closedKind is BlockKind.Loop or BlockKind.Try)
                {
                    AddComplexity();
                }
                else if (_closedCondition is { } before)
                {
                    condition = AddCondition(PythonConditionKind.Else, word, before);
                }

                blockKind = _closedKind == BlockKind.Try ? BlockKind.Try : BlockKind.Other;
                break;
            case TokenKind.Except:
                isStatement = false;
                AddComplexity();
                blockKind = BlockKind.Try;
                ReportPython2Except(scanFrom, colon);
                break;
            case TokenKind.Try or TokenKind.Finally:
                isStatement = kind == TokenKind.Try;
                blockKind = BlockKind.Try;
                break;
            case TokenKind.Name when IsWord(word, "match"u8):
                blockKind = BlockKind.Match;
                break;
            case TokenKind.Name:
                isStatement = false;
                scanFrom = GuardStart(scanFrom, colon);
                if (!(scanFrom == colon && colon == word + 2 && IsWord(word + 1, "_"u8)))
                {
                    AddComplexity();
                }

                break;
        }

        if (isStatement)
        {
            CountStatement();
        }

        block.IsInTry |= blockKind == BlockKind.Try;
        block.IsInExcept |= kind == TokenKind.Except;
        block.Condition = ReadTest(condition, kind, scanFrom, colon);
        block.IsInLoop |= blockKind == BlockKind.Loop;
        Push(blockKind, block);
        return ReadBody(colon);
    }

    /// <summary>The <c>if</c> of a guard in a <c>case</c> header, or its end: patterns call nothing.</summary>
    private readonly int GuardStart(int from, int colon) => FindOutside(_tokens, from, colon, TokenKind.If);

    private readonly bool IsMainTest(int from, int to)
    {
        for (int t = from; t + 2 < to; t++)
        {
            if (_tokens[t + 1].Kind == TokenKind.Equal
                && ((IsWord(t, "__name__"u8) && IsMainString(t + 2)) || (IsMainString(t) && IsWord(t + 2, "__name__"u8))))
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool IsMainString(int i)
    {
        Token token = _tokens[i];
        return token.Kind == TokenKind.String && _source[token.Start..token.End].Trim("\"'"u8).SequenceEqual("__main__"u8);
    }

    private readonly bool IsTypeCheckingTest(int from, int to)
    {
        if (to <= from || !IsWord(to - 1, "TYPE_CHECKING"u8))
        {
            return false;
        }

        for (int t = from; t < to; t++)
        {
            if (_tokens[t].Kind is not (TokenKind.Name or TokenKind.Dot))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><c>except E, e:</c>; since 3.14 a second class may stand there, so only a name in lower case is reported.</summary>
    private void ReportPython2Except(int from, int colon)
    {
        if (colon - from >= 3 && _tokens[colon - 2].Kind == TokenKind.Comma && _tokens[colon - 1] is { Kind: TokenKind.Name } name
            && _source[name.Start] is >= (byte)'a' and <= (byte)'z')
        {
            _lexer.Report("Python 2 except clause", name.Line);
        }
    }

    private int ReadSimple(int i)
    {
        int end = StatementEnd(i);
        TokenKind kind = _tokens[i].Kind;
        switch (kind)
        {
            case TokenKind.Import:
                CountStatement();
                ReadImport(i + 1, end);
                break;
            case TokenKind.From:
                CountStatement();
                ReadFrom(i, end);
                break;
            case TokenKind.String or TokenKind.ParenOpen when TryDocstring(i, end):
                break;
            case TokenKind.Pass:
                CountStatement(doesNothing: true);
                break;
            case TokenKind.Ellipsis when end == i + 1:
                CountStatement(doesNothing: true);
                break;
            case TokenKind.Raise:
                CountStatement(doesNothing: i + 1 < end && IsWord(i + 1, "NotImplementedError"u8));
                MarkClauses(raises: true);
                Scan(i + 1, end);
                break;
            case TokenKind.Assert:
                CountStatement();
                for (PythonDefinition? d = IsFailureOfHandler(i, end) ? null : _definition; d is not null; d = d.Parent)
                {
                    d.AddAssert(LineOf(_tokens[i]));
                }

                ReadTest(AddCondition(PythonConditionKind.Assert, i), kind, i + 1, end);
                break;
            case TokenKind.Global or TokenKind.Nonlocal or TokenKind.Break or TokenKind.Continue:
                CountStatement();
                break;
            case TokenKind.Return:
                CountStatement();
                MarkClauses(raises: false);
                int before = _comparisons.Count;
                Scan(i + 1, end);
                for (int c = before; c < _comparisons.Count; c++)
                {
                    _comparisons[c].IsReturned = true;
                }

                break;
            case TokenKind.Del:
                CountStatement();
                Scan(i + 1, end);
                break;
            case TokenKind.Name when i + 1 < end && IsPython2Statement(i):
                CountStatement();
                _lexer.Report($"Python 2 {TextOf(_tokens[i])} statement", _tokens[i].Line);
                Scan(_tokens[i + 1].Kind == TokenKind.Operator ? i + 2 : i + 1, end);
                break;
            case TokenKind.Name when IsWord(i, "type"u8) && KindAt(i + 1) == TokenKind.Name && KindAt(i + 2) is TokenKind.Assign or TokenKind.SquareOpen:
                CountStatement();
                Scan(i + 2, end, isSubscript: true);
                break;
            default:
                CountStatement();
                ReadExpressionStatement(i, end);
                if (_definition is { } definition && _isComparison)
                {
                    definition.HasIdleComparison = true;
                }

                break;
        }

        _pendingDecorators.Clear();
        return end + 1;
    }

    /// <summary><c>assert False</c> below <c>except</c>: it fails where the exception would have failed anyway.</summary>
    private readonly bool IsFailureOfHandler(int i, int end) =>
        _blocks[_top].IsInExcept && (KindAt(i + 1) == TokenKind.False || (KindAt(i + 1) == TokenKind.Number && _source[_tokens[i + 1].Start] == '0'))
        && (i + 2 >= end || KindAt(i + 2) == TokenKind.Comma);

    private readonly bool IsPython2Statement(int i)
    {
        Token next = _tokens[i + 1];
        return (IsWord(i, "print"u8) && (next.Kind is TokenKind.Name or TokenKind.String or TokenKind.Number or TokenKind.FStringStart
                || (next.Kind == TokenKind.Operator && _source[next.Start..next.End].SequenceEqual(">>"u8))))
            || (IsWord(i, "exec"u8) && next.Kind is TokenKind.Name or TokenKind.String);
    }

    /// <summary>The semicolon that ends a simple statement, or the end of the line.</summary>
    private readonly int StatementEnd(int i) =>
        _lexer.HasSemicolon ? FindOutside(_tokens, i, _tokens.Length, TokenKind.Semicolon) : _tokens.Length;

    /// <summary>Takes the statement as a docstring when it is a string alone, first in a module, class or function.</summary>
    private bool TryDocstring(int i, int end)
    {
        ref Block block = ref _blocks[_top];
        bool isPlace = _top == 0 ? !_segments.IsInteractive : block.Kind is BlockKind.Function or BlockKind.Class;
        if (!isPlace || block.HasStatement)
        {
            return false;
        }

        int t = i;
        int open = 0;
        for (; t < end && _tokens[t].Kind == TokenKind.ParenOpen; t++)
        {
            open++;
        }

        int first = t;
        for (; t < end && _tokens[t].Kind == TokenKind.String; t++)
        {
            if (StringLiteral.IsBytes(_source[_tokens[t].Start..]))
            {
                return false;
            }
        }

        int after = t;
        while (t < end && _tokens[t].Kind == TokenKind.ParenClose)
        {
            t++;
        }

        if (after == first || t != end || t - after != open)
        {
            return false;
        }

        block.HasStatement = true;
        if (block.Definition is { } definition)
        {
            definition.DocstringLine = LineOf(_tokens[first]);
        }
        else
        {
            _docstringLine = _tokens[first].Line;
        }

        if (i == 0 && end == _tokens.Length)
        {
            _lexer.CodeLines -= _lexer.EndLine - _tokens[0].Line + 1;
        }

        return true;
    }

    /// <summary>An expression, or an assignment of one.</summary>
    private void ReadExpressionStatement(int i, int end)
    {
        int value = i;
        int target = -1;
        int targetEnd = i;
        while (true)
        {
            int t = ChainEnd(value, end);
            if (t == value || t >= end || _tokens[t].Kind is not (TokenKind.Assign or TokenKind.Colon))
            {
                break;
            }

            if (t == value + 1)
            {
                BindLocal(value);
            }

            int assign = _tokens[t].Kind == TokenKind.Assign ? t : AnnotationEnd(t, end);
            if (target < 0)
            {
                (target, targetEnd) = (value, t);
            }

            value = assign + 1;
            if (assign >= end)
            {
                break;
            }
        }

        _outerCall = -1;
        int before = _comparisons.Count;
        Scan(i, end);
        if (target >= 0 && _comparisons.Count > before)
        {
            string name = NameOf(target, targetEnd, isTrailing: false);
            for (int c = before; c < _comparisons.Count; c++)
            {
                _comparisons[c].AssignedTo = name;
            }
        }

        if (value < end && _tokens[value].Kind == TokenKind.Await)
        {
            value++;
        }

        if (target >= 0 && _outerCall >= 0 && _outerStart == value && _outerEnd == end - 1)
        {
            _calls[_outerCall].AssignedTo = NameOf(target, targetEnd, isTrailing: false);
        }
    }

    /// <summary>The <c>=</c> after an annotation, or the end.</summary>
    private readonly int AnnotationEnd(int from, int end) => FindOutside(_tokens, from, end, TokenKind.Assign);

    private void BindLocal(int i)
    {
        if (_blocks[_top].IsInFunction)
        {
            _names.BindLocal(_scope, TextOf(_tokens[i]));
        }
    }

    private void ReadImport(int i, int end)
    {
        while (i < end)
        {
            int chain = ChainEnd(i, end);
            if (chain == i)
            {
                ReportImport(i, end);
                return;
            }

            string module = NameOf(i, chain, isTrailing: false);
            string? alias = ReadAlias(ref chain, end);
            AddImport(new PythonImport(module, null, alias, 0, LineOf(_tokens[0])));
            int dot = module.IndexOf('.', StringComparison.Ordinal);
            if (module.Length <= MaxNameLength)
            {
                _names.BindImport(_scope, alias ?? (dot < 0 ? module : module[..dot]), alias is null && dot >= 0 ? module[..dot] : module);
            }

            if (chain < end && _tokens[chain].Kind != TokenKind.Comma)
            {
                ReportImport(chain, end);
                return;
            }

            i = chain + 1;
        }
    }

    private void ReadFrom(int start, int end)
    {
        int level = 0;
        int i = start + 1;
        for (; i < end && _tokens[i].Kind is TokenKind.Dot or TokenKind.Ellipsis; i++)
        {
            level += _tokens[i].Length;
        }

        int chain = ChainEnd(i, end);
        string module = chain == i ? "" : NameOf(i, chain, isTrailing: false);
        if (chain >= end || _tokens[chain].Kind != TokenKind.Import || (chain == i && level == 0))
        {
            ReportImport(start, end);
            return;
        }

        int line = LineOf(_tokens[start]);
        for (i = chain + 1; i < end; i++)
        {
            switch (_tokens[i].Kind)
            {
                case TokenKind.ParenOpen or TokenKind.ParenClose or TokenKind.Comma:
                    break;
                case TokenKind.Star:
                    AddImport(new PythonImport(module, "*", null, level, line));
                    break;
                case TokenKind.Name:
                    string symbol = TextOf(_tokens[i]);
                    int next = i + 1;
                    string? alias = ReadAlias(ref next, end);
                    i = next - 1;
                    PythonImport import = new(module, symbol, alias, level, line);
                    AddImport(import);
                    if (module.Length + symbol.Length <= MaxNameLength)
                    {
                        _names.BindImport(_scope, alias ?? symbol, import.Target);
                    }

                    break;
                default:
                    ReportImport(i, end);
                    return;
            }
        }
    }

    private string? ReadAlias(ref int i, int end)
    {
        if (i + 1 < end && _tokens[i].Kind == TokenKind.As && _tokens[i + 1].Kind == TokenKind.Name)
        {
            i += 2;
            return TextOf(_tokens[i - 1]);
        }

        return null;
    }

    private readonly void AddImport(PythonImport import)
    {
        ref readonly Block block = ref _blocks[_top];
        _imports.Add(block.IsInFunction || block.IsInTry || block.IsTypeChecking
            ? import with { IsInFunction = block.IsInFunction, IsInTry = block.IsInTry, IsTypeCheckingOnly = block.IsTypeChecking }
            : import);
    }

    private void ReportImport(int i, int end) => _lexer.Report("import cannot be read", _tokens[Math.Min(i, end - 1)].Line);

    /// <summary>The token after a dotted name, or <paramref name="i"/> when none begins there.</summary>
    private readonly int ChainEnd(int i, int end)
    {
        if (i >= end || _tokens[i].Kind != TokenKind.Name)
        {
            return i;
        }

        int t = i + 1;
        while (t + 1 < end && _tokens[t].Kind == TokenKind.Dot && _tokens[t + 1].Kind == TokenKind.Name)
        {
            t += 2;
        }

        return t;
    }

    /// <summary>The dotted name of a range of tokens, without white space.</summary>
    private string NameOf(int start, int end, bool isTrailing)
    {
        int from = _tokens[start].Start;
        int to = _tokens[end - 1].End;
        int length = 0;
        for (int t = start; t < end; t++)
        {
            length += _tokens[t].Length;
        }

        if (length == to - from)
        {
            return _table.Get(from, length, isTrailing);
        }

        StringBuilder text = new(isTrailing ? "?." : "");
        for (int t = start; t < end; t++)
        {
            text.Append(Encoding.UTF8.GetString(_source[_tokens[t].Start.._tokens[t].End]));
        }

        return text.ToString();
    }
}
