using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Clients.Management;
using Microsoft.AspNetCore.Http;
using static FlowFunctions.Engine.DurableTask.Tests.Clients.ScriptedHost;

namespace FlowFunctions.Engine.DurableTask.Tests.Clients;

public sealed class ManagementClientTests
{
    private const string Query = "taskHub=Hub&code=s3cr3t-Key%3D%3D";
    private const string Base = "/runtime/webhooks/durabletask";

    [Theory]
    [InlineData(202, true)]
    [InlineData(200, true)]
    [InlineData(409, false)]
    public async Task Start_Answer_TellsWhetherItWasStarted(int status, bool started)
    {
        await using var host = await ScriptedHost.StartAsync(Status(status));
        using var client = Client(host);

        Assert.Equal(started, await client.StartAsync("r~1", "RunFlow", """{"a":"ü"}"""));
        Assert.Equal([$"POST {Base}/orchestrators/RunFlow/r~1?{Query}"], host.Requests);
        Assert.Equal(["""{"a":"ü"}"""], host.Bodies);
    }

    [Fact]
    public async Task Start_InputOfManyMegabytes_ArrivesWhole()
    {
        await using var host = await ScriptedHost.StartAsync(Status(202));
        using var client = Client(host);
        // A pair of surrogates lies across the end of the first piece.
        var input =
            JsonSerializer.Serialize("x") + new string(' ', 32 * 1024 - 4) + "\"😀" + new string('ö', 4_000_000) + "\"";

        Assert.True(await client.StartAsync("r", "RunFlow", input));
        Assert.Equal(input, host.Bodies.Single());
    }

    [Theory]
    [InlineData(202, true)]
    [InlineData(200, true)]
    [InlineData(404, false)]
    [InlineData(410, false)]
    [InlineData(412, false)]
    public async Task Telling_Answer_TellsWhetherItWasTaken(int status, bool taken)
    {
        await using var host = await ScriptedHost.StartAsync(Status(status));
        using var client = Client(host);

        Assert.Equal(taken, await client.SendEventAsync("r", "go", "[1]"));
        Assert.Equal(taken, await client.TerminateAsync("r", "enough"));
        Assert.Equal(taken, await client.RewindAsync("r", "again"));
        Assert.Equal(taken, await client.PurgeAsync("r"));
        Assert.Equal(
            [
                $"POST {Base}/instances/r/raiseEvent/go?{Query}",
                $"POST {Base}/instances/r/terminate?reason=enough&{Query}",
                $"POST {Base}/instances/r/rewind?reason=again&{Query}",
                $"DELETE {Base}/instances/r?{Query}",
            ],
            host.Requests
        );
        Assert.Equal(["[1]", "", "", ""], host.Bodies);
    }

    [Fact]
    public async Task SendEvent_Request_SaysThatItIsJsonOfThisLength()
    {
        var type = "";
        long? length = null;
        await using var host = await ScriptedHost.StartAsync(context =>
        {
            (type, length) = (context.Request.ContentType, context.Request.ContentLength);
            return Status(202)(context);
        });
        using var client = Client(host);

        await client.SendEventAsync("r", "go", "\"ü\"");

        Assert.Equal("application/json; charset=utf-8", type);
        Assert.Equal(4, length);
    }

    [Fact]
    public async Task Get_RunningInstance_IsRead()
    {
        await using var host = await ScriptedHost.StartAsync(
            Json(
                202,
                """
                {"name":"RunFlow","instanceId":"r","runtimeStatus":"Running","input":null,"customStatus":{ "a": 1.50 },"output":null,
                 "createdTime":"2026-11-20T10:23:22Z","lastUpdatedTime":"2026-11-20T10:23:24Z"}
                """
            )
        );
        using var client = Client(host);

        Assert.Equal(
            new InstanceState
            {
                InstanceId = "r",
                Name = "RunFlow",
                Status = InstanceStatus.Running,
                CreatedAt = new(2026, 11, 20, 10, 23, 22, TimeSpan.Zero),
                LastUpdatedAt = new(2026, 11, 20, 10, 23, 24, TimeSpan.Zero),
                CustomStatus = "{ \"a\": 1.50 }",
                Output = null,
            },
            await client.GetAsync("r")
        );
        Assert.Equal([$"GET {Base}/instances/r?showInput=false&{Query}"], host.Requests);
    }

