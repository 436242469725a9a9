using System.Text.Json;

namespace FlowFunctions.EndToEnd.Tests.Processes;

/// <summary>The services that the samples call, on a port of their own.</summary>
internal sealed class SampleServices : IAsyncDisposable
{
    private static readonly HttpClient Client = new();
    private readonly ProgramRun _server;

    private SampleServices(ProgramRun server, string url) => (_server, Url) = (server, url);

    public string Url { get; }

    /// <summary>The option that leads a sample here.</summary>
    public string Env => $"--env=API={Url}";

    public static async Task<SampleServices> StartAsync()
    {
        var server = ProgramRun.Start("node", [Repository.PathOf("samples", "services", "server.mjs"), "--port", "0"]);
        var listening = JsonElement.Parse(await server.WaitForLineAsync("listening"));
        return new SampleServices(server, listening.GetProperty("url").GetString()!);
    }

    /// <summary>Makes requests to a path wait until <see cref="ReleaseAsync"/>.</summary>
    public Task HoldAsync(string path) => ControlAsync("hold", path);

    public Task ReleaseAsync(string path) => ControlAsync("release", path);

    /// <summary>Waits until a request to a path is held.</summary>
    public async Task WaitUntilHeldAsync(string path) =>
        await _server.WaitForLineAsync($"\"held\",\"path\":\"{path}\"");

    /// <summary>Ends the services and gives the requests they received, as METHOD PATH.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await _server.SignalAsync("TERM");
        var end = await _server.EndAsync();
        return
        [
            .. end
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => JsonElement.Parse(line))
                .Where(static line => line.GetProperty("event").ValueEquals("received"))
                .Select(static line => $"{line.GetProperty("method")} {line.GetProperty("path")}"),
        ];
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ControlAsync(string action, string path)
    {
        using var response = await Client.PostAsync(
            new Uri($"{Url}/control/{action}?path={Uri.EscapeDataString(path)}"),
            content: null
        );
        response.EnsureSuccessStatusCode();
    }
}
