using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask.CustomHandler;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Tests.CustomHandler;

public sealed class HostInvocationTests
{
    [Fact]
    public void Bytes_RecordedOrchestratorCall_AreTheRequest()
    {
        var call = RecordedCalls.Of("orchestrator-timer")[0];

        var request = OrchestratorRequest.Parser.ParseFrom(call.Bytes("context").Span);

        Assert.Equal("e61531aa5b0341c4b7014df730e3aefd", request.InstanceId);
        Assert.Equal(2, request.NewEvents.Count);
    }

    [Fact]
    public void Text_RecordedActivityCall_IsTheScheduledInput()
    {
        var call = RecordedCalls.Of("activity-success")[1];

        Assert.Equal("[1]", call.Text("input"));
        Assert.Equal("246239dba39049d49411b091f559e7cc", call.Metadata("instanceId"));
    }

    [Fact]
    public void Json_RecordedTimerCall_IsTheSchedule()
    {
        var call = RecordedCalls.Of("timer-trigger")[0];

        Assert.False(JsonElement.Parse(call.Json("myTimer").Span).GetProperty("IsPastDue").GetBoolean());
    }

    [Fact]
    public void Text_RecordedDurableClient_IsJsonWithAddresses()
    {
        var call = RecordedCalls.Of("http-trigger-with-durable-client")[0];

        var client = JsonElement.Parse(call.Text("starter")!);

        Assert.Equal("http://127.0.0.1:40961", client.GetProperty("rpcBaseUrl").GetString());
        Assert.Equal(
            "ev11120",
            JsonElement.Parse(call.Json("req").Span).GetProperty("Query").GetProperty("id").GetString()
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("\"quoted\" \\ and / \b\f\n\r\t")]
    [InlineData("Grüße, 東京, \uD83D\uDE00, \u0000, \u2028")]
    [InlineData("{\"a\":\"\\u0041\\\"\"}")]
    public void Text_EncodedTwice_IsWhatItWas(string text)
    {
        var call = Read($$$"""{"Data":{"input":{{{Twice(text)}}}}}""");

        Assert.Equal(text, call.Text("input"));
    }

    [Theory]
    [InlineData(""" "\"\\u0041\\/\\ud83d\\ude00\"" """, "A/\uD83D\uDE00")]
    [InlineData(""" "\u0022\u005cu00e9\u0022" """, "é")]
    [InlineData(""" "\t \"spaced\" \n" """, "spaced")]
    [InlineData(""" "null" """, null)]
    [InlineData(""" null """, null)]
    [InlineData(""" "{\"a\": 1}" """, """{"a": 1}""")]
    [InlineData(""" {"a": [1, {}]} """, """{"a": [1, {}]}""")]
    [InlineData(""" "12" """, "12")]
    [InlineData(""" 12.50 """, "12.50")]
    [InlineData(""" true """, "true")]
    public void Text_OtherForms_AreRead(string json, string? text)
    {
        var call = Read($$$"""{"Metadata":{"other":"\"x\""},"Data":{"input":{{{json}}},"next":"\"y\""}}""");

        Assert.Equal(text, call.Text("input"));
        Assert.Equal("y", call.Text("next"));
        Assert.Equal("x", call.Metadata("other"));
        Assert.Null(call.Metadata("none"));
    }

    [Fact]
    public void Text_ReadAgain_IsTheSame()
    {
        var call = Read("""{"Data":{"input":"\"a\\nb\""}}""");

        Assert.Equal("a\nb", call.Text("input"));
        Assert.Equal("a\nb", call.Text("input"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(33_000_001)]
    public void Bytes_OfAnySize_ComeThrough(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"Metadata":{"sys":{"MethodName":"RunFlow"}},"Data":{"context":"\"{{{Convert.ToBase64String(bytes)}}}\""}}"""
        );

        var read = HostInvocation.Read(body).Bytes("context");

        Assert.True(read.Span.SequenceEqual(bytes));
    }

    [Fact]
    public void Bytes_ThirtyMegabytes_TakeNoFurtherMemory()
    {
        var text = new string('A', 32 * 1024 * 1024);
        var body = Encoding.UTF8.GetBytes($$$"""{"Data":{"context":"\"{{{text}}}\""}}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        HostInvocation.Read(body).Bytes("context");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public void Bytes_Base64WithEscapes_IsDecoded()
    {
        byte[] bytes = [0xFB, 0xFF, 0xBE];
        var call = Read("""{"Data":{"context":"\"\\u002b\\/++\""}}""");

        Assert.Equal(bytes, call.Bytes("context"));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"Data":{"context":"\"QQ==\""}""", "no JSON")]
    [InlineData("""{"Data":{}} x""", "no JSON")]
    [InlineData("{}", "no 'context' in 'Data'")]
    [InlineData("""{"Data":null}""", "no 'context' in 'Data'")]
    [InlineData("""{"Data":{"other":1}}""", "no 'context' in 'Data'")]
    [InlineData(
        """{"Data":{"context":null}}""",
        "'context' in 'Data' of the host's call cannot be read: It is no string."
    )]
    [InlineData("""{"Data":{"context":"QQ=="}}""", "'context' in 'Data' of the host's call cannot be read: ")]
    [InlineData("""{"Data":{"context":"\"Q\""}}""", "It is no base64.")]
    [InlineData("""{"Data":{"context":"\"\\ud83d\""}}""", "half a character")]
    [InlineData("""{"Data":{"context":"\"\\ud83d\\u0041\""}}""", "half a character")]
    public void Bytes_OfSomethingElse_SaysWhatIsWrong(string body, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Read(body).Bytes("context"));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyByteOfACallChanged_IsReadAsJsonHasIt()
    {
        var call = Encoding.UTF8.GetBytes(
            """ {"Data": {"a" :"\"x\\n\u00e9\"", "b":"" ,"c":[1,{"d":"\t"}]},"Metadata":{"e":"\"é\"","f":null}} """
        );
        for (var at = 0; at < call.Length; at++)
        {
            foreach (var other in "\"\\u0/ {}[]:,x\n\u0001"u8)
            {
                byte[] changed = [.. call[..at], other, .. call[(at + 1)..]];

                Assert.Equal(DataOf(changed), Try(() => DataOf(HostInvocation.Read(changed))));
            }
        }
    }

    /// <summary>The strings as JSON's own reader has them, or nothing of what is no call.</summary>
    private static string? DataOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return
                json.RootElement is { ValueKind: JsonValueKind.Object } call
                && call.TryGetProperty("Data", out var data)
                && data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty("a", out var value)
                ? value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : value.GetRawText()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? DataOf(HostInvocation call) => Encoding.UTF8.GetString(call.Json("a").Span);

    private static string? Try(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static HostInvocation Read(string body) => HostInvocation.Read(Encoding.UTF8.GetBytes(body));

    /// <summary>A text as the host writes it.</summary>
    private static string Twice(string text) => JsonSerializer.Serialize(JsonSerializer.Serialize(text));
}
