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

    /// <summary>The value of a literal, with its sign; null for anything else.</summary>
    public static string? Literal(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression or (int)SyntaxKind.CharacterLiteralExpression or (int)SyntaxKind.Utf8StringLiteralExpression } text => text.Token.ValueText,
        LiteralExpressionSyntax literal => literal.Token.Text,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax number } => "-" + number.Token.Text,
        _ => null,
    };
}
