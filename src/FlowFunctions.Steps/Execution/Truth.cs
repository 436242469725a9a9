using System.Text.Json;

namespace FlowFunctions.Steps.Execution;

/// <summary>Which values count as true (ECMA-262, 7.1.2 ToBoolean).</summary>
internal static class Truth
{
    /// <summary>Whether a value counts as true.</summary>
    public static bool Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.Object or JsonValueKind.Array => true,
            JsonValueKind.String => !value.ValueEquals(""),
            JsonValueKind.Number => value.GetDouble() != 0,
            _ => false,
        };
}
