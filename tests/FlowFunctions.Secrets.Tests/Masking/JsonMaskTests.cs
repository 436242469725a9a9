using System.Text;
using System.Text.Json;
using FlowFunctions.Secrets.Masking;

namespace FlowFunctions.Secrets.Tests.Masking;

public sealed class JsonMaskTests
{
    [Theory]
    [InlineData("""{"a":"x hidden/1 y", "b" : 2}""", """{"a":"x *** y", "b" : 2}""")]
    [InlineData("""{ "hidden/1" : [ "hidden\/1" ] }""", """{ "***" : [ "***" ] }""")]
    [InlineData("""["h\u0069dden/1",12345,1234,123456]""", """["***","***",1234,123456]""")]
    [InlineData("\"hidden/1\"", "\"***\"")]
    [InlineData("12345", "\"***\"")]
    [InlineData("""{"a":"{\"b\":\"hidden\\/1\"}"}""", """{"a":"{\u0022b\u0022:\u0022***\u0022}"}""")]
    public void ApplyJson_SecretInAToken_IsReplacedAndTheRestKept(string json, string expected)
    {
        var masked = SecretMask.Of(["hidden/1", "12345"]).ApplyJson(Encoding.UTF8.GetBytes(json));

        Assert.Equal(expected, Encoding.UTF8.GetString(masked.Span));
    }

    [Fact]
    public void ApplyJson_NothingFound_IsTheSameMemory()
    {
        ReadOnlyMemory<byte> json = """{"a":["b",1.5e3,true,null]}"""u8.ToArray();

        Assert.True(json.Equals(SecretMask.Of(["hidden"]).ApplyJson(json)));
        Assert.True(json.Equals(SecretMask.None.ApplyJson(json)));
    }

    [Fact]
    public void ApplyJson_ShortSecret_CountsAsAWholeStringButNotAsANumber()
    {
        var masked = SecretMask.Of(["12"]).ApplyJson("""["12","123",12]"""u8.ToArray());

        Assert.Equal("""["***","123",12]""", Encoding.UTF8.GetString(masked.Span));
    }

    [Theory]
    [InlineData("""["\ud800 hidden"]""", """["\\ud800 ***"]""")]
    [InlineData("""["\ud800 h\u0069dden"]""", """["\\ud800 ***"]""")]
    [InlineData("""["\ud800 other"]""", """["\ud800 other"]""")]
    public void ApplyJson_TextThatIsNoUnicode_IsMaskedAllTheSame(string json, string expected) =>
        Assert.Equal(
            expected,
            Encoding.UTF8.GetString(SecretMask.Of(["hidden"]).ApplyJson(Encoding.UTF8.GetBytes(json)).Span)
        );

    [Fact]
    public void ApplyJson_NoJson_IsToldAsSuch() =>
        Assert.ThrowsAny<JsonException>(() => SecretMask.Of(["hidden"]).ApplyJson("{"u8.ToArray()));
}
