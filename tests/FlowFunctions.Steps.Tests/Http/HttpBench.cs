using System.Net;
using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Http;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Tests.Http;

/// <summary>Executes <c>http</c> steps; every host name but <c>localhost</c> leads to loopback.</summary>
internal static class HttpBench
{
    /// <summary>Private addresses allowed, as the loopback server needs.</summary>
    public static readonly HttpStepOptions Open = new() { AllowPrivateNetwork = true, Resolve = ToLoopback };

    private static readonly StepTypes Types = StepTypes.BuiltIn(new StepOptions { Http = Open });

    public static ValueTask<StepOutcome> ExecuteAsync(string with, CancellationToken cancellationToken = default) =>
        ExecuteAsync(Types, with, cancellationToken);

    public static async ValueTask<StepOutcome> ExecuteAsync(HttpStepOptions options, string with)
    {
        using var types = StepTypes.BuiltIn(new StepOptions { Http = options });
        return await ExecuteAsync(types, with, CancellationToken.None);
    }

    public static async Task<JsonElement> SucceedAsync(string with) => Output(await ExecuteAsync(with));

    public static JsonElement Output(StepOutcome outcome) =>
        outcome is StepOutcome.Failed failed
            ? throw new Xunit.Sdk.XunitException($"{failed.Error.Code}: {failed.Error.Message}")
            : Assert.IsType<StepOutcome.Succeeded>(outcome).Output.Element;

    public static async Task<StepError> ErrorOfAsync(string with, HttpStepOptions? options = null) =>
        Assert.IsType<StepOutcome.Failed>(await ExecuteAsync(options ?? Open, with)).Error;

    /// <summary>The body that <c>/echo</c> has got.</summary>
    public static string Sent(JsonElement output) =>
        Encoding.UTF8.GetString(output.GetProperty("body").GetProperty("body").GetBytesFromBase64());

    /// <summary>A header that <c>/echo</c> has got, or null.</summary>
    public static string? SentHeader(JsonElement output, string name) =>
        output.GetProperty("body").GetProperty("headers").TryGetProperty(name, out var value)
            ? value.GetString()
            : null;

    public static Task<IPAddress[]> ToLoopback(string host, CancellationToken cancellationToken) =>
        Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

    private static ValueTask<StepOutcome> ExecuteAsync(
        StepTypes types,
        string with,
        CancellationToken cancellationToken
    )
    {
        var request = StepBench.Request("http", with);
        return new StepExecutor(types, new TestSecrets()).ExecuteAsync(
            request with
            {
                Step = request.Step with { IsPure = false },
            },
            cancellationToken
        );
    }

    private sealed class TestSecrets : ISecretSource
    {
        public ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken) =>
            ValueTask.FromResult<string?>($"s3cret-{name}");
    }
}
