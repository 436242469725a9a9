using System.Text.Json;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Steps;

[Collection(nameof(AppTests))]
public sealed class StepTypeTests(AppFixture fixture)
{
    private static readonly HttpStepOptions Local = new() { AllowPrivateNetwork = true };

    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task List_HasEveryTypeWithItsSchemas()
    {
        var reply = await Client.GetReplyAsync("/api/step-types");

        Assert.Equal(200, reply.Status);
        var types = reply.Body.GetProperty("items").EnumerateArray().ToList();
        Assert.True(types.Count >= 15);
        Assert.All(types, static type => Assert.Equal(JsonValueKind.Object, type.GetProperty("with").ValueKind));
        var condition = types.Single(static type => type.GetProperty("id").GetString() == "condition");
        Assert.Equal(["true", "false"], condition.GetProperty("ports").EnumerateArray().Select(Text).Order().Reverse());
        Assert.True(condition.GetProperty("pure").GetBoolean());
        var http = types.Single(static type => type.GetProperty("id").GetString() == "http");
        Assert.Contains("/headers/*", http.GetProperty("secretInputs").EnumerateArray().Select(Text));
    }

    [Fact]
    public async Task Test_PureStep_AnswersWithItsOutput()
    {
        var reply = await Client.PostReplyAsync(
            "/api/step-types/transform/test",
            """
            {
              "with": { "value": "{{ input.n + steps.before.output.m }}" },
              "input": { "n": 1 },
              "steps": { "before": { "output": { "m": 2 } } }
            }
            """
        );

        Assert.Equal(200, reply.Status);
        Assert.Equal("Succeeded", reply.Body.GetProperty("status").GetString());
        Assert.Equal(3, reply.Body.GetProperty("output").GetInt32());
        Assert.True(reply.Body.GetProperty("durationMs").GetDouble() >= 0);
        Assert.False(reply.Body.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task Test_Condition_AnswersWithItsPort()
    {
        var reply = await Client.PostReplyAsync(
            "/api/step-types/condition/test",
            """{"with":{"if":"{{ steps.x.status === 'Failed' && steps.x.error.code === 'Http.500' }}"},"steps":{"x":{"error":{"code":"Http.500"}}}}"""
        );

        Assert.Equal("true", reply.Body.GetProperty("port").GetString());
    }

    [Fact]
    public async Task Test_Merge_ReadsTheGivenStepsInTheirOrder()
    {
        var reply = await Client.PostReplyAsync(
            "/api/step-types/merge/test",
            """{"with":{"mode":"array"},"steps":{"b":{"output":1},"a":{"output":2},"c":{"status":"Skipped"}}}"""
        );

        Assert.Equal("[1,2]", reply.Body.GetProperty("output").GetRawText());
    }

    [Fact]
    public async Task Test_FailingStep_AnswersWithItsError()
    {
        var reply = await Client.PostReplyAsync(
            "/api/step-types/fail/test",
            """{"with":{"message":"No.","code":"My.Code"}}"""
        );

        Assert.Equal((200, "Failed"), (reply.Status, reply.Body.GetProperty("status").GetString()));
        Assert.Equal("My.Code", reply.Body.GetProperty("error").GetProperty("code").GetString());
        Assert.False(reply.Body.TryGetProperty("output", out _));
    }

    [Fact]
    public async Task Test_Stop_TellsThatItEndsTheRun()
    {
        var reply = await Client.PostReplyAsync("/api/step-types/stop/test", """{"with":{}}""");

        Assert.True(reply.Body.GetProperty("endsRun").GetBoolean());
    }

    [Fact]
    public async Task Test_HttpStepThatTakesTooLong_IsTimedOut()
    {
        await using var app = await fixture.StartAppAsync(
            Directory.CreateTempSubdirectory("flow-step-test").FullName,
            static builder => builder.Services.AddSingleton(StepTypes.BuiltIn(new StepOptions { Http = Local }))
        );
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var id = AppFixture.NewId();
        await client.PostReplyAsync("/api/flows", TestFlows.Waiting(id));
        // The run waits for a signal that never comes, so the call outlasts any timeout of the test.
        var url = $"{app.Address}/api/flows/{id}/runs?wait=60s";

        var reply = await client.PostReplyAsync(
            "/api/step-types/http/test",
            """{"with":{"method":"POST","url":"URL"},"timeout":"50ms"}""".Replace("URL", url, StringComparison.Ordinal)
        );

        Assert.Equal("TimedOut", reply.Body.GetProperty("status").GetString());
        Assert.Contains("50ms", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delay", """{"with":{"duration":"1h"}}""")]
    [InlineData("waitForSignal", """{"with":{"name":"go"}}""")]
    [InlineData("approval", """{"with":{"title":"Go?"}}""")]
    [InlineData("foreach", """{"with":{"items":[1]}}""")]
    [InlineData("repeat", "{}")]
    [InlineData("subflow", """{"with":{"flow":"other"}}""")]
    public async Task Test_StepThatNeedsARun_SaysSo(string type, string body)
    {
        var reply = await Client.PostReplyAsync($"/api/step-types/{type}/test", body);

        reply.IsProblem(400, "StepType.NeedsRun");
    }

    [Fact]
    public async Task Test_UnknownType_Answers404()
    {
        (await Client.PostReplyAsync("/api/step-types/nope/test", "{}")).IsProblem(404, "StepType.NotFound");
        (await Client.PostReplyAsync("/api/step-types/%24output/test", "{}")).IsProblem(404, "StepType.NotFound");
    }

    [Fact]
    public async Task Test_InvalidStep_Answers400WithPointersIntoTheBody()
    {
        var reply = await Client.PostReplyAsync(
            "/api/step-types/http/test",
            """{"with":{"method":"GETT","url":"{{ steps.nope.output }}"},"steps":{"tested":{}}}"""
        );

        reply.IsProblem(400, "Step.Invalid");
        var pointers = reply
            .Body.GetProperty("errors")
            .EnumerateArray()
            .Select(static error => error.GetProperty("pointer").GetString())
            .ToList();
        Assert.Contains("/with/method", pointers);
        Assert.Contains("/with/url", pointers);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"unknown":1}""")]
    [InlineData("""{"steps":[]}""")]
    [InlineData("""{"steps":{"a":{"status":"Nope"}}}""")]
    [InlineData("""{"steps":{"a":{"status":"Running"}}}""")]
    [InlineData("""{"steps":{"a":{"status":"5"}}}""")]
    [InlineData("""{"steps":{"a":{"error":{}}}}""")]
    [InlineData("""{"steps":{"a":{"error":{"code":null}}}}""")]
    [InlineData("""{"timeout":"61s"}""")]
    [InlineData("""{"timeout":"0s"}""")]
    [InlineData("""{"timeout":"soon"}""")]
    [InlineData("""{"timeout":5}""")]
    public async Task Test_BadBody_Answers400(string body)
    {
        var reply = await Client.PostReplyAsync(
            "/api/step-types/transform/test",
            body.Replace("{\"", "{\"with\":{\"value\":1},\"", StringComparison.Ordinal)
                .Replace(":{\"with\":{\"value\":1},\"", ":{\"", StringComparison.Ordinal)
        );

        reply.IsProblem(400, "Request.Invalid");
    }

    [Theory]
    [InlineData("""{"with":7}""")]
    [InlineData("""{"with":[]}""")]
    [InlineData("""{"with":{"value":1},"steps":{"not an id":{}}}""")]
    public async Task Test_WhatNoFlowCouldHold_Answers400(string body) =>
        (await Client.PostReplyAsync("/api/step-types/transform/test", body)).IsProblem(400, "Step.Invalid");

    private static string? Text(JsonElement element) => element.GetString();
}
