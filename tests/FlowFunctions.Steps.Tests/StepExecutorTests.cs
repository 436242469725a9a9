using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Secrets;
using static FlowFunctions.Steps.Tests.StepBench;

namespace FlowFunctions.Steps.Tests;

public sealed class StepExecutorTests
{
    private static readonly string[] SecretForms = ["pa\"ss/w+ö", "pa\\\"ss", "pa%22ss"];

    [Fact]
    public void Scope_AllNames_AreThoseOfTheRequest()
    {
        var error = new StepError
        {
            Code = "Http.500",
            Message = "No",
            Step = "b",
            Attempt = 2,
            Details = Payload.Parse("""{"status":500}"""),
        };
        var request = Request(
            "transform",
            """
            {"value":["{{ run }}","{{ steps.a.output.x }}","{{ steps.a.status }}","{{ steps.b.status }}","{{ steps.b.error }}",
              "{{ steps.b.output === undefined }}","{{ item }}","{{ index }}","{{ items.length }}","{{ now() }}"]}
            """
        ) with
        {
            Item = Payload.Parse("\"it\""),
            Index = 4,
            Items = Payload.Parse("[1,2]"),
            Steps = new Dictionary<string, StepView>
            {
                ["a"] = new(StepStatus.Succeeded, Payload.Parse("""{"x":1}"""), Error: null),
                ["b"] = new(StepStatus.TimedOut, Output: null, error),
            },
        };

        AssertJson(
            """
            [{"id":"r1","startedAt":"2030-01-02T03:03:05.000Z","flow":"orders","attempt":2},1,"Succeeded","TimedOut",
             {"code":"Http.500","message":"No","step":"b","attempt":2,"details":{"status":500}},
             true,"it",4,2,"2030-01-02T03:04:05.000Z"]
            """,
            Assert.IsType<StepOutcome.Succeeded>(Execute(request)).Output
        );
    }

    [Fact]
    public void Uuid_SameAttempt_IsTheSame()
    {
        const string With = """{"value":"{{ uuid() }}"}""";
        var first = Succeed("transform", With).Output;

        Assert.Equal(first, Succeed("transform", With).Output);
        Assert.NotEqual(
            first,
            Assert.IsType<StepOutcome.Succeeded>(Execute(Request("transform", With) with { Attempt = 3 })).Output
        );
    }

    [Fact]
    public void OutputPseudoStep_AnyWith_IsTheOutput() =>
        AssertJson("[3,{}]", Succeed(PlanStep.OutputType, """["{{ input.n }}",{}]""").Output);

    [Fact]
    public void OutputPseudoStep_OfAsManySteps_AsAFlowMayHave_IsEvaluatedInTime()
    {
        var ids = Enumerable.Range(0, FlowLimits.Steps).Select(static index => $"s{index}").ToArray();
        var with = string.Join(',', ids.Select(static id => $"\"{id}\":\"{{{{ steps.{id}?.output }}}}\""));
        var done = new StepView(StepStatus.Succeeded, Payload.Parse("1"), null);

        var outcome = Execute(
            Request(PlanStep.OutputType, $"{{{with}}}") with
            {
                Steps = ids.ToDictionary(static id => id, _ => done),
            }
        );

        var output = Assert.IsType<StepOutcome.Succeeded>(outcome).Output;
        Assert.Equal(FlowLimits.Steps, output.Element.EnumerateObject().Count());
    }

    [Fact]
    public void Expression_ThatThrows_FailsAndIsNotRetried()
    {
        var error = ErrorOf("transform", """{"value":"{{ input.missing.x }}"}""");

        Assert.Equal((ErrorCodes.Expression, false), (error.Code, error.Retryable));
    }

