using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Flows.Tests.Plans;

public sealed class CanonicalJsonTests
{
    /// <summary>RFC 8785, appendix B.</summary>
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void Number_OfTheStandard_IsPrintedAsThere(string bits, string expected)
    {
        var number = BitConverter.UInt64BitsToDouble(
            ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        );
        Assert.Equal(expected, CanonicalJson.Number(number));
    }

    /// <summary>RFC 8785, section 3.2.3.</summary>
    [Fact]
    public void Write_NamesOfTheStandard_SortsByUtf16CodeUnits()
    {
        const string Source = """
            {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7}
            """;
        Assert.Equal("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}", Canonical(Source));
    }

    [Theory]
    [InlineData(""" { "b" : [ 1.0 , 2e2, true,null ] , "a":{} } """, """{"a":{},"b":[1,200,true,null]}""")]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a":3,"b":2}""")]
    [InlineData(""" "\u0041\/\u2028\u001F\b\t\n\f\r\"\\é" """, "\"A/\u2028\\u001f\\b\\t\\n\\f\\r\\\"\\\\é\"")]
    [InlineData("1e999", "null")]
    public void Write_Anything_IsMinimal(string source, string expected)
    {
        Assert.Equal(expected, Canonical(source));
        Assert.Equal(expected, Canonical(expected));
    }

    private static string Canonical(string source) =>
        Encoding.UTF8.GetString(CanonicalJson.Write(JsonElement.Parse(source)));
}
