using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RepoMaturity.Documents.CSharp;

/// <summary>Expressions as short text.</summary>
internal static class CSharpNames
{
    private const int MaxParts = 32;

    /// <summary>A dotted name without generic arguments; null for anything else.</summary>
    public static string? Dotted(ExpressionSyntax expression)
    {
        // Nearly all names have one or two parts.
        if (expression is IdentifierNameSyntax single)
        {
            return single.Identifier.ValueText;
        }

        List<string> parts = [];
        ExpressionSyntax? current = expression;
        while (current is not null && parts.Count < MaxParts)
        {
            switch (current)
            {
                case SimpleNameSyntax simple:
                    parts.Add(simple.Identifier.ValueText);
                    current = null;
                    break;
                case MemberAccessExpressionSyntax access:
                    parts.Add(access.Name.Identifier.ValueText);
                    current = access.Expression;
                    break;
                case QualifiedNameSyntax qualified:
                    parts.Add(qualified.Right.Identifier.ValueText);
                    current = qualified.Left;
                    break;
                case AliasQualifiedNameSyntax alias:
                    parts.Add(alias.Name.Identifier.ValueText);
                    current = null;
                    break;
                case ThisExpressionSyntax or BaseExpressionSyntax or PredefinedTypeSyntax:
                    parts.Add(current.ToString());
                    current = null;
                    break;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiving:
                    current = forgiving.Operand;
                    break;
                case NullableTypeSyntax nullable:
                    current = nullable.ElementType;
                    break;
                default:
                    return null;
            }
        }

        parts.Reverse();
        return current is null ? string.Join('.', parts) : null;
    }

    /// <summary>What is called: a dotted name, or <c>.Name</c> when the receiver is another expression.</summary>
    public static string OfCall(ExpressionSyntax called) => Dotted(called) ?? called switch
    {
        MemberAccessExpressionSyntax access => "." + access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => "." + binding.Name.Identifier.ValueText,
        _ => "",
    };

    /// <summary>The literal that a lambda always gives; null for any other lambda.</summary>
    public static string? Result(LambdaExpressionSyntax lambda) => lambda switch
    {
        { ExpressionBody: { } body } => Literal(body),
        { Block.Statements: [ReturnStatementSyntax { Expression: { } returned }] } => Literal(returned),
        _ => null,
    };

    /// <summary>True for an interpolated string with values, a literal text with something added, and <c>string.Format</c>.</summary>
    public static bool IsFormatted(ExpressionSyntax expression) => expression switch
    {
        InterpolatedStringExpressionSyntax text => text.Contents.Any(static c => c is InterpolationSyntax),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => Dotted(call) is "string.Format" or "String.Format",
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } => IsJoined(expression),
        _ => false,
    };

    // A sum leans to the left; walked without recursion, since it can be as long as the file.
    private static bool IsJoined(ExpressionSyntax expression)
    {
        bool hasText = false;
        bool hasOther = false;
        ExpressionSyntax? current = expression;
        while (current is not null)
        {
            ExpressionSyntax part = current is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum ? sum.Right : current;
            bool isText = part is InterpolatedStringExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression };
            hasText |= isText;
            hasOther |= part is not LiteralExpressionSyntax && (!isText || IsFormatted(part));
            current = (current as BinaryExpressionSyntax)?.Left is { } left && part != current ? left : null;
        }

        return hasText && hasOther;
    }

    /// <summary>The value of a literal, with its sign; null for anything else.</summary>
    public static string? Literal(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression or (int)SyntaxKind.CharacterLiteralExpression or (int)SyntaxKind.Utf8StringLiteralExpression } text => text.Token.ValueText,
        LiteralExpressionSyntax literal => literal.Token.Text,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax number } => "-" + number.Token.Text,
        _ => null,
    };
}
