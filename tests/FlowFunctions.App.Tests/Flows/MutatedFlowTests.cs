using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Flows;

[Collection(nameof(AppTests))]
public sealed class MutatedFlowTests(AppFixture fixture)
{
    private const int Cases = 150;

    [Fact]
    public async Task Flows_WithWhatDoesNotBelongThere_AreAnsweredNeverWithA500()
    {
        var flows = new MutatedFlows(20261120);
        var id = AppFixture.NewId("mutated");
        await fixture.Client.CreateFlowAsync(id);

        var (valid, unexpected) = (0, new List<string>());
        for (var number = 0; number < Cases; number++)
        {
            var flow = flows.Next();
            var validated = await fixture.Client.PostReplyAsync("/api/flows/validate", flow);
            var drafted = await fixture.Client.PutReplyAsync($"/api/flows/{id}/draft", flow, Condition(number));
            var diff = await fixture.Client.GetReplyAsync($"/api/flows/{id}/diff?to=draft");
            if ((validated.Status, drafted.Status is 200 or 201, diff.Status) != (200, true, 200))
            {
                unexpected.Add($"{validated.Status} {drafted.Status} {diff.Status} {flow}");
            }
            else if (validated.Body.GetProperty("valid").GetBoolean())
            {
                valid++;
            }
        }

        Assert.Empty(unexpected);
        Assert.InRange(valid, 1, Cases - 1);
    }

    private static (string, string)[] Condition(int number) => number == 0 ? [] : [("If-Match", "*")];
}
