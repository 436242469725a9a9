using FlowFunctions.Engine.Steps;
using static FlowFunctions.Steps.Tests.StepBench;

namespace FlowFunctions.Steps.Tests;

public sealed class WaitingTests
{
    private const string Approval = """{"title":"Order {{ input.n }}","assignees":["a@example.com"],"timeout":"2h"}""";

    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("PT1.5S", 1.5)]
    [InlineData("{{ input.n }}s", 3)]
    public void Delay_Duration_CountsFromReady(string duration, double seconds)
    {
        var waiting = Assert.IsType<StepOutcome.Waiting>(Execute("delay", $$"""{"duration":"{{duration}}"}"""));

        Assert.Equal(ReadyAt.AddSeconds(seconds), waiting.Until);
        Assert.Null(waiting.Signal);
    }

    [Fact]
    public void Delay_TimeReached_Succeeds() =>
        AssertJson(
            """{"until":"2030-01-02T03:04:35.000Z"}""",
            Succeed("delay", """{"duration":"30s"}""", StepResume.TimeReached.Instance).Output
        );

    [Fact]
    public void Delay_Zero_ContinuesAtOnce() => Succeed("delay", """{"duration":"0s"}""");

    [Theory]
    [InlineData("soon")]
    [InlineData("{{ input.name }}")]
    [InlineData("99999d")]
    public void Delay_NoDuration_IsInvalidInput(string duration)
    {
        var error = ErrorOf("delay", $$"""{"duration":"{{duration}}"}""");

        Assert.Equal(ErrorCodes.InputInvalid, error.Code);
        Assert.Equal("/duration", error.Details!.Element.GetProperty("pointer").GetString());
    }

    [Theory]
    [InlineData("\"2030-01-02T05:04:05+01:00\"", 3600)]
    [InlineData("\"2030-01-02T04:04Z\"", 3595)]
    [InlineData("\"2030-01-03\"", 75355)]
    [InlineData("1893556800000", 3355)]
    [InlineData("\"{{ Date.parse('2030-01-02T03:05:05Z') }}\"", 60)]
    public void WaitUntil_Time_IsWaitedFor(string time, int seconds)
    {
        var waiting = Assert.IsType<StepOutcome.Waiting>(Execute("waitUntil", $$"""{"time":{{time}}}"""));

        Assert.Equal(ReadyAt.AddSeconds(seconds), waiting.Until);
    }

    [Theory]
    [InlineData("\"2030-01-02T03:04:05Z\"", "2030-01-02T03:04:05.000Z")]
    [InlineData("\"1999-12-31T23:59:59.5Z\"", "1999-12-31T23:59:59.500Z")]
    [InlineData("0", "1970-01-01T00:00:00.000Z")]
    public void WaitUntil_PastTime_ContinuesAtOnce(string time, string until) =>
        AssertJson($$"""{"until":"{{until}}"}""", Succeed("waitUntil", $$"""{"time":{{time}}}""").Output);

    [Fact]
    public void WaitUntil_TimeReached_Succeeds() =>
        Succeed("waitUntil", """{"time":"2031-01-01"}""", StepResume.TimeReached.Instance);

    [Theory]
    [InlineData("\"2030-01-02T03:04:05\"")]
    [InlineData("\"tomorrow\"")]
    [InlineData("1e300")]
    public void WaitUntil_NoTime_SaysWhatToWrite(string time)
    {
        var error = ErrorOf("waitUntil", $$"""{"time":{{time}}}""");

        Assert.Equal(ErrorCodes.InputInvalid, error.Code);
        Assert.Contains("2030-01-31T08:00:00Z", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WaitForSignal_FirstExecution_WaitsForSignalAndTime()
    {
        var waiting = Assert.IsType<StepOutcome.Waiting>(
            Execute("waitForSignal", """{"name":"paid-{{ input.n }}","timeout":"3d"}""")
        );

        Assert.Equal(("paid-3", ReadyAt.AddDays(3)), (waiting.Signal, waiting.Until));
    }

    [Fact]
    public void WaitForSignal_WithoutTimeout_WaitsForEver() =>
        Assert.Null(Assert.IsType<StepOutcome.Waiting>(Execute("waitForSignal", """{"name":"paid"}""")).Until);

    [Fact]
    public void WaitForSignal_Signal_IsTheOutput()
    {
        var outcome = Succeed("waitForSignal", """{"name":"paid"}""", Signal("""{"amount":7}"""));

        Assert.Equal("received", outcome.Port);
        AssertJson("""{"amount":7}""", outcome.Output);
    }

    [Fact]
    public void WaitForSignal_TimeReached_TimesOut()
    {
        var outcome = Succeed("waitForSignal", """{"name":"paid"}""", StepResume.TimeReached.Instance);

        Assert.Equal("timeout", outcome.Port);
        AssertJson("null", outcome.Output);
    }

    [Fact]
    public void Approval_FirstExecution_TellsPeople()
    {
        var waiting = Assert.IsType<StepOutcome.Waiting>(Execute("approval", Approval));

        Assert.Equal(("approval:step", ReadyAt.AddHours(2)), (waiting.Signal, waiting.Until));
        AssertJson(
            """{"title":"Order 3","message":null,"assignees":["a@example.com"],"signal":"approval:step","refused":null}""",
            waiting.Details
        );
    }

    [Fact]
    public void Approval_Name_IsTheSignal() =>
        Assert.Equal(
            "boss",
            Assert.IsType<StepOutcome.Waiting>(Execute("approval", """{"title":"x","name":"boss"}""")).Signal
        );

    [Theory]
    [InlineData(
        """{"approved":true,"by":"Ada","comment":"fine"}""",
        "approved",
        """{"approved":true,"by":"Ada","comment":"fine"}"""
    )]
    [InlineData("""{"approved":false,"by":null}""", "rejected", """{"approved":false,"by":null,"comment":null}""")]
    public void Approval_Decision_ChoosesThePort(string signal, string port, string output)
    {
        var outcome = Succeed("approval", Approval, Signal(signal));

        Assert.Equal(port, outcome.Port);
        AssertJson(output, outcome.Output);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("""{"approved":"yes"}""")]
    [InlineData("""{"approved":true,"by":7}""")]
    [InlineData("""{"approved":true,"comment":{}}""")]
    public void Approval_NoDecision_KeepsWaitingToTheSameDeadline(string signal)
    {
        var waiting = Assert.IsType<StepOutcome.Waiting>(Execute("approval", Approval, Signal(signal)));

        Assert.Equal(("approval:step", ReadyAt.AddHours(2)), (waiting.Signal, waiting.Until));
        Assert.NotEmpty(waiting.Details!.Element.GetProperty("refused").GetString()!);
    }

    [Fact]
    public void Approval_TimeReached_TimesOut()
    {
        var outcome = Succeed("approval", Approval, StepResume.TimeReached.Instance);

        Assert.Equal("timeout", outcome.Port);
        AssertJson("""{"approved":false,"by":null,"comment":null}""", outcome.Output);
    }
}
