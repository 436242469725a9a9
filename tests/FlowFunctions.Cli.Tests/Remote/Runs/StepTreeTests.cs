using System.Text.Json;
using FlowFunctions.Cli.Remote.Runs;

namespace FlowFunctions.Cli.Tests.Remote.Runs;

public sealed class StepTreeTests
{
    private const string Start = "2026-01-31T14:25:00.000Z";
    private static readonly DateTimeOffset Later = new(2026, 1, 31, 14, 25, 1, 500, TimeSpan.Zero);

    [Fact]
    public void Tree_EachState_IsSaidInWords() =>
        Assert.Equal(
            """
            f v3  Running  1.5s
            ├ ✓ a      Succeeded  20ms
            ├ … ask    Waiting  1.5s  for a decision: Ship it?
            ├ ↻ getIt  Retrying  attempt 2  1.5s  Http.503: Busy now
            ├ ✓ old    Succeeded  reused
            └ ⠋ new    Dreaming
            """,
            Draw(
                isComplete: false,
                $$"""{"path":"a","status":"Succeeded","attempt":1,"startedAt":"{{Start}}","endedAt":"2026-01-31T14:25:00.020Z"}""",
                $$$"""{"path":"ask","status":"Waiting","attempt":1,"startedAt":"{{{Start}}}","waiting":{"signal":"d","details":{"title":"Ship it?"} } }""",
                $$$"""{"path":"getIt","status":"Retrying","attempt":2,"startedAt":"{{{Start}}}","error":{"code":"Http.503","message":"Busy\nnow"} }""",
                """{"path":"old","status":"Succeeded","attempt":1,"reused":true}""",
                """{"path":"new","status":"Dreaming"}"""
            )
        );

    [Fact]
    public void Tree_Loop_ShowsWhatIsOpenOrHasFailed() =>
        Assert.Equal(
            """
            f v3  Running  1.5s
            └ ⠋ each  Running  each 1/9
                ✗ [1] get  Failed  E: m
                ⠋ [2] get  Running
                ⠋ [3] inner  Running
                    ⠋ [0] x  Running
                ⠋ [4] get  Running
                and 1 more
            """,
            Draw(isComplete: false, Loop)
        );

    [Fact]
    public void Tree_Complete_ShowsEveryStep() =>
        Assert.Equal(
            """
            f v3  Running  1.5s
            └ ⠋ each  Running  each 1/9
                ✓ [0] get  Succeeded
                ✗ [1] get  Failed  E: m
                ⠋ [2] get  Running
                ⠋ [3] inner  Running
                    ⠋ [0] x  Running
                ⠋ [4] get  Running
                ⠋ [5] get  Running
            """,
            Draw(isComplete: true, Loop)
        );

    [Fact]
    public void Tree_StepOfAnUnknownLoop_StandsByItself() =>
        Assert.Equal(
            """
            f v3  Running  1.5s
            └ ✓ each[0]/get  Succeeded
            """,
            Draw(isComplete: true, """{"path":"each[0]/get","status":"Succeeded"}""")
        );

    private static string[] Loop =>
        [
            """{"path":"each","status":"Running","iterations":{"total":9,"finished":1}}""",
            """{"path":"each[0]/get","status":"Succeeded"}""",
            """{"path":"each[1]/get","status":"Failed","error":{"code":"E","message":"m"}}""",
            """{"path":"each[2]/get","status":"Running"}""",
            """{"path":"each[3]/inner","status":"Running"}""",
            """{"path":"each[3]/inner[0]/x","status":"Running"}""",
            """{"path":"each[4]/get","status":"Running"}""",
            """{"path":"each[5]/get","status":"Running"}""",
        ];

    private static string Draw(bool isComplete, params string[] steps)
    {
        var run = JsonElement.Parse(
            $$"""
            {"id":"r","flowId":"f","version":3,"status":"Running","startedAt":"{{Start}}","steps":[{{string.Join(
                ',',
                steps
            )}}]}
            """
        );
        var tree = new StepTree(new RunView(run), Later, frame: 0, isComplete);
        return string.Join('\n', tree.Build().Select(static line => line.Text));
    }
}
