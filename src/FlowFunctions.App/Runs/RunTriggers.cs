using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.App.Runs;

/// <summary>What runs see under <c>trigger</c>.</summary>
internal static class RunTriggers
{
    private const string ApiKind = "api";
    private const string QueueKind = "queue";
    private const string FlowKind = "flow";

    /// <summary>What starts runs is said to be this where somebody pinned results or chose where the run begins.</summary>
    public const string PinnedKind = "pinned";
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 512 };

    /// <summary>The API was asked to start the run.</summary>
    public static Payload Api { get; } = Payload.FromUtf8(Encoding.UTF8.GetBytes($$"""{"type":"{{ApiKind}}"}"""));

    /// <summary>A queue message asked to start the run.</summary>
    public static Payload Queue { get; } = Payload.FromUtf8(Encoding.UTF8.GetBytes($$"""{"type":"{{QueueKind}}"}"""));

    /// <summary>What started a run, in a word for lists: the <c>type</c> of its trigger; <c>flow</c> for one that a run called.</summary>
    public static string? KindOf(Payload trigger)
    {
        if (trigger.Equals(Api))
        {
            return ApiKind;
        }

        if (trigger.Reference is not null)
        {
            return null;
        }

        return TypeOf(trigger.Span) ?? FlowKind;
    }

    // The type comes first in whatever starts runs: a large body behind it is not looked at.
    private static string? TypeOf(ReadOnlySpan<byte> trigger)
    {
        var json = new Utf8JsonReader(trigger, ReaderOptions);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = json.ValueTextEquals("type"u8);
            json.Read();
            if (isType)
            {
                return json.TokenType == JsonTokenType.String ? json.GetString() : null;
            }

            json.Skip();
        }

        return null;
    }
}
