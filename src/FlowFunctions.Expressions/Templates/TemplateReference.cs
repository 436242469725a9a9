namespace FlowFunctions.Expressions;

/// <summary>A use of a name in a template.</summary>
/// <param name="Pointer">The JSON pointer (RFC 6901) of the string that holds it.</param>
/// <param name="Offset">The 0-based UTF-16 offset of the name in that string's value.</param>
/// <param name="Reference">The use; its position counts from the start of its expression.</param>
public sealed record TemplateReference(string Pointer, int Offset, ExpressionReference Reference);
