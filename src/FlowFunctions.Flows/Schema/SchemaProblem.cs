namespace FlowFunctions.Flows.Schema;

/// <summary>One way in which an instance differs from what its schema asks for.</summary>
/// <param name="Pointer">
/// Where in the instance: a JSON pointer (RFC 6901). An unknown property is named itself; a missing one cannot be, so
/// the pointer is that of its object.
/// </param>
/// <param name="Keyword">The JSON Schema keyword that asks for it, such as <c>required</c>.</param>
/// <param name="Message">What is wrong, in words that follow the name of the place: <c>must be a number</c>.</param>
public sealed record SchemaProblem(string Pointer, string Keyword, string Message);
