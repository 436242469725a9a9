using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Storage.Flows;

/// <summary>
/// A version's triggers as a column of the rows of flows and versions. The flow's row holds those of the published version, so that whoever
/// publishes or rolls back switches all of them with one write.
/// </summary>
internal static class FlowTriggers
{
    // A text column takes 32 Ki characters, and the flow's row has two; the rare flow with more is read from its document.
    private const int MaxLength = 16 * 1024;
    private const string None = "{}";

    /// <summary>The member of a document; of kind Undefined when it has none.</summary>
    public static JsonElement Of(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("triggers", out var triggers)
            ? triggers
            : default;

    /// <summary>What the column holds; null when the document must be asked.</summary>
    public static string? Column(JsonElement triggers)
    {
        if (triggers.ValueKind == JsonValueKind.Undefined)
        {
            return None;
        }

        var text = Encoding.UTF8.GetString(CanonicalJson.Write(triggers));
        return text.Length <= MaxLength ? text : null;
    }

    /// <summary>Reads a column; false when the document must be asked, as for rows that were written before there was one.</summary>
    public static bool TryRead([NotNullWhen(true)] string? column, out JsonElement triggers)
    {
        triggers = column is null or None ? default : JsonElement.Parse(column);
        return column is not null;
    }
}
