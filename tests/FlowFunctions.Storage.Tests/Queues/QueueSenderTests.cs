using Azure.Storage.Queues;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Queues;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Queues;

[Collection(nameof(StorageTests))]
public sealed class QueueSenderTests(AzuriteFixture fixture)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("{\"text\":\"ü <&> 🚀 ]]>\"}")]
    [InlineData(" two\nlines\t")]
    public async Task Message_ToAQueueThatIsMissing_CreatesItAndArrivesAsItWas(string text)
    {
        var name = AzuriteFixture.NewName();

        var sent = await SendAsync(name, text, TimeSpan.Zero, Hour);

        var received = (await new QueueClient(fixture.ConnectionString, name).ReceiveMessageAsync()).Value;
        Assert.Equal(
            (text, sent.Id, sent.InsertedAt),
            (received.Body.ToString(), received.MessageId, received.InsertedOn)
        );
        Assert.Equal(Hour, received.ExpiresOn - received.InsertedOn);
    }

    [Fact]
    public async Task Message_OfTheLargestSize_IsTaken()
    {
        var name = AzuriteFixture.NewName();
        var text = new string('&', QueueSender.MaxBytes);

        await SendAsync(name, text, TimeSpan.Zero, QueueSender.ForEver);

        var received = (await new QueueClient(fixture.ConnectionString, name).ReceiveMessageAsync()).Value;
        Assert.Equal(text, received.Body.ToString());
    }

    [Fact]
    public async Task Message_WithADelay_IsHidden()
    {
        var name = AzuriteFixture.NewName();

        await SendAsync(name, "later", Hour, QueueSender.ForEver);

        var queue = new QueueClient(fixture.ConnectionString, name);
        Assert.Null((await queue.ReceiveMessageAsync()).Value);
        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Queue_ThatTheServiceRefuses_IsAFailureThatStays()
    {
        var failure = await Assert.ThrowsAsync<QueueFailedException>(() =>
            SendAsync("No_Name", "x", TimeSpan.Zero, Hour)
        );

        Assert.False(failure.IsTransient);
        Assert.Contains("No_Name", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain\n\ttext 🚀", true)]
    [InlineData("carriage\rreturn", false)]
    [InlineData("\u0000", false)]
    [InlineData("\uFFFE", false)]
    [InlineData("\uFFFD", true)]
    public void Text_WithWhatXmlCannotHold_CannotBeCarried(string text, bool expected) =>
        Assert.Equal(expected, QueueSender.CanCarry(text));

    // The text of a theory would pass through UTF-8, which cannot hold it either.
    [Fact]
    public void Text_WithHalfASurrogatePair_CannotBeCarried() => Assert.False(QueueSender.CanCarry("a\uD800"));

    private Task<SentMessage> SendAsync(string queue, string text, TimeSpan delay, TimeSpan timeToLive) =>
        new QueueSender(StorageAccount.Connect(fixture.ConnectionString), TimeProvider.System).SendAsync(
            queue,
            text,
            delay,
            timeToLive,
            CancellationToken.None
        );
}
