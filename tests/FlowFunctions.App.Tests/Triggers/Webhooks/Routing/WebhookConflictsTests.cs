using FlowFunctions.App.Triggers.Webhooks.Routing;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Tests.Triggers.Webhooks.Routing;

public sealed class WebhookConflictsTests
{
    [Theory]
    [InlineData("orders", "orders", true)]
    [InlineData("orders/{id}", "orders/{name}", true)]
    [InlineData("{a}/b/{c}", "{x}/b/{y}", true)]
    [InlineData("orders/{id}", "orders/new", false)]
    [InlineData("{a}/new", "orders/{b}", false)]
    [InlineData("orders", "Orders", false)]
    [InlineData("orders", "orders/{id}", false)]
    public void Overlap_Paths_OnlyWhenNeitherIsMoreExact(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, WebhookConflicts.Overlap(Webhook(one), Webhook(other)));
        Assert.Equal(overlap, WebhookConflicts.Overlap(Webhook(other), Webhook(one)));
    }

    [Theory]
    [InlineData("POST", "POST", true)]
    [InlineData("POST", "GET", false)]
    [InlineData("GET", "HEAD", false)]
    [InlineData("ANY", "GET", true)]
    [InlineData("GET,POST", "POST,PUT", true)]
    public void Overlap_Methods_OnlyWhenOneIsShared(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, WebhookConflicts.Overlap(Webhook("a", one), Webhook("a", other)));
        Assert.Equal(overlap, WebhookConflicts.Overlap(Webhook("a", other), Webhook("a", one)));
    }

    internal static WebhookTrigger Webhook(string path, string methods = "POST") =>
        new()
        {
            Id = "hook",
            Pointer = "/triggers/hook",
            Path = path,
            Methods = [.. methods.Split(',')],
        };
}
