using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>Events that are sent to a run: signals and controls. A backend may deliver one more than once; its id tells.</summary>
internal static class SentEvents
{
    /// <summary>The name under which all of them are sent. Events of any other name are signals that somebody sent past the API.</summary>
    public const string Name = "flow.event";

    /// <summary>The data of an event.</summary>
    /// <param name="id">Tells this sending from any other to the same run.</param>
    /// <param name="runEvent">What is sent; its time is replaced by that of the turn that receives it.</param>
    public static string Write(string id, RunEvent runEvent) =>
        Envelope.Write(new Wire.SentEvent { Id = id, Event = runEvent.ToWire() });

    /// <summary>Reads data; null for what the engine did not write: somebody sent it past the API, under the engine's name.</summary>
    public static (string Id, RunEvent Event)? Find(string? json)
    {
        try
        {
            var sent = Envelope.Read(Wire.SentEvent.Parser, json);
            return sent.Event is { } wire ? (sent.Id, wire.ToCore()) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
