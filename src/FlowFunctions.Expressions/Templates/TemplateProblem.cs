namespace FlowFunctions.Expressions;

/// <summary>A syntax error in a template.</summary>
/// <param name="Pointer">The JSON pointer (RFC 6901) of the string at fault.</param>
/// <param name="Offset">The 0-based UTF-16 offset in that string's value.</param>
/// <param name="Message">What is wrong, for the author.</param>
public sealed record TemplateProblem(string Pointer, int Offset, string Message);
