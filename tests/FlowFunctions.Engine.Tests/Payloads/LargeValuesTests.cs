using System.Text.Json;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Payloads;

public sealed class LargeValuesTests
{
    private readonly MemoryPayloads _store = new();
    private readonly LargeValues _values;

    public LargeValuesTests() =>
        _values = new LargeValues(_store, new PayloadLimits { MaxInlineBytes = 100, MaxBytes = 10_000 });

    public static TheoryData<StepOutcome> Outcomes =>
        [
            new StepOutcome.Succeeded(Large("a"), "port"),
            new StepOutcome.Failed(Error("Test", Large("b"))),
            new StepOutcome.Waiting(Until: null, "signal", Large("c")),
            new StepOutcome.Iterating(Large("d"), 3, 2, ItemFailureMode.Collect),
            new StepOutcome.Repeating(Large("e")),
            new StepOutcome.Calling("flow", Large("f")),
            new StepOutcome.RunEnded(Engine.Runs.RunStatus.Succeeded, Large("g")),
        ];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task Store_OutcomeWithALargeValue_RefersToIt(StepOutcome outcome)
    {
        Assert.False(_values.IsInline(outcome));
        var stored = await _values.StoreAsync(outcome, default);

        Assert.True(_values.IsInline(stored));
        var loaded = await _values.LoadAsync(stored.Payload!, default);
        Assert.NotNull(stored.Payload!.Reference);
        Assert.Equal(outcome.Payload, loaded);
        Assert.Equal(outcome, stored.With(outcome.Payload!));
    }

    [Fact]
    public async Task Store_SmallValue_IsItsTextOnly()
    {
        var document = JsonElement.Parse("{\"a\":[1, 2]}");

        var stored = await _values.StoreAsync(Payload.From(document.GetProperty("a")), default);

        Assert.Equal("[1, 2]", stored.ToString());
        Assert.Equal(0, _store.Puts);
    }

    [Fact]
    public async Task Store_MoreThanAnyValueMayBe_IsRefused() =>
        await Assert.ThrowsAsync<PayloadTooLargeException>(async () =>
            await _values.StoreAsync(Payload.FromUtf8(new byte[10_001]), default)
        );

    [Fact]
    public async Task Store_LongMessage_IsCut()
    {
        var outcome = new StepOutcome.Failed(Error("Test", details: null) with { Message = new string('m', 50_000) });

        var stored = Assert.IsType<StepOutcome.Failed>(await _values.StoreAsync(outcome, default));

        Assert.Equal(LargeValues.MaxMessageLength, stored.Error.Message.Length);
    }

