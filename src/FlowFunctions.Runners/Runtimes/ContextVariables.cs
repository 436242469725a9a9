using System.Text;
using System.Text.Json;

namespace FlowFunctions.Runners.Runtimes;

/// <summary>The context of a call as environment variables, for a shell, which cannot read JSON.</summary>
internal static class ContextVariables
{
    /// <summary>Texts and numbers of the context: <c>idempotencyKey</c> becomes <c>FLOW_IDEMPOTENCY_KEY</c>.</summary>
    /// <param name="context">A JSON object in UTF-8.</param>
    public static IEnumerable<(string Name, string Value)> Of(ReadOnlyMemory<byte> context) =>
        JsonElement.Parse(context.Span) is { ValueKind: JsonValueKind.Object } members
            ? members
                .EnumerateObject()
                .Where(static member => member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                .Where(static member => member.Name.Length > 0 && member.Name.All(char.IsAsciiLetterOrDigit))
                .Select(static member => (NameOf(member.Name), member.Value.ToString()))
            : [];

    private static string NameOf(string member)
    {
        var name = new StringBuilder("FLOW_");
        foreach (var character in member)
        {
            name.Append(char.IsAsciiLetterUpper(character) ? "_" : "").Append(char.ToUpperInvariant(character));
        }

        return name.ToString();
    }
}
