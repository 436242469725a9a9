using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Tests.Run.Progress;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Cli.Tests.Run.Display;

public sealed class TreeTextTests
{
    private static readonly DateTimeOffset Later = DrivenRun.Start.AddSeconds(1.5);

    [Fact]
    public void Tree_EachState_IsSaidInWords()
    {
        using var run = new DrivenRun(
            """
            id: states
            steps:
              a: { type: transform, with: { value: 1 } }
              getIt: { type: http, with: { url: "http://x" }, retry: { maxAttempts: 3 } }
              nap: { type: delay, with: { duration: 10s } }
              ask: { type: approval, with: { title: "Ship it?" } }
              never: { type: transform, with: { value: 1 } }
            edges:
              - { from: nap, to: never }
            """
        );
        run.Answer(
            "getIt",
            new StepOutcome.Failed(
                new StepError
                {
                    Code = "Http.503",
                    Message = "Busy\nnow",
                    Retryable = true,
                }
            )
        );

        Assert.Equal(
            """
            states  Running  1.5s
            ├ ✓ a      Succeeded  0ms
            ├ … ask    Waiting  1.5s  for a decision: Ship it?
            ├ ↻ getIt  Retrying  attempt 1/3  1.5s  Http.503: Busy now
            ├ … nap    Waiting  1.5s  8.5s left
            └ · never
            """,
            Draw(run)
        );
    }

    [Fact]
    public void Tree_Loop_ShowsItsOpenIterations()
    {
        using var run = new DrivenRun(
            """
            id: loop
            steps:
              each:
                type: foreach
                with: { items: "{{ input }}", concurrency: 6 }
                body: { steps: { get: { type: http, with: { url: "http://x" } } } }
            """,
            "[1,2,3,4,5,6,7,8]"
        );
        run.Answer("each[0]/get", new StepOutcome.Succeeded(Payload.Null));

        Assert.Equal(
            """
            loop  Running  1.5s
            └ ⠋ each  Running  each 1/8  1.5s
                ⠋ [1] get  Running  1.5s
                ⠋ [2] get  Running  1.5s
                ⠋ [3] get  Running  1.5s
                ⠋ [4] get  Running  1.5s
                and 2 more open
            """,
            Draw(run)
        );
    }

    [Fact]
    public void Tree_CalledFlow_StandsBelowItsCaller()
    {
        using var run = new DrivenRun(
            "id: outer\nsteps: { call: { type: subflow, with: { flow: inner } }, last: { type: merge } }\nedges: [{ from: call, to: last }]",
            called: "id: inner\nsteps: { nap: { type: delay, with: { duration: 2s } } }"
        );

        Assert.Equal(
            """
            outer  Running  1.5s
            ├ … call  Waiting  1.5s  for the called flow
            │   └ … nap  Waiting  1.5s  500ms left
            └ · last
            """,
            Draw(run)
        );
    }

    [Fact]
    public async Task Decision_Key_SendsTheSignalToTheRunThatWaits()
    {
        using var run = new DrivenRun(
            "id: outer\nsteps: { call: { type: subflow, with: { flow: inner } } }",
            called: "id: inner\nsteps: { ask: { type: approval, with: { title: \"Ship it?\", name: ship } } }"
        );
        var sent = new TaskCompletionSource<string>();
        var keys = new System.Collections.Concurrent.BlockingCollection<char>();
        var prompt = new DecisionPrompt(
            keys.Take,
            (runId, name, payload) =>
            {
                sent.SetResult($"{runId} {name} {payload}");
                return Task.CompletedTask;
            },
            "ada"
        );

        Assert.Equal("? Ship it?  (y approves, n rejects)", prompt.Ask(run.Progress)?.Text);
        keys.Add('x');
        keys.Add('Y');

        Assert.Equal(
            """run~2 ship {"approved":true,"by":"ada"}""",
            await sent.Task.WaitAsync(TimeSpan.FromSeconds(30))
        );
    }

    private static string Draw(DrivenRun run) =>
        string.Join('\n', new TreeText(run.Progress, Later, frame: 0).Build().Select(static line => line.Text));
}
