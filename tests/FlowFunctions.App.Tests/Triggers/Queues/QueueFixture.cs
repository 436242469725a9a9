using System.Text.Json;
using Azure.Storage.Queues;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Runs;
using FlowFunctions.App.Triggers;
using FlowFunctions.App.Triggers.Queues;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Local;
using FlowFunctions.Storage.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Triggers.Queues;

/// <summary>An app that is the only one on its storage, so that nobody else takes its messages; it looks into its queues often.</summary>
public sealed class QueueFixture : IAsyncLifetime
{
    private static readonly QueueClientOptions Plain = new();
    private static readonly QueueClientOptions Base64 = new() { MessageEncoding = QueueMessageEncoding.Base64 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flow-queue-tests");
    private Azurite? _azurite;
    private FlowApp? _app;
    private HttpClient? _client;

    public HttpClient Client => _client!;

    internal FlowApp App => _app!;

    internal string ConnectionString => _azurite!.ConnectionString;

    /// <summary>Queues are looked into often, and a message that failed is tried again at once.</summary>
    internal static QueueSettings Quick { get; } =
        new()
        {
            LongestPause = TimeSpan.FromMilliseconds(200),
            FirstRetry = TimeSpan.Zero,
            Visibility = TimeSpan.FromSeconds(3),
        };

    public async Task InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions(AppFixture.AzuriteFolder));
        _app = await StartAsync(ConnectionString, Path.Combine(_folder.FullName, "data"));
        _client = new HttpClient { BaseAddress = new Uri(_app.Address) };
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        foreach (var part in new IAsyncDisposable?[] { _app, _azurite })
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        _folder.Delete(recursive: true);
    }

    internal static Task<FlowApp> StartAsync(string storage, string folder) =>
        FlowApp.StartAsync(
            new AppSettings
            {
                Storage = storage,
                DataFolder = folder,
                Url = "http://127.0.0.1:0",
                Access = WorkspaceSuite.LocalWithKey,
                Queues = Quick,
            }
        );

    /// <summary>A client of a workspace.</summary>
    internal HttpClient ClientIn(string workspace)
    {
        var client = new HttpClient { BaseAddress = new Uri(App.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", WorkspaceSuite.Key);
        client.DefaultRequestHeaders.Add("X-Workspace", workspace);
        return client;
    }

    /// <summary>A queue as its senders see it, with their encoding.</summary>
    internal QueueClient Queue(string name, bool isBase64 = false) =>
        new(ConnectionString, name, isBase64 ? Base64 : Plain);

    /// <summary>Sends a message.</summary>
    internal async Task SendAsync(string queue, string text, bool isBase64 = false)
    {
        var client = Queue(queue, isBase64);
        await client.CreateIfNotExistsAsync();
        await client.SendMessageAsync(text);
    }

    /// <summary>Waits for a message of a queue and takes it away.</summary>
    internal async Task<string> ReceiveAsync(string queue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var client = Queue(queue);
            if (
                await client.ExistsAsync(limit.Token)
                && (await client.ReceiveMessageAsync(cancellationToken: limit.Token)).Value is { } message
            )
            {
                await client.DeleteMessageAsync(message.MessageId, message.PopReceipt, limit.Token);
                return message.Body.ToString();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    /// <summary>Waits until a queue is there, or is not.</summary>
    internal async Task ExistsAsync(string queue, bool exists)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await Queue(queue).ExistsAsync(limit.Token) != exists)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    /// <summary>How many messages a queue holds, hidden ones too.</summary>
    internal async Task<int> CountAsync(string queue) =>
        (await Queue(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    /// <summary>Waits until a flow has a number of runs that have ended.</summary>
    internal async Task<JsonElement[]> EndedAsync(string flow, int count = 1)
    {
        var list = await Client.UntilAsync(
            $"/api/runs?flow={flow}&limit=200",
            list =>
            {
                var runs = list.Json.GetProperty("items").EnumerateArray().ToArray();
                return runs.Length >= count
                    && runs.All(static run => run.GetProperty("status").GetString() is "Succeeded" or "Failed");
            }
        );
        return [.. list.Json.GetProperty("items").EnumerateArray()];
    }

    /// <summary>The output of a flow's only run.</summary>
    internal async Task<JsonElement> OutputAsync(string flow)
    {
        var run = Assert.Single(await EndedAsync(flow));
        return (await Client.GetJsonAsync($"/api/runs/{run.GetProperty("id").GetString()}")).Json.GetProperty("output");
    }

    /// <summary>Pauses a flow's trigger <c>q</c>, or lets it go on.</summary>
    internal async Task PauseAsync(string flow, bool isPaused)
    {
        var pauses = App.Services.GetRequiredService<PauseStore>();
        await (
            isPaused
                ? pauses.PauseAsync(
                    Workspace.Default,
                    new TriggerPause(flow, "q", DateTimeOffset.UnixEpoch, null, null)
                )
                : pauses.ResumeAsync(Workspace.Default, flow, "q")
        );
        await App
            .Services.GetRequiredService<TriggerRegistry>()
            .RefreshAsync(Workspace.Default, flow, CancellationToken.None);
    }

    /// <summary>A flow that gives what it was started with; its trigger <c>q</c> reads the queue of the flow's name.</summary>
    internal static string Echo(string id, string trigger = "") =>
        """
            {"id":"ID","triggers":{"q":{"type":"queue","queue":"ID"TRIGGER}},
             "steps":{"a":{"type":"transform","with":{"value":{"input":"{{ input }}","trigger":"{{ trigger }}"}}}}}
            """.Replace("ID", id, StringComparison.Ordinal).Replace("TRIGGER", trigger, StringComparison.Ordinal);
}

/// <summary>The tests that share one app which reads queues.</summary>
[CollectionDefinition(nameof(QueueTests))]
public sealed class QueueTests : ICollectionFixture<QueueFixture>;
