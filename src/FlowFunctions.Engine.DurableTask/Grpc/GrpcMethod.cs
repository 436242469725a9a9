using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>A method of a gRPC service.</summary>
/// <param name="Path">Its path, <c>/Service/Method</c>.</param>
/// <param name="Parser">Reads its answers.</param>
/// <typeparam name="TRequest">What it is given.</typeparam>
/// <typeparam name="TAnswer">What it answers, once or as a stream.</typeparam>
internal sealed record GrpcMethod<TRequest, TAnswer>(string Path, MessageParser<TAnswer> Parser)
    where TRequest : IMessage
    where TAnswer : class, IMessage<TAnswer>;
