using FlowFunctions.App.Triggers;

namespace FlowFunctions.App.Tests.Triggers;

public sealed class OutageTests
{
    [Fact]
    public void Failure_OfTheSameKind_IsToldOnceUntilItIsOver()
    {
        var outage = new Outage();

        Assert.True(outage.IsNews(new IOException()));
        Assert.False(outage.IsNews(new IOException("again")));
        outage.End();
        Assert.True(outage.IsNews(new IOException()));
    }

    [Fact]
    public void Failure_OfAnotherKind_IsToldDuringAnOutage()
    {
        var outage = new Outage();
        outage.IsNews(new IOException());

        Assert.True(outage.IsNews(new InvalidOperationException()));
    }
}
