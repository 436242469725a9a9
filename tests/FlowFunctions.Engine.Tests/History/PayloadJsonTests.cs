using System.Text.Json;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Tests.History;

public sealed class PayloadJsonTests
{
    private static readonly Payload Reference = Payload.FromReference(PayloadReference.Of("[1]"u8));

    [Fact]
    public void Reference_Written_IsMarked()
    {
        var json = Write(Reference);

        Assert.Equal(
            $$$"""{"$payload":{"hash":"{{{Reference.Reference!.Hash}}}","length":3}}""",
            JsonElement.Parse(json).GetProperty("payload").GetRawText()
        );
        Assert.Equal(Reference, Read(json));
    }

    [Theory]
    [InlineData("""{"$payload":{"hash":"ab","length":3}}""")]
    [InlineData("""{ "\u0024payload" : {"value": 1} }""")]
    [InlineData("""{"$payload":{"value":{"$payload":{"value":null}}}}""")]
    [InlineData("""{"$payload":1,"more":2}""")]
    [InlineData("""{"more":2,"$payload":1}""")]
    [InlineData("""{"$payload":1,"$payload":2}""")]
    [InlineData("""[{"$payload":{"hash":"ab","length":3}}]""")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Value_ThatLooksLikeAReference_StaysAValue(string json)
    {
        var payload = Payload.Parse(json);

        var read = Read(Write(payload));

        Assert.Null(read.Reference);
        Assert.Equal(payload, read);
    }

    private static string Write(Payload payload) => HistoryJson.Write(new SignalReceived(default, "s", payload));

    private static Payload Read(string json) => ((SignalReceived)HistoryJson.Read(JsonElement.Parse(json))).Payload;
}
