using System.Text.Json;
using FlowFunctions.Cli.Remote.Follow;
using FlowFunctions.Cli.Remote.Runs;

namespace FlowFunctions.Cli.Tests.Remote.Follow;

public sealed class PlainFollowTests
{
    private const string Start = "2026-01-31T14:25:00.000Z";
    private const string End = "2026-01-31T14:25:01.250Z";

    [Fact]
    public async Task Steps_AreToldOnceForEachThingWorthTelling()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var run = new FollowedView(
            new RunView(JsonElement.Parse("""{"id":"r","flowId":"f","status":"Running","steps":[]}"""))
        );
        var end = new TaskCompletionSource();
        var shown = new PlainFollow(output, TimeProvider.System).ShowAsync(run, end.Task);

        Tell(run, Step("nap", "Running", ""));
        Tell(run, Step("nap", "Running", ""));
        Tell(run, Step("nap", "Waiting", ""));
        Tell(run, Step("nap", "Running", ""));
        Tell(run, Step("nap", "Succeeded", $$""","endedAt":"{{End}}" """));
        Tell(run, Step("each[0]/get", "Running", ""));
        Tell(
            run,
            Step("each[0]/get", "Failed", $$""","endedAt":"{{End}}","error":{"code":"E","message":"m\u001b[2J"} """)
        );
        Tell(run, Step("soon", "Pending", ""));
        end.SetResult();
        await shown;

        var lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal("14:25:00.000  nap  Running  0ms", lines[0]);
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3}  nap  Waiting  ", lines[1]);
        Assert.Equal("14:25:01.250  nap  Succeeded  1.2s", lines[2]);
        Assert.Equal("14:25:01.250  each[0]/get  Failed  1.2s  E: m [2J", lines[3]);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public async Task StepThatWaitsForASignal_SaysHowToSendIt()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var run = new FollowedView(
            new RunView(
                JsonElement.Parse(
                    """
                    {"id":"r","flowId":"f","status":"Running","steps":[
                      {"path":"ask","status":"Waiting","waiting":{"signal":"it's on","details":{"title":"Ship it?"}}},
                      {"path":"go","status":"Waiting","waiting":{"signal":"go\u001b[2J"}}]}
                    """
                )
            )
        );

        await new PlainFollow(output, TimeProvider.System).ShowAsync(run, Task.CompletedTask);

        Assert.Contains(
            """flow signal r 'it'\''s on' --payload '{"approved": true}'""" + "\n",
            output.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("flow signal r 'go [2J'\n", output.ToString(), StringComparison.Ordinal);
    }

    private static void Tell(FollowedView run, string step) =>
        run.Take(new RunUpdate(UpdateNames.Step, JsonElement.Parse(step)), []);

    private static string Step(string path, string status, string more) =>
        $$"""{"path":"{{path}}","status":"{{status}}","attempt":1,"startedAt":"{{Start}}"{{more}}}""";
}
