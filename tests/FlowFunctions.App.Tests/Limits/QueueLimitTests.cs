using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Triggers.Queues;

namespace FlowFunctions.App.Tests.Limits;

[Collection(nameof(QueueTests))]
public sealed class QueueLimitTests(QueueFixture fixture)
{
    [Fact]
    public async Task Message_WhileNoRunMayStart_WaitsWithoutATryLess()
    {
        var flow = AppFixture.NewId("queue");
        await using (var full = await FullWorkspace.CreateAsync(fixture.Client))
        {
            await fixture.Client.PublishAsync(QueueFixture.Echo(flow));
            await fixture.SendAsync(flow, "17");
            await full.RefusedAsync();
        }

        var output = await fixture.OutputAsync(flow);
        Assert.Equal(17, output.GetProperty("input").GetInt32());
        Assert.Equal(1, output.GetProperty("trigger").GetProperty("dequeueCount").GetInt32());
    }
}
