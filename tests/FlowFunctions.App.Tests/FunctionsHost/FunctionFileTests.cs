using System.Text.Json;
using FlowFunctions.App.FunctionsHost;
using FlowFunctions.Engine.DurableTask;

namespace FlowFunctions.App.Tests.FunctionsHost;

public sealed class FunctionFileTests
{
    private static readonly string[] Open = ["api/", "hooks/"];

    public static TheoryData<string> Functions => [.. FunctionFiles.Names];

    [Fact]
    public void Functions_AreThoseThatTheAppAnswers() =>
        Assert.Equal(
            new[]
            {
                "Api",
                "Health",
                "Hooks",
                "Ready",
                "Site",
                FunctionNames.RunFlow,
                FunctionNames.RunStep,
                FunctionNames.RecordRun,
                HostFunctions.Tick,
                HostFunctions.FlowRuns,
                HostFunctions.PumpQueues,
                HostFunctions.DrainQueues,
                HostFunctions.Client,
            }.Order(StringComparer.Ordinal),
            FunctionFiles.Names
        );

    /// <summary>The host's own calls look like forwarded requests: a stranger must not be able to make one.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void HttpTrigger_OutsideOfApiAndHooks_TakesGetAndHeadOnly(string function)
    {
        foreach (var trigger in FunctionFiles.BindingsOf(function).Where(IsHttp))
        {
            var route = trigger.GetProperty("route").GetString()!;
            var methods = trigger.GetProperty("methods").EnumerateArray().Select(static method => method.GetString());

            Assert.True(
                Array.Exists(Open, prefix => route.StartsWith(prefix, StringComparison.Ordinal))
                    || methods.All(static method => method is "get" or "head"),
                $"{function} lets strangers post to '{route}'."
            );
        }
    }

    /// <summary>The host would decode what such an output returns, and forward nothing of a function that has other bindings.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void Bindings_Outputs_AreHttpAnswersOnly(string function)
    {
        var bindings = FunctionFiles.BindingsOf(function);
        var outputs = bindings.Where(static binding => Text(binding, "direction") == "out").ToArray();

        Assert.Single(bindings, static binding => Text(binding, "type").EndsWith("Trigger", StringComparison.Ordinal));
        Assert.All(
            outputs,
            static output => Assert.Equal(("http", "res"), (Text(output, "type"), Text(output, "name")))
        );
        Assert.Equal(bindings.Count(IsHttp), outputs.Length);
    }

    [Theory]
    [InlineData(FunctionNames.RunFlow, "orchestrationTrigger", HostFunctions.ContextBinding)]
    [InlineData(FunctionNames.RunStep, "activityTrigger", HostFunctions.InputBinding)]
    [InlineData(FunctionNames.RecordRun, "activityTrigger", HostFunctions.InputBinding)]
    [InlineData(HostFunctions.PumpQueues, "orchestrationTrigger", HostFunctions.ContextBinding)]
    [InlineData(HostFunctions.DrainQueues, "activityTrigger", HostFunctions.InputBinding)]
    [InlineData(HostFunctions.Tick, "durableClient", HostFunctions.ClientBinding)]
    [InlineData(HostFunctions.Client, "durableClient", HostFunctions.ClientBinding)]
    [InlineData(HostFunctions.Client, "httpTrigger", HostFunctions.RequestBinding)]
    [InlineData(HostFunctions.Client, "http", HostFunctions.ResponseBinding)]
    [InlineData(HostFunctions.FlowRuns, "queueTrigger", HostFunctions.MessageBinding)]
    public void Binding_HasTheNameThatTheAppReads(string function, string type, string name) =>
        Assert.Equal(
            name,
            Text(Assert.Single(FunctionFiles.BindingsOf(function), binding => Text(binding, "type") == type), "name")
        );

    [Fact]
    public void Client_Route_IsTheOneThatIsAsked() =>
        Assert.Equal(
            App.FunctionsHost.Client.Route,
            Text(FunctionFiles.BindingsOf(HostFunctions.Client).Single(IsHttp), "route")
        );

    [Fact]
    public void HostJson_Timeouts_LeaveRoomForTheLongestCall()
    {
        var host = FunctionFiles.Host();
        var limit = TimeSpan.Parse(Text(host, "functionTimeout"), System.Globalization.CultureInfo.InvariantCulture);
        var hub = host.GetProperty("extensions").GetProperty("durableTask").GetProperty("storageProvider");

        Assert.True(new DurableEngineOptions().MaxCall < limit);
        Assert.Equal("00:01:00", Text(hub, "controlQueueVisibilityTimeout"));
        Assert.Equal("00:01:00", Text(hub, "workItemQueueVisibilityTimeout"));
        Assert.Equal("", Text(host.GetProperty("extensions").GetProperty("http"), "routePrefix"));
    }

    [Fact]
    public void HostJson_FitsThePublishedSchema()
    {
        if (FunctionFiles.SchemaOf("host.json") is { } schema)
        {
            Assert.Empty(schema.Validate(FunctionFiles.Host()));
            Assert.NotEmpty(schema.Validate(JsonElement.Parse("""{"version":"2.0","customHandler":{"other":1}}""")));
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void FunctionJson_FitsThePublishedSchema(string function)
    {
        if (FunctionFiles.SchemaOf("function.json") is { } schema)
        {
            Assert.Empty(schema.Validate(FunctionFiles.Function(function)));
            Assert.NotEmpty(schema.Validate(JsonElement.Parse("""{"bindings":[{"type":"httpTrigger"}]}""")));
        }
    }

    private static bool IsHttp(JsonElement binding) => Text(binding, "type") == "httpTrigger";

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