    [Theory]
    [InlineData("Completed", "\"done\"", "\"done\"")]
    [InlineData("Completed", "{\"x\":[]}", "{\"x\":[]}")]
    [InlineData("Terminated", "\"enough\"", "\"enough\"")]
    [InlineData(
        "Failed",
        "\"Orchestrator function 'RunFlow' failed: broken\"",
        "Orchestrator function 'RunFlow' failed: broken"
    )]
    [InlineData("Failed", "{\"code\":7}", "{\"code\":7}")]
    [InlineData("Failed", "null", null)]
    [InlineData("Canceled", "7", "7")]
    public async Task Get_EndedInstance_TellsItsOutput(string status, string answered, string? output)
    {
        await using var host = await ScriptedHost.StartAsync(Json(200, Instance("r", status, answered)));
        using var client = Client(host);

        var state = await client.GetAsync("r");

        Assert.Equal(output, state!.Output);
        Assert.Equal(status, state.Status.ToString());
        Assert.Null(state.CustomStatus);
    }

    [Fact]
    public async Task Get_NoSuchInstance_IsNull()
    {
        await using var host = await ScriptedHost.StartAsync(Status(404));
        using var client = Client(host);

        Assert.Null(await client.GetAsync("r"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"name":"RunFlow"}""")]
    [InlineData(
        """{"name":"F","instanceId":"r","runtimeStatus":"Dreaming","createdTime":"2026-11-20T10:23:22Z","lastUpdatedTime":"2026-11-20T10:23:22Z"}"""
    )]
    [InlineData(
        """{"name":"F","instanceId":"r","runtimeStatus":"Running","createdTime":"soon","lastUpdatedTime":"2026-11-20T10:23:22Z"}"""
    )]
    public async Task Get_AnswerOfSomethingElse_IsUnavailable(string answer)
    {
        await using var host = await ScriptedHost.StartAsync(Json(200, answer));
        using var client = Client(host);

        var unavailable = await Assert.ThrowsAsync<TaskHubUnavailableException>(async () => await client.GetAsync("r"));

        Assert.Contains("is not the management API", unavailable.Message, StringComparison.Ordinal);
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task List_Pages_AreFollowedByTheirToken()
    {
        var tokens = new List<string>();
        await using var host = await ScriptedHost.StartAsync(
            Page($"[{Instance("a", "Running", "null")},{Instance("b", "Failed", "null")}]", "next=="),
            Page("[]", "")
        );
        using var client = Client(host);

        var first = await client.ListAsync(new() { Limit = 2 });
        var second = await client.ListAsync(new() { Limit = 2, Continuation = first.Continuation });

        Assert.Equal(["a", "b"], first.Instances.Select(static instance => instance.InstanceId));
        Assert.Equal("next==", first.Continuation);
        Assert.Empty(second.Instances);
        Assert.Null(second.Continuation);
        Assert.Equal(["", "next=="], tokens);

        Func<HttpContext, Task> Page(string json, string token) =>
            context =>
            {
                tokens.Add(context.Request.Headers["x-ms-continuation-token"].ToString());
                return Json(200, json, ("x-ms-continuation-token", token))(context);
            };
    }

    [Fact]
    public async Task List_AnswerIsNoArray_IsUnavailable()
    {
        await using var host = await ScriptedHost.StartAsync(Json(200, "{}"));
        using var client = Client(host);

        await Assert.ThrowsAsync<TaskHubUnavailableException>(async () => await client.ListAsync(new()));
    }

    [Fact]
    public async Task Call_AddressesNotKnownYet_IsUnavailableAtOnce()
    {
        using var client = new ManagementClient(static () => null);

        var unavailable = await Assert.ThrowsAsync<TaskHubUnavailableException>(async () =>
            await client.StartAsync("r", "RunFlow", "1")
        );

        Assert.Contains("has not told yet", unavailable.Message, StringComparison.Ordinal);
    }

    private static ManagementClient Client(ScriptedHost host) => new(() => host.Binding);

    private static string Instance(string id, string status, string output) =>
        $$"""
            {"name":"RunFlow","instanceId":"{{id}}","runtimeStatus":"{{status}}","input":null,"customStatus":null,"output":{{output}},
             "createdTime":"2026-11-20T10:23:22Z","lastUpdatedTime":"2026-11-20T10:23:24Z"}
            """;
}
