using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>The built app as a process, as a user starts it, on free ports.</summary>
internal sealed class AppRun : IDisposable
{
    private const string Listening = "Listening at ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ProgramRun _program;
    private readonly HttpClient _client;

    private AppRun(ProgramRun program, string address)
    {
        _program = program;
        Address = address;
        _client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(1) };
    }

    private static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "FlowFunctions.App.dll");

    public int Id => _program.Id;

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>Starts the app with its data in a folder, in which it is started too.</summary>
    public static ProgramRun Start(TemporaryFolder folder, AppStart? start = null)
    {
        start ??= new AppStart();
        var environment = new Dictionary<string, string>(start.Environment, StringComparer.Ordinal);
        environment.TryAdd("FLOW_STORAGE_PORT", "0");

        // Builder/BuilderTests is about the site; nobody else waits for npm.
        environment.TryAdd("FLOW_BUILD_SITE", "false");
        return ProgramRun.Start(
            "dotnet",
            [Assembly, "--urls", start.Url, "--data", Path.Combine(folder.Path, "data"), .. start.Arguments],
            folder.Path,
            environment
        );
    }

    /// <summary>Starts the app with a command line that it should refuse.</summary>
    public static ProgramRun StartPlain(TemporaryFolder folder, string argument) =>
        ProgramRun.Start("dotnet", [Assembly, argument], folder.Path);

    /// <summary>Starts the program with a setting that makes something else of it than an app.</summary>
    public static ProgramRun StartProgram(TemporaryFolder folder, string setting, string value) =>
        ProgramRun.Start(
            "dotnet",
            [Assembly],
            folder.Path,
            new Dictionary<string, string>(StringComparer.Ordinal) { [setting] = value }
        );

    /// <summary>Starts the app and waits until it listens.</summary>
    public static async Task<AppRun> ListenAsync(TemporaryFolder folder, AppStart? start = null)
    {
        var program = Start(folder, start);
        try
        {
            var line = await program.WaitForLineAsync(Listening);
            await program.WaitForLineAsync("Stop");
            return new AppRun(program, line[Listening.Length..].Split(' ')[0]);
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>Starts the app without samples on a storage of the test's own, and waits until it listens.</summary>
    public static Task<AppRun> ListenAsync(
        TemporaryFolder folder,
        Azurite storage,
        params (string Name, string Value)[] settings
    )
    {
        var start = new AppStart { Arguments = ["--no-samples"] };
        start.Environment["AzureWebJobsStorage"] = storage.ConnectionString;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return ListenAsync(folder, start);
    }

    public Task<string> WaitForLineAsync(string text) => _program.WaitForLineAsync(text);

    public Task<AppAnswer> GetAsync(string path) => AnswerAsync(_client.GetAsync(path));

    public Task<string> TextAsync(string path) => _client.GetStringAsync(path);

    public async Task<AppAnswer> PostAsync(string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await AnswerAsync(_client.PostAsync(path, body));
    }

    /// <summary>A run after its end: it is asked for until it has come, and its record is found.</summary>
    public async Task<JsonElement> EndedAsync(string runId)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var run = await GetAsync($"/api/runs/{runId}");
            if (run.Status == 200 && run.Text("status") is not ("Running" or "Queued"))
            {
                return run.Body;
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request);

    public Task SignalAsync(string name) => _program.SignalAsync(name);

    public Task<ProgramEnd> EndAsync() => _program.EndAsync();

    /// <summary>Stops it in order.</summary>
    public async Task<ProgramEnd> StopAsync()
    {
        await SignalAsync("TERM");
        return await EndAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _program.Dispose();
    }

    private static async Task<AppAnswer> AnswerAsync(Task<HttpResponseMessage> request)
    {
        using var response = await request;
        var body = await response.Content.ReadAsStringAsync();
        return new AppAnswer(
            (int)response.StatusCode,
            body.Length > 0 && body[0] is '{' ? JsonElement.Parse(body) : default
        );
    }
}

/// <summary>How the app is started.</summary>
internal sealed record AppStart
{
    public string Url { get; init; } = "http://127.0.0.1:0";

    public string[] Arguments { get; init; } = [];

    public Dictionary<string, string> Environment { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>What the app answered.</summary>
internal sealed record AppAnswer(int Status, JsonElement Body)
{
    public string? Text(string member) => Body.GetProperty(member).GetString();
}
