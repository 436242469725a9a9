using System.Net;
using System.Net.Sockets;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.QueueSend;
using FlowFunctions.Steps.Secrets;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.Steps.Tests.QueueSend;

/// <summary>What needs no storage account; what a queue really takes is tested with the app.</summary>
public sealed class QueueSendStepTests
{
    [Theory]
    [InlineData("""{"queue":"Orders","message":1}""", QueueErrorCodes.Name)]
    [InlineData("""{"queue":"flow-runs","message":1}""", QueueErrorCodes.Name)]
    [InlineData("""{"queue":"orders-poison","message":1}""", QueueErrorCodes.Name)]
    [InlineData("""{"queue":"orders","message":1,"format":"text"}""", QueueErrorCodes.MessageInvalid)]
    [InlineData("""{"queue":"orders","message":"a\rb","format":"text"}""", QueueErrorCodes.MessageInvalid)]
    [InlineData("""{"queue":"orders","message":"%%%","format":"base64"}""", QueueErrorCodes.MessageInvalid)]
    [InlineData("""{"queue":"orders","message":{"x":1},"format":"base64"}""", QueueErrorCodes.MessageInvalid)]
    [InlineData("""{"queue":"orders","message":1,"delay":"8d"}""", ErrorCodes.InputInvalid)]
    [InlineData("""{"queue":"orders","message":1,"timeToLive":"0s"}""", ErrorCodes.InputInvalid)]
    [InlineData("""{"queue":"orders","message":1,"timeToLive":"1h","delay":"1h"}""", ErrorCodes.InputInvalid)]
    [InlineData("""{"queue":"orders","message":1,"timeToLive":"9999d"}""", ErrorCodes.InputInvalid)]
    [InlineData("""{"queue":"orders","message":1}""", QueueErrorCodes.NotConfigured)]
    [InlineData("""{"queue":"orders","message":"a\rb"}""", QueueErrorCodes.NotConfigured)]
    [InlineData(
        """{"queue":"orders","message":"a\rb","format":"text","encoding":"base64"}""",
        QueueErrorCodes.NotConfigured
    )]
    public async Task Message_ThatCannotBeSent_FailsAndIsNotRetried(string with, string code)
    {
        var error = await ErrorOfAsync(with, queues: null);

        Assert.Equal((code, false), (error.Code, error.Retryable));
    }

    [Theory]
    [InlineData("none", 65_534, true)]
    [InlineData("none", 65_535, false)]
    [InlineData("base64", 49_150, true)]
    [InlineData("base64", 49_151, false)]
    public async Task Message_OfTheLargestSize_IsTakenAndOneByteMoreIsNot(string encoding, int characters, bool fits)
    {
        // A JSON text has two quotes more.
        var with = $$"""{"queue":"orders","message":"{{new string('x', characters)}}","encoding":"{{encoding}}"}""";

        var error = await ErrorOfAsync(with, queues: null);

        Assert.Equal(fits ? QueueErrorCodes.NotConfigured : QueueErrorCodes.MessageTooLarge, error.Code);
    }

    [Fact]
    public async Task Account_ThatDoesNotAnswer_IsAFailureThatMayPass()
    {
        var port = FreePort();
        var account = StorageAccount.Connect(
            $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;QueueEndpoint=http://127.0.0.1:{port}/a;BlobEndpoint=http://127.0.0.1:{port}/a;TableEndpoint=http://127.0.0.1:{port}/a"
        );

        var error = await ErrorOfAsync(
            """{"queue":"orders","message":1}""",
            new QueueSender(account, TimeProvider.System)
        );

        Assert.Equal((QueueErrorCodes.Unavailable, true), (error.Code, error.Retryable));
        Assert.Contains("'orders'", error.Message, StringComparison.Ordinal);
    }

    private static async Task<StepError> ErrorOfAsync(string with, QueueSender? queues)
    {
        using var types = StepTypes.BuiltIn(new StepOptions { Queues = queues });
        var outcome = await new StepExecutor(types, NoSecrets.Instance).ExecuteAsync(
            StepBench.Request("queue.send", with),
            CancellationToken.None
        );
        return Assert.IsType<StepOutcome.Failed>(outcome).Error;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