    [Fact]
    public async Task Load_ManyAtOnce_ReadsOnce()
    {
        var cold = new LargeValues(_store, new PayloadLimits());
        var reference = await _values.StoreAsync(Large("x"), default);

        var loaded = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(() => cold.LoadAsync(reference, default).AsTask()))
        );

        Assert.Equal(1, _store.Gets);
        Assert.All(loaded, payload => Assert.Equal(Large("x"), payload));
    }

    [Theory]
    [InlineData("{{ steps.a.status }}", "")]
    [InlineData("{{ steps.a.output.x }}", "a.output")]
    [InlineData("{{ steps.a.error.message }}", "a.error")]
    [InlineData("{{ steps.a['out' + 'put'] }}", "a.output a.error")]
    [InlineData("{{ input.x }}", "input")]
    [InlineData("{{ trigger.x + env.y }}", "trigger env")]
    [InlineData("{{ index }}", "")]
    [InlineData("{{ item }}", "items")]
    [InlineData("{{ items.length }}", "items")]
    [InlineData("constant", "")]
    public async Task Load_Request_LoadsOnlyWhatTheStepLooksAt(string with, string expected)
    {
        var request = await RequestAsync(with);

        var loaded = await _values.LoadAsync(request, default);

        (string Name, Payload? Payload)[] values =
        [
            ("a.output", loaded.Steps["a"].Output),
            ("a.error", loaded.Steps["a"].Error!.Details),
            ("input", loaded.Input),
            ("trigger", loaded.Trigger),
            ("env", loaded.Env),
            ("items", loaded.Items),
        ];
        Assert.Equal(expected, string.Join(' ', values.Where(v => v.Payload!.Reference is null).Select(v => v.Name)));
        Assert.Equal(expected.Length > 0, request.ReadsStored());
    }

    [Fact]
    public async Task Load_Resume_IsAlwaysLoaded()
    {
        var large = await _values.StoreAsync(Large("r"), default);
        StepResume[] resumes =
        [
            new StepResume.SignalReceived(large),
            new StepResume.Called(large),
            new StepResume.Repeated(1, large),
            new StepResume.Iterated(
                [new(large, Error: null), new(Output: null, Error("Test", large))],
                default,
                Chunked: false
            ),
        ];
        foreach (var resume in resumes)
        {
            var request = await RequestAsync("constant") with { Resume = resume };

            Assert.True(request.ReadsStored());
            Assert.False((await _values.LoadAsync(request, default) with { Input = Payload.Null }).ReadsStored());
        }
    }

    [Fact]
    public async Task Execute_StoreFailsForAWhile_KeepsWhatTheStepHasDone()
    {
        var steps = new OneAnswer(new StepOutcome.Succeeded(Large("kept")));
        var executor = new LargeValueExecutor(steps, _values, TimeProvider.System);
        var request = await RequestAsync("constant");
        _store.Failures = 2;

        var outcome = Assert.IsType<StepOutcome.Succeeded>(await executor.ExecuteAsync(request, default));

        Assert.NotNull(outcome.Output.Reference);
        Assert.Equal(1, steps.Executions);
    }

    [Fact]
    public async Task Execute_MissingOrTooLargeValue_FailsTheStepWithACode()
    {
        var lost = Payload.FromReference(PayloadReference.Of("lost"u8));
        var request = await RequestAsync("{{ input.x }}") with { Input = lost };
        var steps = new OneAnswer(new StepOutcome.Succeeded(Payload.FromUtf8(new byte[10_001])));
        var executor = new LargeValueExecutor(steps, _values, TimeProvider.System);

        var missing = Assert.IsType<StepOutcome.Failed>(await executor.ExecuteAsync(request, default));
        var large = Assert.IsType<StepOutcome.Failed>(
            await executor.ExecuteAsync(request with { Input = Payload.Null }, default)
        );

        Assert.Equal(("Payload.Missing", false), (missing.Error.Code, missing.Error.Retryable));
        Assert.Equal(("Output.TooLarge", false), (large.Error.Code, large.Error.Retryable));
        Assert.Equal(1, steps.Executions);
    }

    private static Payload Large(string text) => Payload.Parse($"[\"{text}\",\"{new string('.', 200)}\"]");

    private static StepError Error(string code, Payload? details) =>
        new()
        {
            Code = code,
            Message = "It failed.",
            Details = details,
        };

    private async Task<StepRequest> RequestAsync(string with) =>
        new()
        {
            RunId = "run",
            FlowId = "flow",
            RunStartedAt = default,
            Path = "loop[0]/b",
            Attempt = 1,
            ReadyAt = default,
            Step = new PlanStep
            {
                Id = "b",
                Type = "test",
                With = JsonTemplate.Parse(JsonSerializer.SerializeToElement(with)),
                Needs = [new PlanNeed("a", 1, 0)],
            },
            Input = await _values.StoreAsync(Large("input"), default),
            Trigger = await _values.StoreAsync(Large("trigger"), default),
            Env = await _values.StoreAsync(Large("env"), default),
            Index = 1,
            Items = await _values.StoreAsync(Large("items"), default),
            Steps = new Dictionary<string, StepView>
            {
                ["a"] = new(
                    StepStatus.Failed,
                    await _values.StoreAsync(Large("output"), default),
                    Error("Test", await _values.StoreAsync(Large("details"), default))
                ),
            },
        };

    private sealed class OneAnswer(StepOutcome outcome) : IStepExecutor
    {
        public int Executions { get; private set; }

        public ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken)
        {
            Executions++;
            return new(outcome);
        }

        public StepOutcome ExecutePure(StepRequest request) => outcome;
    }
}
