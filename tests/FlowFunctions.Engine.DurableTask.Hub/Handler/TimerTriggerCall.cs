using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Hub.Handler;

/// <summary>A <c>timerTrigger</c>.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Binding">The trigger's name.</param>
/// <param name="IsPastDue">It comes later than it should.</param>
/// <param name="Client">A <c>durableClient</c> binding beside it, or null.</param>
internal sealed record TimerTriggerCall(
    string Function,
    string Binding = "myTimer",
    bool IsPastDue = false,
    DurableClientValue? Client = null
) : HandlerCall(Function)
{
    /// <inheritdoc />
    protected override void WriteData(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(Binding);
        writer.WriteStartObject("Schedule");
        writer.WriteBoolean("AdjustForDST", true);
        writer.WriteEndObject();
        writer.WriteNull("ScheduleStatus");
        writer.WriteBoolean(nameof(IsPastDue), IsPastDue);
        writer.WriteEndObject();
        if (Client is not null)
        {
            WriteTwice(writer, Client.Name, Client.Json());
        }
    }
}
