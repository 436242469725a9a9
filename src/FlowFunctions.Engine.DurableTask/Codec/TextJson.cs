using System.Text.Json.Serialization;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>Texts as JSON.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TextJson : JsonSerializerContext;
