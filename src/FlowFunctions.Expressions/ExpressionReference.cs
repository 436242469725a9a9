namespace FlowFunctions.Expressions;

/// <summary>One use of a name of the scope, as far as it is known without running the expression.</summary>
/// <param name="Root">The name: <c>input</c>, <c>steps</c>, <c>secrets</c> …</param>
/// <param name="Path">
/// The member names known statically after it: <c>["fetch", "output"]</c> for <c>steps.fetch.output</c> and for
/// <c>steps['fetch'].output</c>; it ends before the first computed name or method call.
/// </param>
/// <param name="Position">The 0-based UTF-16 offset of the name in the expression's text.</param>
public sealed record ExpressionReference(string Root, IReadOnlyList<string> Path, int Position);
