using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Payloads;

/// <summary>
/// Starts that are too large for a record although every value in them is small: those of reruns that reuse thousands of results, and of
/// parts of loops that see many steps. They are stored as a whole.
/// </summary>
internal static class StoredStarts
{
    /// <summary>Room for ids in a start whose values need not be counted one by one.</summary>
    private const int RoomForNames = 1024;

    extension(RunStart start)
    {
        /// <summary>Whether an event cannot hold it.</summary>
        public bool IsLarge =>
            !start.IsPlainlySmall && start.ToWire().CalculateSize() + RoomForNames > RunTurn.MaxBytes;

        private bool IsPlainlySmall =>
            start.Chunk is null
            && start.Seeds.IsEmpty
            && InlineLength(start.Input) + InlineLength(start.Trigger) + InlineLength(start.Env) + RoomForNames
                <= RunTurn.MaxBytes;
    }

    /// <summary>Stores a start.</summary>
    /// <inheritdoc cref="LargeValues.StoreBytesAsync" path="/exception"/>
    public static ValueTask<PayloadReference> StoreWholeAsync(
        this LargeValues values,
        RunStart start,
        CancellationToken cancellationToken
    ) => values.StoreBytesAsync(start.ToWire().ToByteArray(), cancellationToken);

    /// <summary>Puts the start itself into an event that holds a reference to it.</summary>
    /// <inheritdoc cref="LargeValues.LoadBytesAsync" path="/exception"/>
    public static async ValueTask<PayloadReference?> LoadStartAsync(
        this LargeValues values,
        History.Wire.Event started,
        CancellationToken cancellationToken
    )
    {
        if (started.KindCase != History.Wire.Event.KindOneofCase.StoredStart)
        {
            return null;
        }

        var reference = started.StoredStart.ToReference();
        started.Started = History.Wire.Start.Parser.ParseFrom(
            await values.LoadBytesAsync(reference, cancellationToken)
        );
        return reference;
    }

    private static long InlineLength(Payload payload) => payload.Reference is null ? payload.Length : 0;
}
