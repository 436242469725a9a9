using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.DurableTask.Bench.Worlds;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Hub.Handler;
using FlowFunctions.Engine.DurableTask.Hub.Management;

namespace FlowFunctions.DurableTask.Bench.FanOut;

/// <summary>What a fan-out takes of the app's process, called by a hub in this process as the Functions host calls it.</summary>
internal static class AppFanOut
{
    /// <summary>As the host's default on a machine of this size.</summary>
    private const int Parallel = 20;

    public static async Task RunAsync(int steps, int rounds, string? dll)
    {
        await using var handler = await HandlerProcess.StartAsync(dll);
        await using var shop = await Shop.StartAsync();
        using var caller = new HandlerCaller(handler.Address, TimeProvider.System);
        await using var live = new LiveHub(new TaskHubOptions(), new CustomHandlerWorker(caller), Parallel, Parallel);
        await using var api = await ManagementApi.StartAsync(live.Hub, "key-of-the-bench");
        var tick = new TimerTriggerCall("Tick", "timer", Client: api.Binding("client"));
        await caller.CallAsync(tick, CancellationToken.None);
        using var http = new HttpClient { BaseAddress = handler.Address };
        await SendAsync(
            http,
            HttpMethod.Put,
            $"/api/flows/{FanOutDocument.FlowId}",
            FanOutDocument.Write(steps, shop.Address)
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"started, flow published: {handler.ProcessorTime.TotalMilliseconds:F0} ms of processor time, {handler.Megabytes:F0} MB"
            )
        );
        var times = new List<TimeSpan>();
        for (var round = 0; round <= rounds; round++)
        {
            var before = handler.ProcessorTime;
            await RunOnceAsync(http, live.Hub);
            times.Add(handler.ProcessorTime - before);
        }

        Rounds.Report("processor time of a run", times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{handler.Megabytes:F0} MB at the end"));
    }

    private static async Task RunOnceAsync(HttpClient http, TaskHub hub)
    {
        var started = await SendAsync(http, HttpMethod.Post, $"/api/flows/{FanOutDocument.FlowId}/runs", """{"n":1}""");
        using var json = JsonDocument.Parse(started);
        var end = await hub.WhenEndedAsync(json.RootElement.GetProperty("id").GetString()!, CancellationToken.None);
        if (end.Status != InstanceStatus.Completed)
        {
            throw new InvalidOperationException($"The run is {end.Status}: {end.Output}");
        }
    }

    private static async Task<string> SendAsync(HttpClient http, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException(text);
    }
}
