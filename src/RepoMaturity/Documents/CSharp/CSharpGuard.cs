using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RepoMaturity.Documents.CSharp;

/// <summary>
/// Refuses source that would make Roslyn's parser overflow the stack, which no one can catch, or take time without end: its guard covers
/// expressions and statements, but not types, patterns, directives and interpolations. Tokens come from Roslyn's own lexer, so that comments,
/// strings and inactive code cannot hide anything.
/// </summary>
internal static class CSharpGuard
{
    internal const int MaxNesting = 256;
    private const int MaxDirectiveLength = 1_000;
    private const int MaxDirectives = 2_000;
    private const int MaxInterpolations = 1_000;
    private const int MaxConditionals = 500;

    /// <summary>What is wrong with the source, or null when it is safe to parse.</summary>
    public static ParseProblem? Check(string source, CSharpParseOptions options)
    {
        if (CheckLines(source) is { } problem)
        {
            return problem;
        }

        // Too few brackets to nest deeply, however they stand; else the lexer tells, which takes half the time of parsing.
        return CSharpNesting.IsWithin(source, MaxNesting) || CountOpen(source) <= MaxNesting ? null : CheckTokens(source, options);
    }

    private static int CountOpen(ReadOnlySpan<char> source) => source.Count('(') + source.Count('[') + source.Count('{') + source.Count('<') + source.Count('?');

    /// <summary>Raw bounds for what the lexer itself reads by recursion.</summary>
    private static ParseProblem? CheckLines(ReadOnlySpan<char> source)
    {
        int directives = 0;
        int interpolations = 0;
        int number = 0;
        foreach (ReadOnlySpan<char> line in source.EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> content = line.TrimStart();
            if (content.StartsWith('#') && (++directives > MaxDirectives || content.Length > MaxDirectiveLength))
            {
                return new ParseProblem("too many or too long directives, not read", number);
            }

            for (int at = line.IndexOf('$'); at >= 0 && at + 1 < line.Length;)
            {
                if (line[at + 1] is '"' or '@' or '$' && ++interpolations > MaxInterpolations)
                {
                    return new ParseProblem($"more than {MaxInterpolations} interpolated strings, not read", number);
                }

                int next = line[(at + 1)..].IndexOf('$');
                at = next < 0 ? -1 : at + 1 + next;
            }
        }

        return null;
    }

    private static ParseProblem? CheckTokens(string source, CSharpParseOptions options)
    {
        int nesting = 0;
        int round = 0;
        int angles = 0;
        int conditionals = 0;
        foreach (SyntaxToken token in SyntaxFactory.ParseTokens(source, options: options))
        {
            switch (token.Kind())
            {
                case SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken:
                    nesting++;
                    round++;
                    break;
                case SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken:
                    nesting = Math.Max(0, nesting - 1);
                    round = Math.Max(0, round - 1);
                    break;
                case SyntaxKind.OpenBraceToken:
                    nesting++;
                    angles = 0;
                    conditionals = round == 0 ? 0 : conditionals;
                    break;
                case SyntaxKind.CloseBraceToken:
                    nesting = Math.Max(0, nesting - 1);
                    angles = 0;
                    conditionals = round == 0 ? 0 : conditionals;
                    break;
                case SyntaxKind.SemicolonToken:
                    angles = 0;
                    conditionals = round == 0 ? 0 : conditionals;
                    break;
                case SyntaxKind.LessThanToken:
                    angles++;
                    break;
                case SyntaxKind.GreaterThanToken:
                    angles = Math.Max(0, angles - 1);
                    break;
                case SyntaxKind.QuestionToken:
                    conditionals++;
                    break;
                case SyntaxKind.EqualsToken or SyntaxKind.NumericLiteralToken or SyntaxKind.StringLiteralToken or SyntaxKind.AmpersandAmpersandToken or SyntaxKind.BarBarToken:
                    angles = 0;
                    break;
                case SyntaxKind.InterpolatedStringToken when token.Span.Length > MaxNesting && CountOpen(source.AsSpan(token.SpanStart, token.Span.Length)) > MaxNesting:
                    nesting = int.MaxValue;
                    break;
            }

            if (nesting > MaxNesting || angles > MaxNesting || conditionals > MaxConditionals)
            {
                int line = source.AsSpan(0, token.SpanStart).Count('\n') + 1;
                return new ParseProblem($"brackets or conditions nested deeper than {MaxNesting}, not read", line);
            }
        }

        return null;
    }
}
