using FlowFunctions.App.Problems;
using FlowFunctions.App.Triggers.Webhooks.Bodies;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.App.Tests.Triggers.Webhooks.Bodies;

public sealed class PooledBodyTests
{
    [Fact]
    public async Task Read_MoreThanTheBudgetLeaves_IsRefusedUntilTheOthersAreDone()
    {
        var budget = new BodyBudget(10);
        var first = await ReadAsync(6, budget);

        var busy = await Assert.ThrowsAsync<ProblemException>(async () => await ReadAsync(5, budget));
        first.Dispose();
        using var next = await ReadAsync(10, budget);

        Assert.Equal((503, "Webhook.Busy"), (busy.Problem.Status, busy.Problem.Code));
        Assert.NotNull(busy.Problem.RetryAfter);
        Assert.Equal(10, next.Content.Length);
    }

    private static ValueTask<PooledBody> ReadAsync(int bytes, BodyBudget budget)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(new byte[bytes]);
        return PooledBody.ReadAsync(request, 100, budget);
    }
}
