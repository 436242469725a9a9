using System.Text.Json;

namespace FlowFunctions.Expressions;

/// <summary>What an expression sees of one step.</summary>
/// <param name="Status">The step's state, such as <c>Succeeded</c>.</param>
/// <param name="Output">The step's output; <see cref="JsonValueKind.Undefined"/> while it has none.</param>
/// <param name="Error">The step's error; <see cref="JsonValueKind.Undefined"/> if it has none.</param>
public readonly record struct StepScope(string Status, JsonElement Output, JsonElement Error);
