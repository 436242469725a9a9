using System.Buffers;
using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask.CustomHandler;

namespace FlowFunctions.Engine.DurableTask.Tests.CustomHandler;

public sealed class HostAnswerTests
{
    [Fact]
    public void WriteBytes_Response_IsTheRecordedForm()
    {
        var recorded = RecordedCalls.AnswersOf("orchestrator-timer")[0].GetProperty("ReturnValue");

        var answer = Written(target => HostAnswer.WriteBytes(target, recorded.GetBytesFromBase64()));

        Assert.Equal(recorded.GetString(), answer.GetProperty("ReturnValue").GetString());
        Assert.Equal(JsonValueKind.Object, answer.GetProperty("Outputs").ValueKind);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("12.50")]
    [InlineData("\"a\\u0022b\"")]
    [InlineData("""{"a": [1, {}]}""")]
    public void WriteJson_Value_StandsAsItIs(string json) =>
        Assert.Equal(
            $$"""{"Outputs":{},"Logs":[],"ReturnValue":{{json}}}""",
            Text(target => HostAnswer.WriteJson(target, json))
        );

    [Fact]
    public void WriteJson_LargeValue_IsWhole()
    {
        var json = JsonSerializer.Serialize(new string('x', 20_000_000));

        Assert.EndsWith(json + "}", Text(target => HostAnswer.WriteJson(target, json)), StringComparison.Ordinal);
    }

    [Fact]
    public void WriteJson_NoJson_Throws() =>
        Assert.ThrowsAny<JsonException>(() => HostAnswer.WriteJson(new ArrayBufferWriter<byte>(), "{"));

    [Fact]
    public void WriteNothing_Logs_AreThere() =>
        Assert.Equal(
            """{"Outputs":{},"Logs":["one","two"],"ReturnValue":null}""",
            Text(target => HostAnswer.WriteNothing(target, "one", "two"))
        );

    [Fact]
    public void WriteStatus_Status_IsAnOutput() =>
        Assert.Equal(
            """{"Outputs":{"res":{"statusCode":204}},"Logs":[],"ReturnValue":null}""",
            Text(target => HostAnswer.WriteStatus(target, "res", 204))
        );

    private static JsonElement Written(Action<IBufferWriter<byte>> write) => JsonElement.Parse(Text(write));

    private static string Text(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
