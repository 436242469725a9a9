using FlowFunctions.App.Problems;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Triggers;
using FlowFunctions.App.Triggers.Queues.Messages;
using FlowFunctions.App.Triggers.Queues.Pumps;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Triggers.Queues;

/// <summary>Messages that this process has had for longer than it held them.</summary>
[Collection(nameof(QueueTests))]
public sealed class LostMessageTests(QueueFixture fixture)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Message_ThatSomebodyElseHas_StartsNothing()
    {
        var (queue, name) = await QueueAsync();
        using var ours = Assert.Single(await queue.ReceiveAsync(1, Second, CancellationToken.None));
        using var theirs = await UntilReceivedAsync(queue);
        await UntilLateAsync(ours);

        Assert.Equal(0, await SettleAsync(ours, name));

        Assert.Equal((true, 1), (ours.IsSettled, await fixture.CountAsync(name)));
    }

    [Fact]
    public async Task Message_ThatNobodyElseTook_StartsItsRun()
    {
        var (queue, name) = await QueueAsync();
        using var ours = Assert.Single(await queue.ReceiveAsync(1, Second, CancellationToken.None));
        await UntilLateAsync(ours);

        Assert.Equal(1, await SettleAsync(ours, name));

        Assert.Equal(0, await fixture.CountAsync(name));
    }

    [Fact]
    public void Fault_OfAFlowThatWasDeleted_IsNotTheMessages()
    {
        var gone = new ProblemException(Problem.Conflict(TriggerStarter.GoneCode, "Gone."));

        Assert.False(MessageFault.Of(gone).IsOfMessage);
    }

    private async Task<(MessageQueue Queue, string Name)> QueueAsync()
    {
        var name = AppFixture.NewId("lost");
        await fixture.SendAsync(name, "1");
        return (new MessageQueue(fixture.App.Services.GetRequiredService<StorageAccount>(), name), name);
    }

    private async Task<int> SettleAsync(HeldMessage message, string queue)
    {
        var consumer = new Counting(queue);
        var handling = fixture.App.Services.GetRequiredService<MessageHandling>();
        await handling.SettleAsync(consumer, message, CancellationToken.None, CancellationToken.None);
        return consumer.Started;
    }

    private static async Task<HeldMessage> UntilReceivedAsync(MessageQueue queue)
    {
        using var limit = new CancellationTokenSource(Minute);
        while (true)
        {
            if (await queue.ReceiveAsync(1, Minute, limit.Token) is [var message])
            {
                return message;
            }
        }
    }

    private static async Task UntilLateAsync(HeldMessage message)
    {
        using var limit = new CancellationTokenSource(Minute);
        while (!message.MayBeLost)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    private sealed class Counting(string queue) : IMessageConsumer
    {
        public int Started { get; private set; }

        public string Queue => queue;

        public string PoisonQueue => $"{queue}-poison";

        public string? FlowId => null;

        public string? TriggerId => null;

        public int Batch => 1;

        public int MaxTries => 1;

        public bool IsActive => true;

        public ValueTask StartAsync(IncomingMessage message, CancellationToken cancellationToken)
        {
            Started++;
            return ValueTask.CompletedTask;
        }
    }
}