    [Fact]
    public void Type_Unknown_Fails() => Assert.Equal(StepErrorCodes.TypeUnknown, ErrorOf("teleport", "{}").Code);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Type_Throws_IsRetryableUnlessPure(bool isPure)
    {
        var error = await ErrorOfAsync(
            new OneType(isPure, static (_, _) => throw new InvalidOperationException("Oops"))
        );

        Assert.Equal((StepErrorCodes.Unexpected, !isPure), (error.Code, error.Retryable));
        Assert.Contains("Oops", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PureType_ThatDoesNotFinishAtOnce_BreaksTheProtocol()
    {
        using var types = new StepTypes(new OneType(IsPure: true, static async (_, ct) => await Never(ct)));
        var outcome = new StepExecutor(types, NoSecrets.Instance).ExecutePure(Request("one", "{}"));

        Assert.Equal(ErrorCodes.StepProtocol, Assert.IsType<StepOutcome.Failed>(outcome).Error.Code);
    }

    [Fact]
    public async Task Cancellation_OfAStep_IsCancelled()
    {
        using var cancel = new CancellationTokenSource();
        var execution = ErrorOfAsync(
            new OneType(IsPure: false, static async (_, ct) => await Never(ct)),
            cancellationToken: cancel.Token
        );
        await cancel.CancelAsync();

        Assert.Equal((ErrorCodes.Cancelled, false), ((await execution).Code, (await execution).Retryable));
    }

    [Fact]
    public async Task Secret_Missing_Fails()
    {
        var error = await ErrorOfAsync(new OneType(IsPure: false, Echo), with: """{"value":"{{ secrets.OTHER }}"}""");

        Assert.Equal((StepErrorCodes.SecretMissing, false), (error.Code, error.Retryable));
        Assert.Contains("OTHER", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_NotReferredTo_IsNotAskedFor()
    {
        var secrets = new OneSecret();
        await ExecuteAsync(new OneType(IsPure: false, Echo), secrets, """{"value":"{{ input.n }}"}""");

        Assert.Equal(0, secrets.Asked);
    }

    [Fact]
    public async Task Secret_InAnOutput_IsMasked()
    {
        var outcome = await ExecuteAsync(
            new OneType(IsPure: false, Echo),
            new OneSecret(),
            """
            {"value":{"plain":"{{ secrets.KEY }}","inside":"a {{ secrets.KEY }} b","json":"{{ JSON.stringify(secrets) }}",
              "url":"{{ encodeURIComponent(secrets.KEY) }}","list":["{{ [secrets.KEY] }}"],"other":"x","n":1}}
            """
        );

        AssertJson(
            """{"plain":"***","inside":"a *** b","json":"{\"KEY\":\"***\"}","url":"***","list":[["***"]],"other":"x","n":1}""",
            Assert.IsType<StepOutcome.Succeeded>(outcome).Output
        );
    }

    [Fact]
    public async Task Secret_InAnError_IsMasked()
    {
        var error = await ErrorOfAsync(
            new OneType(
                IsPure: false,
                static (context, _) => throw new InvalidOperationException(context.With().GetRawText())
            ),
            with: """{"value":"{{ secrets.KEY }}"}"""
        );

        Assert.Contains("***", error.Message, StringComparison.Ordinal);
        Assert.All(SecretForms, form => Assert.DoesNotContain(form, error.Message, StringComparison.Ordinal));
    }

    private static ValueTask<StepOutcome> Echo(StepContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<StepOutcome>(new StepOutcome.Succeeded(Payload.From(context.Member("value"))));

    private static async Task<StepOutcome> Never(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return new StepOutcome.Succeeded(Payload.Null);
    }

    private static async Task<StepError> ErrorOfAsync(
        OneType type,
        string with = "{}",
        CancellationToken cancellationToken = default
    ) => Assert.IsType<StepOutcome.Failed>(await ExecuteAsync(type, new OneSecret(), with, cancellationToken)).Error;

    private static async Task<StepOutcome> ExecuteAsync(
        OneType type,
        OneSecret secrets,
        string with,
        CancellationToken cancellationToken = default
    )
    {
        using var types = new StepTypes(type);
        return await new StepExecutor(types, secrets).ExecuteAsync(Request("one", with), cancellationToken);
    }

    private sealed record OneType(bool IsPure, Func<StepContext, CancellationToken, ValueTask<StepOutcome>> Do)
        : IStepType
    {
        public StepTypeDescriptor Descriptor { get; } =
            StepManifest.Descriptor("transform") with
            {
                Id = "one",
                IsPure = IsPure,
                With = Flows.Schema.JsonSchema.Parse("true"),
            };

        public ValueTask<StepOutcome> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
            Do(context, cancellationToken);
    }

    private sealed class OneSecret : ISecretSource
    {
        public int Asked { get; private set; }

        public ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken)
        {
            Asked++;
            return ValueTask.FromResult(name == "KEY" ? SecretForms[0] : null);
        }
    }
}
