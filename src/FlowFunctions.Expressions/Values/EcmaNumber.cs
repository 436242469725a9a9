namespace FlowFunctions.Expressions;

/// <summary>Numbers as JavaScript writes them, for the other projects; expressions print theirs the same way.</summary>
public static class EcmaNumber
{
    /// <summary>The text of a number: Number::toString of ECMA-262, section 6.1.6.1.20, radix 10.</summary>
    public static string ToText(double number) => Values.NumberText.Format(number);
}
