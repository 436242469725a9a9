using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Hub;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>A hub's worker behind a custom handler.</summary>
internal sealed class HandlerWorker : IHubWorker
{
    /// <summary>A client of the handler.</summary>
    public HttpClient? Handler { get; set; }

    public async ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken)
    {
        var call = HostCalls.Of(("context", HostCalls.Text(Convert.ToBase64String(request))));
        return (await CallAsync(orchestrator, call.ToJsonString(), cancellationToken)).GetBytesFromBase64();
    }

    public async ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    )
    {
        var call = HostCalls
            .Of(("input", HostCalls.Text(input)))
            .With(("instanceId", HostCalls.Text(instanceId)), ("data", input));
        return (await CallAsync(activity, call.ToJsonString(), cancellationToken)).GetRawText();
    }

    private async Task<JsonElement> CallAsync(string function, string body, CancellationToken cancellationToken)
    {
        var (status, answer) = await Handler!.CallAsync(function, body, cancellationToken);
        return status == 200
            ? answer.GetProperty("ReturnValue")
            : throw new InvalidOperationException($"{function} answered {status}: {answer}");
    }
}
