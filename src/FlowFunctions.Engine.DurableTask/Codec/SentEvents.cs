using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>Events that are sent to a run: signals and controls. A backend may deliver one more than once; its id tells.</summary>
internal static class SentEvents
{
    /// <summary>The name under which all of them are sent. Events of any other name are signals that somebody sent past the API.</summary>
    public const string Name = "flow.event";

    private const string AdmittedId = "admitted";

    /// <summary>The data of an event.</summary>
    /// <param name="id">Tells this sending from any other to the same run.</param>
    /// <param name="runEvent">What is sent; its time is replaced by that of the turn that receives it.</param>
    public static string Write(string id, RunEvent runEvent) =>
        Envelope.Write(new Wire.SentEvent { Id = id, Event = runEvent.ToWire() });

    /// <summary>The data of the event that tells a run that waits that it has a place. A run gets one once, so all of them are the same.</summary>
    public static string Admitted { get; } = Envelope.Write(new Wire.SentEvent { Id = AdmittedId });

    /// <summary>
    /// Reads data; without an event it tells that the run has a place. Null for what the engine did not write: somebody sent it past the API,
    /// under the engine's name.
    /// </summary>
    public static (string Id, RunEvent? Event)? Find(string? json)
    {
        try
        {
            var sent = Envelope.Read(Wire.SentEvent.Parser, json);
            return sent.Event is { } wire ? (sent.Id, wire.ToCore())
                : sent.Id == AdmittedId ? (sent.Id, null)
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
