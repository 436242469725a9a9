using System.Buffers;
using FlowFunctions.Engine.DurableTask.CustomHandler;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Handler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Engine.DurableTask.Tests.CustomHandler;

/// <summary>A worker behind the HTTP contract of the custom handler: what a hub asks of it goes over a socket and back.</summary>
internal sealed class HandlerServer : IHubWorker, IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly HandlerCaller _caller;
    private readonly CustomHandlerWorker _worker;

    private HandlerServer(WebApplication web)
    {
        _web = web;
        _caller = new HandlerCaller(new Uri(web.Urls.First()), TimeProvider.System);
        _worker = new CustomHandlerWorker(_caller);
    }

    /// <summary>Listens on a free port of loopback.</summary>
    /// <param name="worker">Carries out what is asked.</param>
    public static async Task<HandlerServer> StartAsync(IHubWorker worker)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var web = builder.Build();
        web.MapPost($"/{FunctionNames.RunFlow}", (HttpContext context) => TurnAsync(worker, context));
        foreach (var activity in new[] { FunctionNames.RunStep, FunctionNames.RecordRun })
        {
            web.MapPost($"/{activity}", (HttpContext context) => ExecuteAsync(worker, activity, context));
        }

        await web.StartAsync();
        return new HandlerServer(web);
    }

    public ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken) =>
        _worker.TurnAsync(orchestrator, request, cancellationToken);

    public ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    ) => _worker.ExecuteAsync(activity, instanceId, input, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _caller.Dispose();
        await _web.StopAsync();
        await _web.DisposeAsync();
    }

    private static async Task TurnAsync(IHubWorker worker, HttpContext context)
    {
        var call = await ReadAsync(context);
        var request = call.Bytes("context").ToArray();
        var response = await worker.TurnAsync(FunctionNames.RunFlow, request, context.RequestAborted);
        await AnswerAsync(context, body => HostAnswer.WriteBytes(body, response));
    }

    private static async Task ExecuteAsync(IHubWorker worker, string activity, HttpContext context)
    {
        var call = await ReadAsync(context);
        var result = await worker.ExecuteAsync(
            activity,
            call.Metadata("instanceId") ?? "",
            call.Text("input") ?? "null",
            context.RequestAborted
        );
        await AnswerAsync(context, body => HostAnswer.WriteJson(body, result));
    }

    private static async Task<HostInvocation> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return HostInvocation.Read(body.ToArray());
    }

    private static async Task AnswerAsync(HttpContext context, Action<IBufferWriter<byte>> write)
    {
        var body = new ArrayBufferWriter<byte>();
        write(body);
        context.Response.ContentType = HostAnswer.ContentType;
        await context.Response.Body.WriteAsync(body.WrittenMemory);
    }
}
