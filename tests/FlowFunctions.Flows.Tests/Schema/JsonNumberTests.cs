using System.Globalization;
using System.Numerics;
using System.Text.Json;
using FlowFunctions.Flows.Schema;

namespace FlowFunctions.Flows.Tests.Schema;

public sealed class JsonNumberTests
{
    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("0", "-0.00")]
    [InlineData("100", "1e2")]
    [InlineData("1234567890123456789", "1234567890123456789.0")]
    [InlineData("0.1e-30", "1E-31")]
    [InlineData("1e400", "10e399")]
    public void Equals_SameValueInAnotherForm_IsTrue(string left, string right)
    {
        Assert.Equal(Number(left), Number(right));
        Assert.Equal(Number(left).GetHashCode(), Number(right).GetHashCode());
        Assert.Equal(0, Number(left).CompareTo(Number(right)));
    }

    [Theory]
    [InlineData("9007199254740992", "9007199254740993")]
    [InlineData("-1e400", "-1e399")]
    [InlineData("0.1", "0.10000000000000000000000000000001")]
    [InlineData("1e1000000000", "1e99999999999999999999")]
    [InlineData("-1e-1000000000", "0")]
    [InlineData("1e-1000000000", "1")]
    [InlineData("123", "1.24e2")]
    public void CompareTo_SmallerAndGreater_IsExact(string smaller, string greater)
    {
        Assert.True(Number(smaller).CompareTo(Number(greater)) < 0);
        Assert.True(Number(greater).CompareTo(Number(smaller)) > 0);
        Assert.NotEqual(Number(smaller), Number(greater));
    }

    [Theory]
    [InlineData("0.07", "0.01", true)]
    [InlineData("19.99", "0.01", true)]
    [InlineData("0.075", "0.01", false)]
    [InlineData("1e308", "0.123456789", false)]
    [InlineData("1e1000000000", "7", false)]
    [InlineData("7e1000000000", "7", true)]
    [InlineData("1e-1000000000", "1", false)]
    [InlineData("0", "1e-400", true)]
    [InlineData("12391239123", "1e-8", true)]
    [InlineData("99999999999999999", "1e-17", true)]
    public void IsMultipleOf_DecimalFractions_IsExact(string value, string divisor, bool expected) =>
        Assert.Equal(expected, Number(value).IsMultipleOf(Number(divisor)));

    [Fact]
    public void IsMultipleOf_RandomNumbers_AgreesWithWholeNumberArithmetic()
    {
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++)
        {
            var (a, scaleA) = (random.NextInt64(1_000_000_000_000), random.Next(16));
            var (b, scaleB) = (random.NextInt64(1, 1_000), random.Next(16));
            var left = a * BigInteger.Pow(10, 16 - scaleA);
            var right = b * BigInteger.Pow(10, 16 - scaleB);
            Assert.Equal((left % right).IsZero, Number(Scaled(a, scaleA)).IsMultipleOf(Number(Scaled(b, scaleB))));
            Assert.Equal(left.CompareTo(right), Number(Scaled(a, scaleA)).CompareTo(Number(Plain(b, scaleB))));
        }
    }

    private static string Scaled(long digits, int scale) =>
        string.Create(CultureInfo.InvariantCulture, $"{digits}e-{scale}");

    private static string Plain(long digits, int scale)
    {
        string text = digits.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return scale == 0 ? text : $"{text[..^scale]}.{text[^scale..]}";
    }

    private static JsonNumber Number(string text) => JsonNumber.Read(JsonElement.Parse(text));
}
