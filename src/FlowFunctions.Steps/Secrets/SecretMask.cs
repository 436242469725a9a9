using System.Text.Encodings.Web;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Secrets;

/// <summary>
/// Takes secrets out of what a step says: their exact text, and the same text as it stands in JSON and in addresses.
/// </summary>
internal sealed class SecretMask
{
    private const string Mask = "***";

    private readonly string[] _forms;

    /// <param name="values">The secrets that the step has used.</param>
    public SecretMask(IEnumerable<string> values) =>
        // Longest first: where one secret is part of another, the rest of the longer one must not stay behind.
        _forms = [
            .. values.SelectMany(Forms).Distinct(StringComparer.Ordinal).OrderByDescending(static form => form.Length),
        ];

    /// <summary>The outcome without secrets.</summary>
    public StepOutcome Apply(StepOutcome outcome) =>
        outcome switch
        {
            StepOutcome.Succeeded succeeded => succeeded with { Output = Apply(succeeded.Output) },
            StepOutcome.Failed failed => new StepOutcome.Failed(Apply(failed.Error)),
            _ => outcome,
        };

    private static IEnumerable<string> Forms(string value) =>
        [
            value,
            JsonEncodedText.Encode(value).ToString(),
            JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            Uri.EscapeDataString(value),
        ];

    private StepError Apply(StepError error) =>
        error with
        {
            Message = Apply(error.Message),
            Details = error.Details is { } details ? Apply(details) : null,
        };

    private Payload Apply(Payload payload) =>
        PayloadWriter.Write((this, payload.Element), static (writer, state) => state.Item1.Copy(writer, state.Element));

    private string Apply(string text)
    {
        foreach (var form in _forms)
        {
            text = text.Replace(form, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    private void Copy(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    writer.WritePropertyName(Apply(member.Name));
                    Copy(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Copy(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Apply(element.GetString()!));
                break;
            case JsonValueKind.Number when Array.IndexOf(_forms, element.GetRawText()) >= 0:
                writer.WriteStringValue(Mask);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
