using System.Net;
using System.Text.Json.Nodes;
using FlowFunctions.App.FunctionsHost;
using FlowFunctions.App.Tests.Apps;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>How a handler learns where the durable client's addresses are.</summary>
[Collection(nameof(HostTests))]
public sealed class AddressTests(HostFixture host)
{
    [Fact]
    public async Task Start_WhileAddressesAreUnknown_Answers503AndSaysWhen()
    {
        await using var app = await host.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var flow = await client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var answer = await client.PostJsonAsync($"/api/flows/{flow}/runs", """{"n":1}""");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Engine.Unavailable"), (answer.Status, answer.Code));
        Assert.NotNull(answer.Response.Headers.RetryAfter);
        var list = await client.GetJsonAsync($"/api/runs?flow={flow}");
        Assert.Equal(0, list.Json.GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetJsonAsync("/readyz")).Status);
    }

    [Fact]
    public async Task Tick_Call_BringsTheAddresses()
    {
        await using var app = await host.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var call = HostCalls.Of(
            ("timer", new JsonObject { ["IsPastDue"] = false }),
            ("client", HostCalls.Client("http://127.0.0.1:3"))
        );

        // Nobody answers there, so what it is to tend cannot be found out; but where it is, is known.
        await client.CallAsync("Tick", call.ToJsonString());

        var addresses = app.Services.GetRequiredService<DurableClientAddresses>();
        Assert.Equal(3, addresses.Current!.HttpBaseUrl.Port);
        Assert.Null(addresses.WhyUnknown);
    }

    [Fact]
    public async Task Handler_ThatKnowsNoAddresses_AsksItsOwnHost()
    {
        var asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var functionsHost = builder.Build();
        functionsHost.MapGet(
            "/api/internal/client",
            (HttpContext context) =>
            {
                asked.TrySetResult(context.Request.Query["nonce"].ToString());
                return Results.NoContent();
            }
        );
        await functionsHost.StartAsync();
        await using var app = await host.StartAsync(new Uri(functionsHost.Urls.Single()));
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var addresses = app.Services.GetRequiredService<DurableClientAddresses>();
        var nonce = await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        // Somebody else asks the host: the same answer, and nothing is taken.
        await AnswerAsync(client, "a-guess", "http://127.0.0.1:9");
        Assert.Null(addresses.Current);
        await AnswerAsync(client, addresses.NewNonce(), "http://127.0.0.1:3");

        Assert.True(nonce.Length > 40);
        Assert.Equal(3, addresses.Current!.HttpBaseUrl.Port);
    }

    [Fact]
    public void Nonce_Redeemed_IsWorthNothingAnyMore()
    {
        var addresses = new DurableClientAddresses();
        var first = addresses.NewNonce();
        var second = addresses.NewNonce();

        Assert.False(addresses.Redeem(first));
        Assert.False(addresses.Redeem(null));
        Assert.True(addresses.Redeem(second));
        Assert.False(addresses.Redeem(second));
    }

    private static async Task AnswerAsync(HttpClient handler, string nonce, string address)
    {
        var request = new JsonObject
        {
            ["Method"] = "GET",
            ["Query"] = new JsonObject { ["nonce"] = nonce },
        };
        var call = HostCalls.Of(("req", request), ("client", HostCalls.Client(address)));

        var (status, body) = await handler.CallAsync("Client", call.ToJsonString());

        Assert.Equal(200, status);
        Assert.Equal(204, body.GetProperty("Outputs").GetProperty("res").GetProperty("statusCode").GetInt32());
    }
}
