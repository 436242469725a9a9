namespace FlowFunctions.Flows.Text;

/// <summary>Something wrong with a text itself, before what it says is looked at.</summary>
/// <param name="Code">Stable code, such as <c>Document.Syntax</c>.</param>
/// <param name="Message">What is wrong and what to do, in plain words.</param>
/// <param name="Position">Where, when it has a place.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) of the value concerned, as far as it is known.</param>
public sealed record TextProblem(string Code, string Message, TextPosition? Position, string Pointer);
