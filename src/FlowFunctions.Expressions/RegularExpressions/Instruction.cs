namespace FlowFunctions.Expressions.RegularExpressions;

internal enum Operation
{
    /// <summary>Take a character of the set and go on behind.</summary>
    Take,

    /// <summary>Go on at <c>First</c>, and with lower priority at <c>Second</c>.</summary>
    Split,

    /// <summary>Note the position in the slots from <c>First</c> to <c>Second</c>.</summary>
    Save,

    /// <summary>Forget the slots from <c>First</c> to <c>Second</c>.</summary>
    Forget,

    /// <summary>Go on only where the assertion holds.</summary>
    Assert,

    /// <summary>Go on only if the position has moved since the slot <c>First</c> was noted.</summary>
    Progress,

    Succeed,
}

/// <summary>One instruction of a compiled pattern.</summary>
internal readonly record struct Instruction(Operation Operation, int First = 0, int Second = 0, CharSet? Set = null);
