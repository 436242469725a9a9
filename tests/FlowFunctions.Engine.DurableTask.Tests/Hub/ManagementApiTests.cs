using System.Net;
using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Hub.Management;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

public sealed class ManagementApiTests : IAsyncLifetime
{
    private readonly HubPump _pump = new(
        new TaskHubOptions { Orchestrators = new HashSet<string> { "Sum" } },
        new SumWorker()
    );
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private ManagementApi _api = null!;

    public async Task InitializeAsync() => _api = await ManagementApi.StartAsync(_pump.Hub, "secret");

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Call_WithoutKey_Is401()
    {
        using var answer = await _client.GetAsync(new Uri($"{_api.BaseUrl}/instances/a"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Start_Statuses_AreTheExtensions()
    {
        using var started = await SendAsync("POST", "orchestrators/Sum/a", "2");
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        using var links = JsonDocument.Parse(await started.Content.ReadAsStringAsync());
        Assert.Equal("a", links.RootElement.GetProperty("id").GetString());
        Assert.StartsWith(
            $"{_api.BaseUrl}/instances/a?",
            links.RootElement.GetProperty("statusQueryGetUri").GetString(),
            StringComparison.Ordinal
        );

        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync("POST", "orchestrators/Sum/a", "2"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("POST", "orchestrators/Sum/b", "{"));
    }

    [Fact]
    public async Task Get_ThroughItsLife_IsTheExtensionsAnswer()
    {
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", "instances/a"));
        await StatusAsync("POST", "orchestrators/Sum/a", "2");
        Assert.Equal(HttpStatusCode.Accepted, await StatusAsync("GET", "instances/a"));
        Assert.Equal(HttpStatusCode.Accepted, await StatusAsync("POST", "instances/a/raiseEvent/Go", "true"));
        await _pump.RunAsync();

        using var answer = await SendAsync("GET", "instances/a");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            """{"name":"Sum","instanceId":"a","runtimeStatus":"Completed","input":2,"customStatus":0,"output":1"""
                + ""","createdTime":"2026-01-01T00:00:00Z","lastUpdatedTime":"2026-01-01T00:00:10Z"}""",
            await answer.Content.ReadAsStringAsync()
        );
    }

    [Fact]
    public async Task Changes_MissingEndedRunning_HaveTheExtensionsStatuses()
    {
        string[] tells = ["terminate", "suspend", "resume"];
        foreach (var tell in tells)
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("POST", $"instances/none/{tell}"));
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("POST", "instances/none/rewind"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("DELETE", "instances/none"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("POST", "instances/none/raiseEvent/Go", "1"));

        await StatusAsync("POST", "orchestrators/Sum/a", "2");
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("POST", "instances/a/raiseEvent/Go", "{"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await StatusAsync("POST", "instances/a/rewind"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await StatusAsync("DELETE", "instances/a"));
        Assert.Equal(HttpStatusCode.Accepted, await StatusAsync("POST", "instances/a/terminate?reason=enough"));
        await _pump.RunAsync();
        Assert.Equal("enough", _pump.Hub.Get("a")!.Output);

        foreach (var tell in tells)
        {
            Assert.Equal(HttpStatusCode.Gone, await StatusAsync("POST", $"instances/a/{tell}"));
        }

        Assert.Equal(HttpStatusCode.Gone, await StatusAsync("POST", "instances/a/raiseEvent/Go", "1"));
        using var purged = await SendAsync("DELETE", "instances/a");
        Assert.Equal("""{"instancesDeleted":1}""", await purged.Content.ReadAsStringAsync());
        Assert.Null(_pump.Hub.Get("a"));
    }

    [Fact]
    public async Task Failed_GetAndRewind_AreTheExtensionsAnswers()
    {
        await StatusAsync("POST", "orchestrators/Other/a", "2");
        await _pump.RunAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", "instances/a"));
        Assert.Equal(
            HttpStatusCode.InternalServerError,
            await StatusAsync("GET", "instances/a?returnInternalServerErrorOnFailure=true")
        );
        Assert.Equal(HttpStatusCode.Accepted, await StatusAsync("POST", "instances/a/rewind?reason=again"));
    }

    [Fact]
    public async Task List_PagesAndFilters_ComeWithTheContinuationInAHeader()
    {
        foreach (var id in (string[])["a1", "a2", "a3", "b1"])
        {
            await StatusAsync("POST", $"orchestrators/Sum/{id}", "2");
        }

        var path = "instances?instanceIdPrefix=a&top=2&runtimeStatus=Pending,Running";
        using var first = await SendAsync("GET", path);
        Assert.Equal(["a1", "a2"], await IdsAsync(first));
        var token = Assert.Single(first.Headers.GetValues("x-ms-continuation-token"));

        using var last = await SendAsync("GET", path, continuation: token);
        Assert.Equal(["a3"], await IdsAsync(last));
        Assert.Equal("", Assert.Single(last.Headers.GetValues("x-ms-continuation-token")));

        using var none = await SendAsync("GET", "instances?runtimeStatus=Failed");
        Assert.Empty(await IdsAsync(none));
    }

    private async Task<HttpStatusCode> StatusAsync(string method, string path, string? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(
        string method,
        string path,
        string? body = null,
        string? continuation = null
    )
    {
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            $"{_api.BaseUrl}/{path}{separator}{_api.RequiredQuery}"
        );
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (continuation is not null)
        {
            request.Headers.Add("x-ms-continuation-token", continuation);
        }

        return await _client.SendAsync(request);
    }

    private static async Task<string[]> IdsAsync(HttpResponseMessage answer)
    {
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return [.. json.RootElement.EnumerateArray().Select(one => one.GetProperty("instanceId").GetString()!)];
    }
}
