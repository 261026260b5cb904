namespace RepoMaturity.Documents.Python;

/// <content>Conditions and the comparisons in them.</content>
internal ref partial struct PythonParser
{
    /// <summary>Names of an operand that are kept, and how long a text may be to be one.</summary>
    private const int MaxOperandNames = 12;
    private const int MaxOperandText = 64;

    private PythonCondition AddCondition(PythonConditionKind kind, int word, PythonCondition? before = null)
    {
        ref readonly Block block = ref _blocks[_top];
        int line = LineOf(_tokens[word]);
        PythonCondition condition = new(kind, line, _definition) { IsInLoop = block.IsInLoop, IsInTry = block.IsInTry, IsUnderMain = block.IsMain };
        _conditions.Add(condition);
        if (before is not null)
        {
            before.Otherwise = condition;
        }

        return condition;
    }

    /// <summary>Scans what a statement tests, and hands its comparisons the condition; a <c>with</c> is one when it compares.</summary>
    private PythonCondition? ReadTest(PythonCondition? condition, TokenKind statement, int from, int to)
    {
        int calls = _calls.Count;
        int before = _comparisons.Count;
        Scan(from, to);
        if (statement == TokenKind.With && _comparisons.Count > before)
        {
            condition = AddCondition(PythonConditionKind.With, from - 1);
        }

        if (condition is null || from >= to)
        {
            return condition;
        }

        condition.IsNegated = _tokens[from].Kind == TokenKind.Not;
        int first = condition.IsNegated ? from + 1 : from;
        condition.Subject = first < to ? OperandOf(first, to, calls, _calls.Count) : default;
        for (int c = before; c < _comparisons.Count; c++)
        {
            _comparisons[c].Condition = condition;
        }

        return condition;
    }

    /// <summary>Tells the open clauses of this function that one of their statements raises or returns.</summary>
    private readonly void MarkClauses(bool raises)
    {
        for (int b = _top; b > 0 && _blocks[b].Kind is not (BlockKind.Function or BlockKind.Class); b--)
        {
            if (_blocks[b].Condition is { } condition)
            {
                condition.Raises |= raises;
                condition.Returns |= !raises;
            }
        }
    }

    private void ReadOperator(ref Frame frame, int t)
    {
        ReadOnlySpan<byte> text = _source[_tokens[t].Start.._tokens[t].End];
        string? comparison = text switch
        {
            [(byte)'<'] => "<",
            [(byte)'>'] => ">",
            [(byte)'<', (byte)'='] => "<=",
            [(byte)'>', (byte)'='] => ">=",
            [(byte)'=', (byte)'='] => "==",
            [(byte)'!', (byte)'='] => "!=",
            _ => null,
        };
        if (comparison is null)
        {
            // An augmented assignment.
            if (text is [_, .., (byte)'='])
            {
                EndOperand(ref frame, t);
            }

            return;
        }

        bool isChained = frame.Operator > 0;
        (int left, int calls) = isChained ? (frame.Operator + 1, frame.OperandCalls) : (frame.Operand, frame.OperandCalls);
        int chain = isChained ? frame.Chain : frame.Operand;
        EndOperand(ref frame, t);
        (frame.Left, frame.LeftCalls, frame.Operator, frame.Chain) = (left, calls, t, chain);
    }

    /// <summary>What bounds an operand stands at a token: the comparison before it, if any, is whole.</summary>
    private void EndOperand(ref Frame frame, int t)
    {
        int op = frame.Operator;
        if (op > 0 && frame.Left < op && op + 1 < t)
        {
            PythonComparison comparison = new(
                OperandOf(frame.Left, op, frame.LeftCalls, frame.OperandCalls),
                OperatorOf(op),
                OperandOf(op + 1, t, frame.OperandCalls, _calls.Count),
                LineOf(_tokens[frame.Left]),
                _definition);
            _comparisons.Add(comparison);
            _comparisonScopes.Add(_scope);
        }

        frame.Operator = 0;
        frame.Operand = t + 1;
        frame.OperandCalls = _calls.Count;
    }

    private readonly string OperatorOf(int t) => (_source[_tokens[t].Start], _tokens[t].Length) switch
    {
        ((byte)'<', 1) => "<",
        ((byte)'>', 1) => ">",
        ((byte)'<', _) => "<=",
        ((byte)'>', _) => ">=",
        ((byte)'=', _) => "==",
        _ => "!=",
    };

    private PythonOperand OperandOf(int start, int end, int firstCall, int endCall)
    {
        (PythonArgumentKind kind, string? value) = ValueOf(start, end);
        return new PythonOperand(kind, value, kind is PythonArgumentKind.Expression or PythonArgumentKind.Formatted ? NamesOf(start, end) : [], firstCall, endCall - firstCall);
    }

    /// <summary>Dotted names and short texts, in their order.</summary>
    private List<string> NamesOf(int start, int end)
    {
        List<string> names = [];
        for (int t = start; t < end && names.Count < MaxOperandNames; t++)
        {
            if (_tokens[t].Kind == TokenKind.String && _tokens[t].Length <= MaxOperandText)
            {
                names.Add(StringOf(t, t + 1));
            }
            else if (ChainEnd(t, end) is var chain && chain > t)
            {
                names.Add(NameOf(t, chain, isTrailing: false));
                t = chain - 1;
            }
        }

        return names;
    }
}
