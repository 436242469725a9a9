using System.Collections.Frozen;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Nodes;

namespace FlowFunctions.Expressions.Syntax;

/// <summary>The binary operators and how strongly they bind.</summary>
internal static class BinaryOperators
{
    private static readonly FrozenDictionary<string, Entry> All = new Dictionary<string, Entry>
    {
        ["??"] = new(1, default, LogicalOperator.Coalesce),
        ["||"] = new(2, default, LogicalOperator.Or),
        ["&&"] = new(3, default, LogicalOperator.And),
        ["|"] = new(4, BinaryOperator.Or),
        ["^"] = new(5, BinaryOperator.Xor),
        ["&"] = new(6, BinaryOperator.And),
        ["=="] = new(7, BinaryOperator.Equal),
        ["!="] = new(7, BinaryOperator.NotEqual),
        ["==="] = new(7, BinaryOperator.StrictEqual),
        ["!=="] = new(7, BinaryOperator.StrictNotEqual),
        ["<"] = new(8, BinaryOperator.Less),
        [">"] = new(8, BinaryOperator.Greater),
        ["<="] = new(8, BinaryOperator.LessOrEqual),
        [">="] = new(8, BinaryOperator.GreaterOrEqual),
        ["in"] = new(8, BinaryOperator.In),
        ["<<"] = new(9, BinaryOperator.ShiftLeft),
        [">>"] = new(9, BinaryOperator.ShiftRight),
        [">>>"] = new(9, BinaryOperator.ShiftRightUnsigned),
        ["+"] = new(10, BinaryOperator.Add),
        ["-"] = new(10, BinaryOperator.Subtract),
        ["*"] = new(11, BinaryOperator.Multiply),
        ["/"] = new(11, BinaryOperator.Divide),
        ["%"] = new(11, BinaryOperator.Remainder),
        ["**"] = new(12, BinaryOperator.Power),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Entry? Find(Token token) =>
        token.Kind is TokenKind.Punctuator or TokenKind.Name && All.TryGetValue(token.Text, out var entry)
            ? entry
            : null;

    public readonly record struct Entry(int Precedence, BinaryOperator Binary, LogicalOperator? Logical = null);
}
