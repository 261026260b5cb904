using System.Reflection;
using System.Reflection.Emit;

namespace RepoMaturity.Tests;

/// <summary>Law 1: a folder uses only the folders above it; read from the compiled code.</summary>
public class ArchitectureTests
{
    private static readonly string[] Order = ["Snapshots", "Documents", "Evidence", "Rules", "Policy", "Scoring", "Reports"];

    [Fact]
    public void A_folder_uses_only_the_folders_above_it()
    {
        (string From, string To)[] edges = [.. Edges().Distinct()];
        Assert.Contains(("Evidence", "Documents"), edges);
        Assert.Empty(edges.Where(e => Array.IndexOf(Order, e.To) > Array.IndexOf(Order, e.From)).Order());
    }

    /// <summary>Which folder names a type of which other: from each method's and field's signature and body.</summary>
    private static IEnumerable<(string From, string To)> Edges()
    {
        foreach (Type type in typeof(RepositoryScanner).Assembly.GetTypes())
        {
            if (Folder(type) is not { } from)
            {
                continue;
            }

            const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            IEnumerable<Type?> used = type.GetFields(all).Select(f => f.FieldType)
                .Concat(type.GetMethods(all).SelectMany(Signature))
                .Concat(type.GetConstructors(all).SelectMany(Signature))
                .Concat(type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)).SelectMany(Body))
                .Append(type.BaseType);
            foreach (Type? other in used.SelectMany(Parts))
            {
                if (Folder(other) is { } to && to != from)
                {
                    yield return (from, to);
                }
            }
        }
    }

    private static IEnumerable<Type> Signature(MethodBase method) =>
        method.GetParameters().Select(p => p.ParameterType).Concat(method is MethodInfo m ? [m.ReturnType] : []);

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(o => o.Value & 0xFFFF);

    private static IEnumerable<Type> Body(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int i = 0; i < code.Length;)
        {
            OpCode instruction = OpCodesByValue[code[i] == 0xFE ? 0xFE00 | code[i + 1] : code[i]];
            i += instruction.Size;
            if (instruction.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                MemberInfo? member = method.Module.ResolveMember(
                    BitConverter.ToInt32(code, i),
                    method.DeclaringType is { IsGenericType: true } t ? t.GetGenericArguments() : null,
                    method is { IsGenericMethod: true } ? method.GetGenericArguments() : null);
                if ((member as Type ?? member?.DeclaringType) is { } found)
                {
                    yield return found;
                }
            }

            i += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, i)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Parts(Type? type) => type is null ? []
        : type.HasElementType ? Parts(type.GetElementType())
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static string? Folder(Type? type)
    {
        string? space = type?.Namespace;
        return space is null || !space.StartsWith("RepoMaturity.", StringComparison.Ordinal) ? null
            : Order.FirstOrDefault(f => space == "RepoMaturity." + f || space.StartsWith($"RepoMaturity.{f}.", StringComparison.Ordinal));
    }
}
