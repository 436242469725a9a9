using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Wire;

/// <summary>The part of a record that says whose it is.</summary>
internal sealed partial class RecordHead
{
    /// <summary>Passes over the events instead of keeping them.</summary>
    public static MessageParser<RecordHead> Lean { get; } = Parser.WithDiscardUnknownFields(true);
}
