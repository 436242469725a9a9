using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Tests;

/// <summary>The step types under the real compiler and the real run machine: what they ask for and are answered fits together.</summary>
public sealed class FlowTests
{
    private static readonly StepTypes Types = StepTypes.BuiltIn();
    private static readonly StepExecutor Executor = new(Types, NoSecrets.Instance);

    [Theory]
    [InlineData(
        """
            "each": { "type": "foreach", "with": { "items": "{{ input.list }}" },
                      "body": { "steps": { "twice": { "type": "transform", "with": { "value": "{{ item * 2 + index }}" } } } } }
            """,
        "",
        "each",
        "[2,5,8]"
    )]
    [InlineData(
        """
            "each": { "type": "foreach", "with": { "items": "{{ Array.from({ length: 450 }, (_, n) => n) }}", "onItemFailure": "collect" },
                      "body": { "steps": { "one": { "type": "transform", "with": { "value": "{{ item.missing.x }}" } } } } },
            "count": { "type": "transform", "with": { "value": "{{ steps.each.output.filter(one => one.status === 'Failed').length }}" } }
            """,
        """{ "from": "each", "to": "count" }""",
        "count",
        "450"
    )]
    [InlineData(
        """
            "again": { "type": "repeat", "with": { "initial": 1, "while": "{{ item < 1000 && index < 300 }}", "maxIterations": 500 },
                       "body": { "steps": { "next": { "type": "transform", "with": { "value": "{{ item + 1 }}" } } } } }
            """,
        "",
        "again",
        """{"iterations":300,"last":301}"""
    )]
    [InlineData(
        """
            "route": { "type": "switch", "with": { "value": "{{ input.n }}", "cases": [{ "equals": 3, "port": "three" }] } },
            "three": { "type": "transform", "with": { "value": "taken" } },
            "other": { "type": "transform", "with": { "value": "not taken" } },
            "join": { "type": "merge", "with": { "mode": "first" } }
            """,
        """
            { "from": "route", "port": "three", "to": "three" }, { "from": "route", "port": "default", "to": "other" },
            { "from": "three", "to": "join" }, { "from": "other", "to": "join" }
            """,
        "join",
        "\"taken\""
    )]
    [InlineData(
        """
            "pause": { "type": "delay", "with": { "duration": "1h" } },
            "ask": { "type": "approval", "with": { "title": "Go on?", "name": "go" } },
            "answer": { "type": "transform", "with": { "value": "{{ [steps.pause.output.until, steps.ask.output.by] }}" } }
            """,
        """{ "from": "pause", "to": "ask" }, { "from": "ask", "to": "answer" }""",
        "answer",
        """["2030-01-02T04:04:05.000Z","Ada"]"""
    )]
    public void Flow_RunToItsEnd_GivesTheOutput(string steps, string edges, string last, string output)
    {
        var result = new Run(Compile(steps, edges, last)).ToEnd();

        Assert.True(result.Error is null, result.Error?.Message);
        StepBench.AssertJson(output, result.Output);
    }

    private static Plan Compile(string steps, string edges, string last)
    {
        var text = $$$"""
            { "language": 1, "id": "test", "name": "Test", "steps": { {{{steps}}} }, "edges": [{{{edges}}}],
              "output": "{{ steps.{{{last}}}.output }}" }
            """;
        var compiled = new FlowCompiler(Types).Compile(text);
        return compiled.Plan
            ?? throw new Xunit.Sdk.XunitException(
                string.Join('\n', compiled.Problems.Select(static one => one.Message))
            );
    }

    /// <summary>Carries a run and its children out at once; every timer fires when it is due, every signal is an approval.</summary>
    private sealed class Run(Plan plan)
    {
        private readonly RunState _state = new(plan);
        private readonly Queue<RunEvent> _events = new();

        public RunResult ToEnd() =>
            ToEnd(
                new RunStart
                {
                    RunId = "r1",
                    PlanHash = plan.Hash,
                    Input = Payload.Parse("""{"n":3,"list":[1,2,3]}"""),
                }
            );

        private RunResult ToEnd(RunStart start)
        {
            _events.Enqueue(new RunStarted(StepBench.ReadyAt, start));
            RunResult? result = null;
            while (result is null)
            {
                var buffer = new CommandBuffer();
                RunMachine.Apply(_state, _events.Dequeue(), buffer);
                foreach (var command in buffer.Commands)
                {
                    result = Answer(start, command) ?? result;
                }
            }

            return result;
        }

        private RunResult? Answer(RunStart start, RunCommand command)
        {
            switch (command)
            {
                case ExecuteStep execute:
                    var outcome = Executor.ExecutePure(StepScopes.RequestFor(_state, execute));
                    _events.Enqueue(new StepCompleted(StepBench.ReadyAt, command.Id, outcome));
                    if (outcome is Engine.Steps.StepOutcome.Waiting { Signal: { } signal })
                    {
                        _events.Enqueue(
                            new SignalReceived(
                                StepBench.ReadyAt,
                                signal,
                                Payload.Parse("""{"approved":true,"by":"Ada"}""")
                            )
                        );
                    }

                    return null;
                case StartTimer timer:
                    _events.Enqueue(new TimerFired(timer.Due, timer.Id));
                    return null;
                case StartChild child:
                    var childStart = start with { RunId = child.ChildRunId, Input = child.Input, Chunk = child.Chunk };
                    _events.Enqueue(new ChildCompleted(StepBench.ReadyAt, child.Id, new Run(plan).ToEnd(childStart)));
                    return null;
                case CompleteRun complete:
                    return complete.Result;
                default:
                    return null;
            }
        }
    }
}
