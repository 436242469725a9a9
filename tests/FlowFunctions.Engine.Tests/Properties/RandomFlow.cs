using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Properties;

/// <summary>
/// A random DAG of up to 60 steps with every kind of edge, join, loop and wait, and what each attempt of its steps answers: a function
/// of the case's seed and the attempt's identity, so that the answers do not depend on the order of events.
/// </summary>
internal sealed class RandomFlow
{
    private static readonly string[] Ports = ["x", "y"];
    private readonly Random _random;
    private readonly int _seed;
    private readonly bool _mayBeCutShort;
    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);
    private int _nextId;

    /// <param name="seed">Of the case.</param>
    /// <param name="mayBeCutShort">Whether timeouts and failures that stop others may occur; then the end depends on the order.</param>
    public RandomFlow(int seed, bool mayBeCutShort)
    {
        _random = new Random(seed);
        _seed = seed;
        _mayBeCutShort = mayBeCutShort;
        var size = 1 + (int)(Math.Pow(_random.NextDouble(), 3) * 60);
        var builder = Graph(size, depth: 0);
        Plan = builder
            .Settings(
                new PlanSettings
                {
                    OnFailure = mayBeCutShort && _random.Next(2) == 0 ? FailureMode.Stop : FailureMode.FinishOthers,
                    Timeout = mayBeCutShort && _random.Next(8) == 0 ? TimeSpan.FromSeconds(_random.Next(1, 40)) : null,
                }
            )
            .Build();
        Child = PlanBuilder.Of("c1", "c2").Edge("c1", "c2").Build();
    }

    private enum Kind
    {
        Plain,
        Delay,
        Signal,
        Foreach,
        Repeat,
        Call,
        Stop,
    }

    public Plan Plan { get; }

    /// <summary>The flow that calls go to.</summary>
    public Plan Child { get; }

    public StepOutcome Answer(string path, int attempt, StepResume? resume, string stepId, DateTimeOffset readyAt)
    {
        var kind = _kinds.GetValueOrDefault(stepId);
        var dice = Dice(path, attempt);
        return (kind, resume) switch
        {
            (Kind.Foreach, StepResume.Iterated iterated) => Done(iterated.Results.Count, dice),
            (Kind.Foreach, _) => Items(dice),
            (Kind.Repeat, StepResume.Repeated { Iterations: var done }) when done > dice % 4 => Done(done, dice),
            (Kind.Repeat, _) => new StepOutcome.Repeating(Number(1)),
            (_, not null) => Done(1, dice),
            (Kind.Delay, _) => new StepOutcome.Waiting(readyAt.AddSeconds(dice % 10), Signal: null),
            (Kind.Signal, _) => new StepOutcome.Waiting(Until: null, SignalOf(path)),
            (Kind.Call, _) => new StepOutcome.Calling("child", Number(dice % 10)),
            (Kind.Stop, _) => new StepOutcome.RunEnded(RunStatus.Succeeded, Number(1)),
            _ => PlainAnswer(stepId, dice),
        };
    }

    public static string SignalOf(string path) => "go " + path;

    public bool WaitsForSignal(string stepId) => _kinds.GetValueOrDefault(stepId) == Kind.Signal;

    private PlanBuilder Graph(int size, int depth)
    {
        var builder = new PlanBuilder();
        var ids = new List<string>(size);
        for (var index = 0; index < size; index++)
        {
            var id = $"s{_nextId++}";
            AddStep(builder, id, depth);
            for (var edges = Math.Min(index, _random.Next(4)); edges > 0; edges--)
            {
                var from = ids[_random.Next(Math.Max(0, index - 8), index)];
                var on = (EdgeCondition)Math.Max(0, _random.Next(-4, 3));
                builder.Edge(
                    from,
                    id,
                    on,
                    on == EdgeCondition.Success && _random.Next(3) == 0 ? Ports[_random.Next(2)] : null
                );
            }

            ids.Add(id);
        }

        return builder;
    }

    private void AddStep(PlanBuilder builder, string id, int depth)
    {
        var kind = _random.Next(12) switch
        {
            0 => Kind.Delay,
            1 => Kind.Signal,
            2 when depth < 2 => Kind.Foreach,
            3 when depth < 2 => Kind.Repeat,
            4 => Kind.Call,
            5 when _mayBeCutShort && _random.Next(6) == 0 => Kind.Stop,
            _ => Kind.Plain,
        };
        _kinds[id] = kind;
        if (kind is Kind.Foreach or Kind.Repeat)
        {
            builder.Loop(id, Graph(_random.Next(1, 4), depth + 1), Decorate);
        }
        else
        {
            builder.Step(id, step => Decorate(step) with { Retry = RandomRetry() });
        }
    }

    private PlanStep Decorate(PlanStep step) =>
        step with
        {
            Join = (JoinRule)Math.Max(0, _random.Next(-3, 4)),
            Timeout = _mayBeCutShort && _random.Next(8) == 0 ? TimeSpan.FromSeconds(_random.Next(1, 10)) : null,
        };

    private RetryPolicy RandomRetry() =>
        new()
        {
            MaxAttempts = _random.Next(1, 4),
            Delay = TimeSpan.FromSeconds(_random.Next(0, 3)),
            Backoff = (Backoff)_random.Next(2),
        };

    private static StepOutcome PlainAnswer(string stepId, uint dice) =>
        dice % 5 == 0 && stepId[0] != '$'
            ? new StepOutcome.Failed(
                new StepError
                {
                    Code = "Test",
                    Message = "As the dice say.",
                    Retryable = dice % 2 == 0,
                }
            )
            : Done((int)(dice % 100), dice);

    private StepOutcome.Iterating Items(uint dice)
    {
        // Now and then a loop long enough to be split into child runs.
        var count = (int)(dice % 151 == 0 ? 201 + (dice % 60) : dice % 5);
        var items = Payload.Parse($"[{string.Join(',', Enumerable.Range(0, count))}]");
        var mode = _mayBeCutShort && dice % 2 == 0 ? ItemFailureMode.Stop : ItemFailureMode.Collect;
        return new StepOutcome.Iterating(items, count, 1 + (int)(dice % 3), mode);
    }

    private static StepOutcome.Succeeded Done(int output, uint dice) => new(Number(output), Ports[dice / 7 % 2]);

    private static Payload Number(long value) =>
        Payload.Parse(value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private uint Dice(string path, int attempt)
    {
        var hash = 2166136261u ^ (uint)_seed;
        foreach (var character in path)
        {
            hash = (hash ^ character) * 16777619;
        }

        hash = (hash ^ (uint)attempt) * 16777619;
        return (hash ^ (hash >> 15)) * 2246822519 >> 4;
    }
}
